#pragma once

#include "core/names.h"
#include "lambda-host/functions/function_registry.h"

#include <optional>
#include <string>

// How many invocations of a function may run at once.
namespace lambda_host {

// Lambda quotas, the defaults of a new account.
inline constexpr int kMaxConcurrentExecutions = 1000;
inline constexpr int kMinUnreservedConcurrency = 100;

// What was reserved for the function; nullopt: nothing was.
std::optional<int> reserved_concurrency(const FunctionRegistry& functions, const core::Scope& scope,
                                        const core::FunctionName& name);
// What is left of the account's limit for functions without a reservation, and isn't provisioned
// for one of these.
int unreserved_concurrency(const FunctionRegistry& functions, const core::Scope& scope);

// Reserves so many, or gives the reservation up. Throws ApiError(invalid_parameter_value) when too
// few would be left for other functions, or fewer than the function has provisioned, and as
// FunctionRegistry::require does.
void reserve_concurrency(FunctionRegistry& functions, const core::Scope& scope,
                         const core::FunctionName& name, std::optional<int> count);

}  // namespace lambda_host
