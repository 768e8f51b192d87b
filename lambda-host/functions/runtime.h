#pragma once

#include "core/names.h"

#include <string>
#include <string_view>

namespace lambda_host {

// Who runs a handler: our Node.js or Python bootstrap, the upload's own `bootstrap` program, or,
// for all other runtimes, a command of the user's (runtimes.h).
enum class RuntimeFamily { node, python, provided, foreign };

// The family of a Runtime value. Old versions of Node.js and Python run on what is installed, as
// long-lived projects still name them. What AWS never had is foreign.
RuntimeFamily runtime_family(std::string_view runtime);

// Whether a client of ours speaks to the Runtime API.
constexpr bool has_our_client(RuntimeFamily family) {
  return family == RuntimeFamily::node || family == RuntimeFamily::python;
}

// Those that AWS has for new functions, in the order of its error texts: "nodejs20.x, …".
std::string_view current_runtimes();
// Those that one may ask a list of layers for, as its error text has them: some that AWS never
// offered, too.
std::string_view listable_runtimes();
// Whether a name is one of these, or one that AWS has or had.
bool is_listable_runtime(std::string_view runtime);
// Whether a name is one that AWS has or had: the Lambda model's.
bool is_known_runtime(std::string_view runtime);

// "arn:P:lambda:R::runtime:HEX": names AWS's build of the runtime; ours is made from its name.
std::string runtime_version_arn(const core::Region& region, std::string_view runtime);

}  // namespace lambda_host
