#pragma once

#include "server/options.h"

#include <cstdio>

namespace server {

// Runs a subcommand, and answers the program's exit code. Throws std::exception with a text for the
// user.
int run_command(const Command& command, std::FILE* output, std::FILE* errors);

}  // namespace server
