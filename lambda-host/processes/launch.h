#pragma once

#include "lambda-host/functions/function.h"
#include "lambda-host/functions/runtime.h"
#include "lambda-host/processes/child_process.h"
#include "lambda-host/processes/host_options.h"

#include <filesystem>
#include <string>

namespace lambda_host {

// What differs from process to process of one function.
struct LaunchParameters {
  std::filesystem::path runtime_directory;  // of the BootstrapFiles
  std::string runtime_api;                  // "127.0.0.1:PORT", maybe with a path
  std::string log_stream;
  bool provisioned = false;  // it is kept for provisioned concurrency
  OptMount opt = {};         // of the function's layers; none: their own directory is named
};

// The program of a `provided` runtime or of go1.x: the code's own, or else that of a layer. It may
// be missing.
std::filesystem::path find_bootstrap(const Deployment& deployment);

// The program, environment and directory of a handler process. Pure but for PATH, NODE_PATH and
// PYTHONPATH of our own environment, so that what the developer has installed is found. Throws
// std::runtime_error for a foreign runtime that the options have no command for.
SpawnRequest make_launch(const Deployment& deployment, const HostOptions& options,
                         const Interpreters& interpreters, const LaunchParameters& parameters);

// The same of a process that is started before its function is known, and gets the rest of its
// environment later. What an interpreter reads at its start is as for any function. Not for
// `provided`.
SpawnRequest make_spare_launch(RuntimeFamily family, const HostOptions& options,
                               const Interpreters& interpreters,
                               const LaunchParameters& parameters);

}  // namespace lambda_host
