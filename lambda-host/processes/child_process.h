#pragma once

#include "lambda-host/processes/descriptor.h"
#include "lambda-host/processes/opt_namespace.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Starting and ending a program: plain system calls, no event loop.
namespace lambda_host {

struct SpawnRequest {
  std::string keeper;                    // the path of the keeper program (keeper/keeper.cpp)
  std::vector<std::string> arguments;    // the program first; looked for in PATH if it has no '/'
  std::vector<std::string> environment;  // "NAME=value"; all there is
  std::string directory;
  // The soft limit of open files; nullopt: ours. Programs that count on a small one, with select()
  // or a loop over all descriptors, are started by servers that need a large one.
  std::optional<std::uint64_t> open_files = std::nullopt;
  OptMount opt = {};  // what it finds at /opt, and nobody else
};

// The descriptor on which a child finds the telemetry end of its pipe.
inline constexpr int kTelemetryDescriptor = 3;

// A program that runs, the leader of a session of its own, and its keeper, which is our child.
// Standard input is empty; standard output, standard error and kTelemetryDescriptor are ends of one
// pipe. When it ends, when we say so or end ourselves, the keeper ends whatever came of it: whoever
// has waited for the keeper knows that nothing is left.
struct Child {
  pid_t pid = -1;  // of the program; the keeper frees it
  pid_t keeper = -1;
  Descriptor keeper_pidfd;  // readable once the keeper has ended
  Descriptor socket;        // to the keeper
  Descriptor output;        // the pipe's other end, non-blocking
};

// Throws std::system_error when the program can't be started.
Child spawn(const SpawnRequest& request);

struct ExitStatus {
  int code = 0;    // when signal is 0
  int signal = 0;  // what killed it
  std::int64_t peak_memory_bytes = 0;
};

// Tells the keeper to end everything. Needs one that wasn't reaped yet.
void end_by_keeper(pid_t keeper, int socket);
// How long a keeper that was told to end may take: longer than it needs for the most stubborn of
// handlers. One that takes longer is kept from it, by a handler's child that stops it again and
// again or that traces it, and is killed.
inline constexpr std::chrono::milliseconds kKeeperPatience{5000};
// Waits for the keeper to end, for so long at most, and frees its process id. Answers how the
// program ended: as if it had been killed when the keeper was.
ExitStatus reap(pid_t keeper, int socket, std::chrono::milliseconds patience = kKeeperPatience);

// "Runtime exited with error: exit status 1", "… signal: killed", or, for code 0,
// "Runtime exited without providing a reason".
std::string exit_reason(const ExitStatus& status);

// The most memory the process ever had; 0 when it can't be told.
std::int64_t peak_memory_bytes(pid_t pid);

}  // namespace lambda_host
