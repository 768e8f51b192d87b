#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

// Starting and ending a program: plain system calls, no event loop.
namespace lambda_host {

// An owned file descriptor; -1 when there is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : value_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return value_; }
  int release();
  void reset();

 private:
  int value_ = -1;
};

struct SpawnRequest {
  std::vector<std::string> arguments;    // the program first; looked for in PATH if it has no '/'
  std::vector<std::string> environment;  // "NAME=value"; all there is
  std::string directory;
};

// The descriptor on which a child finds the telemetry end of its pipe.
inline constexpr int kTelemetryDescriptor = 3;

// The leader of a process group of its own. It gets SIGKILL when the calling thread ends. Standard
// input is empty; standard output, standard error and kTelemetryDescriptor are ends of one pipe.
struct Child {
  pid_t pid = -1;
  Descriptor pidfd;   // readable once it has ended
  Descriptor output;  // the pipe's other end, non-blocking
};

// Throws std::system_error when the program can't be started.
Child spawn(const SpawnRequest& request);

struct ExitStatus {
  int code = 0;    // when signal is 0
  int signal = 0;  // what killed it
  std::int64_t peak_memory_bytes = 0;
};

// SIGKILL for the group. Needs a leader that wasn't reaped yet: till then nobody else can have the
// id.
void kill_group(pid_t leader);
// Waits for the leader to end, and frees its process id.
ExitStatus reap(pid_t leader);

// "Runtime exited with error: exit status 1", "… signal: killed", or, for code 0,
// "Runtime exited without providing a reason".
std::string exit_reason(const ExitStatus& status);

// The most memory the process ever had; 0 when it can't be told.
std::int64_t peak_memory_bytes(pid_t pid);

}  // namespace lambda_host
