#pragma once

#include <cstdio>

namespace server {

// What the program does with a command line, and its exit code: serves until it is told to end, or
// looks whether another one is healthy, or says what it can be told. 1: it couldn't; 2: the command
// line was wrong.
int run_program(int argc, const char* const* argv, std::FILE* output, std::FILE* errors);

}  // namespace server
