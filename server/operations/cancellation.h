#pragma once

#include "core/api_error.h"
#include "core/attribute_value.h"

#include <optional>
#include <string>
#include <vector>

namespace server::operations {

// Why one action of a transaction stood in its way.
struct CancellationReason {
  std::string code = "None";
  std::string message;  // none where the code is None
  std::optional<core::Item> item;
};

CancellationReason validation_reason(std::string message);

bool cancels(const std::vector<CancellationReason>& reasons);

// The error of a cancelled transaction: one reason for each action, in their order.
core::ApiError transaction_canceled(const std::vector<CancellationReason>& reasons);

}  // namespace server::operations
