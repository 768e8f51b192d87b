#include "lambda-host/functions/concurrency.h"

#include "lambda-host/constraints.h"
#include "lambda-host/functions/provisioned_concurrency.h"

#include <fmt/format.h>

namespace lambda_host {

std::optional<int> reserved_concurrency(const FunctionRegistry& functions, const core::Scope& scope,
                                        const core::FunctionName& name) {
  const std::string* kept = functions.attachment(FunctionPart::concurrency, scope, name);
  if (!kept) return std::nullopt;
  return std::stoi(*kept);
}

int unreserved_concurrency(const FunctionRegistry& functions, const core::Scope& scope) {
  int left = kMaxConcurrentExecutions;
  for (const DeploymentPtr& function : functions.list(scope)) {
    const auto& name = function->configuration.name;
    left -= reserved_concurrency(functions, scope, name)
                .value_or(total_provisioned(functions, scope, name));
  }
  return left;
}

void reserve_concurrency(FunctionRegistry& functions, const core::Scope& scope,
                         const core::FunctionName& name, std::optional<int> count) {
  const int provisioned = total_provisioned(functions, scope, name);
  if (count && *count < provisioned) {
    // The blanks are AWS's (recorded).
    throw_untyped_invalid_parameter(
        fmt::format(" ReservedConcurrentExecutions  {} should not be lower than function's total "
                    "provisioned concurrency [{}].",
                    *count, provisioned));
  }
  const int before = reserved_concurrency(functions, scope, name).value_or(provisioned);
  const int left = unreserved_concurrency(functions, scope) + before - count.value_or(0);
  if (count && left < kMinUnreservedConcurrency) {
    throw_untyped_invalid_parameter(
        fmt::format("Specified ReservedConcurrentExecutions for function decreases account's "
                    "UnreservedConcurrentExecution below its minimum value of [{}].",
                    kMinUnreservedConcurrency));
  }
  std::optional<std::string> kept;
  if (count) kept = std::to_string(*count);
  functions.attach(FunctionPart::concurrency, scope, name, {}, std::move(kept));
}

}  // namespace lambda_host
