#pragma once

#include "lambda-host/functions/runtimes.h"

#include <string>
#include <vector>

// The values of --runtime: "NAME=COMMAND", several of them one a line.
namespace server {

// What is wrong with a value, in words; empty if nothing is.
std::string problem_of_runtimes(const std::string& value);

// Of values without a problem. A later one of the same name counts.
lambda_host::RuntimeCommands parse_runtimes(const std::vector<std::string>& values);

}  // namespace server
