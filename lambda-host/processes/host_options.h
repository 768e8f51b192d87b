#pragma once

#include "core/clock.h"
#include "core/memory_budget.h"
#include "lambda-host/functions/runtimes.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace lambda_host {

// How many handler processes there may be.
struct PoolLimits {
  std::size_t per_function = 10;
  std::size_t total = 50;
  std::size_t queued_per_function = 1000;  // invocations that wait for a process
  std::size_t queued_bytes_per_function =
      std::numeric_limits<std::size_t>::max();  // their payloads
};

// Whether a debugger is connected to a port of 127.0.0.1 (debugger.h).
bool has_debugger(std::uint16_t port);

struct HostOptions {
  // What handlers find in AWS_ENDPOINT_URL: "http://127.0.0.1:8000". Empty: no such variable.
  std::string endpoint_url;
  // How many files a handler may have open, its soft limit; nullopt: as many as we.
  std::optional<std::uint64_t> open_files;
  std::string node_program = kNodeProgram;
  std::string python_program = kPythonProgram;
  RuntimeCommands runtime_commands;
  PoolLimits limits;
  // How many processes of each interpreter wait, started, for a function that needs one.
  std::size_t spare_processes = 0;
  // For the payloads of all invocations until they are answered; nullptr: no limit. Must outlive
  // the pool.
  core::MemoryBudget* memory = nullptr;
  // Where processes listen for a debugger: ports by function, "F" or "F:7" of a version.
  std::map<std::string, std::uint16_t> inspected;
  std::function<bool(std::uint16_t port)> is_debugged = has_debugger;
  // How long a process may take until it asks for its first invocation (Lambda guide: 10 s).
  core::Duration init_limit = std::chrono::seconds(10);
  // An idle process ends after this, and so does a spare one.
  core::Duration idle_limit = std::chrono::minutes(15);
};

// The programs that run handlers.
struct Interpreters {
  std::string node;
  std::string python;
};

}  // namespace lambda_host
