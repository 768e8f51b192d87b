#include "lambda-host/processes/child_process.h"

#include "core/ascii.h"
#include "lambda-host/processes/brief_child.h"
#include "lambda-host/processes/keeper/keeper_report.h"
#include "lambda-host/program_search.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

namespace lambda_host {
namespace {

constexpr int kExecFailed = 127;
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

// Found before the child is born: what runs in our memory must be short and allocate nothing.
std::string require_program(const std::string& name) {
  const auto program = find_program(name);
  if (!program) throw_errno(ENOENT, name);
  return *program;
}

struct Prepared {
  const char* program;
  char* const* arguments;
  char* const* environment;
  const char* directory;
  const char* keeper;
  int input;
  int output;
  int telemetry;
  int socket;
  const struct rlimit* open_files;  // nullptr: as ours
  const OptMount* opt;
};

// Shared by three processes, of which always one runs: see start().
struct Birth {
  const Prepared& prepared;
  char* stack_end = nullptr;  // the program's, until it is executed
  pid_t keeper = 0;
  pid_t program = 0;
  int error = 0;
};

int enter_opt(const OptMount& opt) {
  const int error = opt ? settle_in(opt) : 0;
  return error != 0 || opt.directory.empty() ? error : show_at_opt(opt);
}

// Runs in the program's process, in our memory: system calls only. Answers errno.
int become_program(const Prepared& p, pid_t keeper) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != keeper) return ESRCH;  // it died before the line above
  struct sigaction defaults {};
  defaults.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &defaults, nullptr);  // what is ignored stays so across exec
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (const int error = enter_opt(*p.opt)) return error;
  if (p.open_files && ::setrlimit(RLIMIT_NOFILE, p.open_files) != 0) return errno;
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

int be_program(void* birth) {
  auto& self = *static_cast<Birth*>(birth);
  self.error = become_program(self.prepared, self.keeper);
  ::_exit(kExecFailed);
}

// Likewise in the keeper's process, once the program runs. Signals stay blocked.
int become_keeper(const Birth& self) {
  char pid[16] = {};
  std::to_chars(pid, pid + sizeof(pid) - 1, self.program);
  char name[] = "handler-keeper";
  char* const arguments[] = {name, pid, nullptr};
  char* const environment[] = {nullptr};
  const Prepared& p = self.prepared;
  if (::dup2(p.input, STDIN_FILENO) < 0 || ::dup2(p.input, STDOUT_FILENO) < 0 ||
      ::dup2(p.input, STDERR_FILENO) < 0 || ::dup2(p.socket, kKeeperSocket) < 0) {
    return errno;
  }
  ::syscall(SYS_close_range, kKeeperSocket + 1, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
  ::execve(p.keeper, arguments, environment);
  return errno;
}

int be_keeper(void* birth) {
  auto& self = *static_cast<Birth*>(birth);
  self.keeper = ::getpid();
  ::setsid();  // what is sent to our process group isn't meant for it
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  self.program = make_brief_child(be_program, self.stack_end, self.prepared.opt->namespaces, birth);
  if (self.program < 0) self.error = errno;
  if (self.error == 0) {
    self.error = become_keeper(self);
    ::kill(self.program, SIGKILL);
  }
  if (self.program > 0) ::waitpid(self.program, nullptr, 0);
  ::_exit(kExecFailed);
}

// We stand still while the keeper-to-be makes a child, and that one stands still until its child
// has executed the program; then it executes the keeper, and we go on.
int start(BriefMemory<Birth, 2>& birth) {
  birth->stack_end = birth.stack_end(1);
  pid_t pid = 0;
  {
    const SignalsBlocked blocked;
    pid = make_brief_child(be_keeper, birth.stack_end(0), 0, &*birth);
    if (pid < 0) birth->error = errno;
  }
  if (pid > 0 && birth->error != 0) ::waitpid(pid, nullptr, 0);
  return birth->error;
}

struct SocketPair {
  Descriptor ours;
  Descriptor keepers;
};

SocketPair make_socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    throw_errno(errno, "socketpair");
  }
  return {Descriptor(ends[0]), moved_up(Descriptor(ends[1]))};
}

// The hard limit stays: a handler may raise its soft one as a program of the shell's may.
std::optional<struct rlimit> limit_of_open_files(std::optional<std::uint64_t> soft) {
  struct rlimit limit {};
  if (!soft || ::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  limit.rlim_cur = std::min<rlim_t>(*soft, limit.rlim_max);
  return limit;
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

// True also where that can't be found out.
bool ends_within(std::chrono::milliseconds time, pid_t child) {
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  if (pidfd.get() < 0) return true;
  struct pollfd end {
    pidfd.get(), POLLIN, 0
  };
  const auto until = std::chrono::steady_clock::now() + time;
  int ready = -1;
  do {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    ready = ::poll(&end, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  return ready != 0;
}

}  // namespace

Child spawn(const SpawnRequest& request) {
  const std::string program = require_program(request.arguments.at(0));
  const Descriptor input = moved_up(checked(::open("/dev/null", O_RDWR | O_CLOEXEC), "/dev/null"));
  Pipe pipe = make_pipe();
  SocketPair sockets = make_socket_pair();
  const auto arguments = pointers(request.arguments);
  const auto environment = pointers(request.environment);
  const auto open_files = limit_of_open_files(request.open_files);
  const Prepared prepared{program.c_str(),
                          arguments.data(),
                          environment.data(),
                          request.directory.c_str(),
                          request.keeper.c_str(),
                          input.get(),
                          pipe.write.get(),
                          pipe.telemetry.get(),
                          sockets.keepers.get(),
                          open_files ? &*open_files : nullptr,
                          &request.opt};
  BriefMemory<Birth, 2> birth(prepared);
  if (const int error = start(birth)) throw_errno(error, program);
  Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, birth->keeper, 0)));
  if (pidfd.get() < 0) {
    const int error = errno;
    end_by_keeper(birth->keeper, sockets.ours.get());
    reap(birth->keeper, sockets.ours.get());
    throw_errno(error, "pidfd_open");
  }
  return {birth->program, birth->keeper, std::move(pidfd), std::move(sockets.ours),
          std::move(pipe.read)};
}

void end_by_keeper(pid_t keeper, int socket) {
  ::shutdown(socket, SHUT_WR);
  ::kill(keeper, SIGCONT);  // a handler may have stopped its parent
}

ExitStatus reap(pid_t keeper, int socket, std::chrono::milliseconds patience) {
  if (!ends_within(patience, keeper)) ::kill(keeper, SIGKILL);
  while (::waitpid(keeper, nullptr, 0) < 0 && errno == EINTR) {
  }
  KeeperReport report{SIGKILL, 0};  // what follows from the end of a keeper that reported nothing
  ::recv(socket, &report, sizeof(report), MSG_DONTWAIT);
  ExitStatus exit;
  if (WIFEXITED(report.wait_status)) exit.code = WEXITSTATUS(report.wait_status);
  if (WIFSIGNALED(report.wait_status)) exit.signal = WTERMSIG(report.wait_status);
  exit.peak_memory_bytes = report.peak_memory_bytes;
  return exit;
}

std::string exit_reason(const ExitStatus& status) {
  if (status.signal != 0) {
    return "Runtime exited with error: signal: " + core::in_lower_case(::strsignal(status.signal));
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
