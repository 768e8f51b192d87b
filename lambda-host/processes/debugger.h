#pragma once

#include "lambda-host/functions/function.h"
#include "lambda-host/processes/host_options.h"

#include <cstdint>
#include <istream>
#include <optional>

// Handler processes that run under a debugger's server: Node.js's inspector, or debugpy.
namespace lambda_host {

// Where a function's process is to listen for a debugger, at 127.0.0.1; nullopt: nowhere.
std::optional<std::uint16_t> inspector_port(const HostOptions& options,
                                            const FunctionConfiguration& configuration);

// What has_debugger (host_options.h) answers by the text of /proc/net/tcp, as proc(5) describes it:
// whether somebody is connected to the port at 127.0.0.1. The kernel knows, and nothing has to be
// asked of a process that stands at a breakpoint.
bool has_connection(std::istream& table, std::uint16_t port);

}  // namespace lambda_host
