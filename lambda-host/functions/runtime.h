#pragma once

#include "core/names.h"

#include <string>
#include <string_view>

namespace lambda_host {

// Who runs a handler: our Node.js or Python bootstrap, or the upload's own `bootstrap` program.
enum class RuntimeFamily { node, python, provided };

// The family of a Runtime value. Old versions of Node.js and Python are welcome and run on what is
// installed, as long-lived projects still name them. Throws ApiError(invalid_parameter_value), with
// AWS's text for a name it doesn't know and one of ours for what Rivulet can't run (Java, …).
RuntimeFamily require_runtime(std::string_view runtime);

// Those that AWS has for new functions, in the order of its error texts: "nodejs20.x, …".
std::string_view current_runtimes();
// Whether a name is one that AWS has or had.
bool is_known_runtime(std::string_view runtime);

// "arn:P:lambda:R::runtime:HEX": names AWS's build of the runtime; ours is made from its name.
std::string runtime_version_arn(const core::Region& region, std::string_view runtime);

}  // namespace lambda_host
