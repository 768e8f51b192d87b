#pragma once

#include "core/api_error.h"
#include "core/attribute_value.h"

#include <cstddef>
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

// Throws it for the first of the actions that check() has a reason against. AWS looks no further:
// the reasons of those behind are None.
template <class Action, class Check>
void throw_first_reason(const std::vector<Action>& actions, Check check) {
  std::vector<CancellationReason> reasons(actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    reasons[i] = check(actions[i]);
    if (cancels(reasons)) throw transaction_canceled(reasons);
  }
}

}  // namespace server::operations
