#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace server::operations {

// Which receive of a message a client speaks of. As text it is base64 of the numbers and of a hash
// of them, by which what we never gave to anybody is known; clients see no form in it.
struct ReceiptHandle {
  std::int64_t queue = 0;
  std::int64_t message = 0;
  std::int64_t receive = 0;  // the message's first is 1

  friend bool operator==(const ReceiptHandle&, const ReceiptHandle&) = default;
};

std::string to_text(const ReceiptHandle& handle);
std::optional<ReceiptHandle> parse_receipt_handle(std::string_view text);

}  // namespace server::operations
