#pragma once

#include "core/names.h"

#include <optional>
#include <string>
#include <string_view>

namespace lambda_host {

// The AWS_SESSION_TOKEN of a function's handlers, which SDKs send with each request as
// X-Amz-Security-Token: by it a request is known to come from that function.
std::string session_token(const core::FunctionName& function);

// nullopt for a token that no function has.
std::optional<core::FunctionName> function_of_session(std::string_view token);

}  // namespace lambda_host
