#pragma once

#include "core/names.h"

#include <string>
#include <utility>
#include <vector>

namespace server::client {

// What a shell evaluates so that the AWS CLI and SDKs find the server: a line `export NAME=value`
// for each variable, quoted where a shell would read something else.
std::string shell_exports(const std::string& url, const core::Scope& scope);

// The same variables, for the environment of a child process.
std::vector<std::pair<std::string, std::string>> sdk_variables(const std::string& url,
                                                               const core::Scope& scope);

}  // namespace server::client
