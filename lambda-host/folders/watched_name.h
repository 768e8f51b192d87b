#pragma once

#include <string_view>

namespace lambda_host {

// Whether a file or directory of that name may be code. What editors, interpreters, test runners
// and version control leave beside it isn't, and log files aren't.
bool is_watched_name(std::string_view name);

}  // namespace lambda_host
