#pragma once

#include "lambda-host/processes/host_options.h"
#include "server/open_files.h"
#include "server/options.h"
#include "server/services.h"

// What the parts of the program are told of its command line.
namespace server {

// No function may wait with more than half of what all may.
lambda_host::HostOptions host_options(const Options& told, const OpenFiles& files,
                                      core::MemoryBudget& memory);
Settings settings_of(const Options& options);

}  // namespace server
