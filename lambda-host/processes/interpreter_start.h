#pragma once

#include "lambda-host/functions/function.h"
#include "lambda-host/processes/child_process.h"

#include <filesystem>
#include <string_view>

// What is settled when an interpreter starts, and so can't be told to one that runs already.
namespace lambda_host {

// Whether a variable of the environment is read by the dynamic linker, the C library or an
// interpreter at its start, and not again.
bool is_read_at_start(std::string_view variable);

// Whether a directory has shared libraries by the names under which programs ask for them:
// "libNAME.so…". The dynamic linker looks for them in LD_LIBRARY_PATH as it was at the start.
// Extension modules of Python and Node.js are found by their paths.
bool has_shared_libraries(const std::filesystem::path& directory);

// Whether the processes of a function are to be started for it: by its environment, and by what its
// code and layers bring. Reads three directories.
bool needs_own_start(const Deployment& deployment);

// Whether an interpreter that was started as `spare` says is what `own` would start, but for what
// our runtime clients do again (rivulet_assignment.py, node_assignment.mjs). The program itself
// isn't looked at: it may be the same by another path.
bool start_alike(const SpawnRequest& own, const SpawnRequest& spare);

}  // namespace lambda_host
