#include "lambda-host/processes/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sched.h>
#include <system_error>
#include <utility>
#include <vector>

namespace lambda_host {
namespace {

constexpr int kExecFailed = 127;
constexpr std::size_t kStackBytes = 64 << 10;
// Above what any child's descriptors are moved to, so that dup2 never overwrites a source.
constexpr int kLowestSource = 10;

[[noreturn]] void throw_errno(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

Descriptor checked(int descriptor, const char* what) {
  if (descriptor < 0) throw_errno(errno, what);
  return Descriptor(descriptor);
}

Descriptor moved_up(Descriptor descriptor) {
  return checked(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, kLowestSource), "fcntl");
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

bool is_executable(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

// Found before the child is born: what runs in our memory must be short and allocate nothing.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = std::getenv("PATH");
  std::string_view folders = path ? path : "/usr/local/bin:/usr/bin:/bin";
  while (!folders.empty()) {
    const auto colon = std::min(folders.find(':'), folders.size());
    std::string candidate = fmt::format("{}/{}", folders.substr(0, colon), name);
    if (is_executable(candidate)) return candidate;
    folders.remove_prefix(std::min(colon + 1, folders.size()));
  }
  throw_errno(ENOENT, name);
}

struct Prepared {
  const char* program;
  char* const* arguments;
  char* const* environment;
  const char* directory;
  int input;
  int output;
  int telemetry;
  pid_t parent;
};

// Runs in the child, in the parent's memory: system calls only. Answers errno.
int become(const Prepared& p) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != p.parent) return ESRCH;  // it died before the line above
  struct sigaction defaults {};
  defaults.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &defaults, nullptr);  // what is ignored stays so across exec
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::dup2(p.input, STDIN_FILENO) < 0 || ::dup2(p.output, STDOUT_FILENO) < 0 ||
      ::dup2(p.output, STDERR_FILENO) < 0 || ::dup2(p.telemetry, kTelemetryDescriptor) < 0) {
    return errno;
  }
  // Everything is opened close-on-exec; this is for what some library didn't.
  ::syscall(SYS_close_range, kTelemetryDescriptor + 1, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
  if (::chdir(p.directory) != 0) return errno;
  ::execve(p.program, p.arguments, p.environment);
  return errno;
}

struct Birth {
  const Prepared& prepared;
  int error;
};

int be_born(void* birth) {
  auto& self = *static_cast<Birth*>(birth);
  self.error = become(self.prepared);
  ::_exit(kExecFailed);
}

// What vfork does, on a stack of its own, as in posix_spawn: the cost doesn't grow with our memory,
// and the parent stands still until the child has become the program. (vfork itself is a mere fork
// under the thread sanitizer.)
pid_t start(const Prepared& prepared, int& error) {
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler may run in the shared memory
  std::vector<char> stack(kStackBytes);
  Birth birth{prepared, 0};
  const pid_t pid = ::clone(be_born, stack.data() + stack.size(),  // it grows downwards
                            CLONE_VM | CLONE_VFORK | SIGCHLD, &birth);
  error = pid < 0 ? errno : birth.error;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return pid;
}

struct Pipe {
  Descriptor read;
  Descriptor write;
  Descriptor telemetry;
};

// The telemetry end is an open file of its own where possible: a program that makes its standard
// output non-blocking (Node.js does) mustn't change it.
Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw_errno(errno, "pipe2");
  Pipe pipe{Descriptor(ends[0]), moved_up(Descriptor(ends[1])), {}};
  ::fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK);
  const std::string path = fmt::format("/proc/self/fd/{}", pipe.write.get());
  int telemetry = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (telemetry < 0) telemetry = ::fcntl(pipe.write.get(), F_DUPFD_CLOEXEC, kLowestSource);
  pipe.telemetry = moved_up(checked(telemetry, "telemetry"));
  return pipe;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    value_ = other.release();
  }
  return *this;
}

int Descriptor::release() {
  return std::exchange(value_, -1);
}

void Descriptor::reset() {
  if (value_ >= 0) ::close(release());
}

Child spawn(const SpawnRequest& request) {
  const std::string program = find_program(request.arguments.at(0));
  const Descriptor input =
      moved_up(checked(::open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null"));
  Pipe pipe = make_pipe();
  const auto arguments = pointers(request.arguments);
  const auto environment = pointers(request.environment);
  const Prepared prepared{program.c_str(),           arguments.data(), environment.data(),
                          request.directory.c_str(), input.get(),      pipe.write.get(),
                          pipe.telemetry.get(),      ::getpid()};
  int error = 0;
  const pid_t pid = start(prepared, error);
  if (pid > 0 && error != 0) reap(pid);
  if (error != 0) throw_errno(error, program);
  Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (pidfd.get() < 0) {
    error = errno;
    kill_group(pid);
    reap(pid);
    throw_errno(error, "pidfd_open");
  }
  return {pid, std::move(pidfd), std::move(pipe.read)};
}

void kill_group(pid_t leader) {
  ::kill(-leader, SIGKILL);
}

ExitStatus reap(pid_t leader) {
  int status = 0;
  struct rusage usage {};
  while (::wait4(leader, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ExitStatus exit;
  if (WIFEXITED(status)) exit.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) exit.signal = WTERMSIG(status);
  exit.peak_memory_bytes = std::int64_t{usage.ru_maxrss} * 1024;
  return exit;
}

std::string exit_reason(const ExitStatus& status) {
  if (status.signal != 0) {
    std::string name = ::strsignal(status.signal);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return "Runtime exited with error: signal: " + name;
  }
  if (status.code == 0) return "Runtime exited without providing a reason";
  return fmt::format("Runtime exited with error: exit status {}", status.code);
}

std::int64_t peak_memory_bytes(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/status", pid));
  constexpr std::string_view kLabel = "VmHWM:";  // "VmHWM:	   36020 kB"
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kLabel)) {
      return std::strtoll(line.c_str() + kLabel.size(), nullptr, 10) * 1024;
    }
  }
  return 0;
}

}  // namespace lambda_host
