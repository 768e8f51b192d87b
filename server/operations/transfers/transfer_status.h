#pragma once

#include <string>
#include <string_view>

namespace server::operations {

// How far an export or an import is.
enum class TransferStatus { in_progress, completed, failed };

// "IN_PROGRESS": as on the wire.
constexpr std::string_view wire_name(TransferStatus status) {
  switch (status) {
    case TransferStatus::in_progress: return "IN_PROGRESS";
    case TransferStatus::completed: return "COMPLETED";
    case TransferStatus::failed: return "FAILED";
  }
  __builtin_unreachable();
}

// Why one failed, as its description tells. Empty: it didn't.
struct TransferFailure {
  std::string code = {};  // "S3NoSuchBucket"
  std::string message = {};

  bool any() const { return !code.empty(); }
};

}  // namespace server::operations
