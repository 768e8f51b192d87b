// The keeper of a handler process: its parent, and the subreaper of all that comes of it. A program
// of its own with nothing but the C library, since there is one for each handler.
//
//   host ── keeper ── handler process ── …
//             └────── whatever lost its parent: daemons, background jobs
//
// It frees the process ids of those that end at once, and when the handler process ends, or the
// host says so or is gone, it ends everything that is left: no session, process group or cleared
// environment hides a process from its ancestor. Then it ends itself, and the host, which waits for
// that, knows that nothing is left. All signals are blocked, so that only SIGKILL can end it
// before; then the handler process dies with it, and the host adopts the rest.
#include "lambda-host/processes/keeper/census.h"
#include "lambda-host/processes/keeper/keeper_report.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <time.h>

namespace {

using lambda_host::KeeperReport;
using lambda_host::kKeeperSocket;

// What Lambda allows an execution environment (quotas: "Execution processes/threads", 1,024). The
// kernel isn't asked to refuse one more, as it does there: who has more is ended.
constexpr std::size_t kMaxProcesses = 1024;
constexpr int kLookMilliseconds = 200;
// A look costs a millisecond or less, but there may be fifty keepers: they look only after so many
// processes or threads were born on the machine.
constexpr unsigned kBirthsUntilLook = 256;
// What can't be killed, because it waits for a disk or is another user's, isn't waited for longer.
constexpr int kPatienceMilliseconds = 3000;
constexpr int kRoundMilliseconds = 5;

lambda_host::ProcessList descendants;
pid_t handler = 0;  // 0 once its end was reported

// ru_maxrss counts what a process was before it executed its program, too: the server, whose memory
// we have there as well. Where it is no more than that, the pages that the program asked for say
// better what it had.
std::int64_t peak_memory_bytes(const struct rusage& usage) {
  constexpr long kAlikeKilobytes = 1024;  // the server goes on between the two
  struct rusage own {};
  ::getrusage(RUSAGE_SELF, &own);
  const std::int64_t peak = std::int64_t{usage.ru_maxrss} * 1024;
  if (usage.ru_maxrss > own.ru_maxrss + kAlikeKilobytes) return peak;
  return std::min(peak, std::int64_t{usage.ru_minflt + usage.ru_majflt} * ::getpagesize());
}

void report(int status, const struct rusage& usage) {
  const KeeperReport message{status, peak_memory_bytes(usage)};
  ::send(kKeeperSocket, &message, sizeof(message), MSG_NOSIGNAL);
  handler = 0;
}

// Whether there are children still.
bool reap_ended() {
  int status = 0;
  struct rusage usage {};
  pid_t pid = 0;
  while ((pid = ::wait4(-1, &status, WNOHANG, &usage)) > 0) {
    if (pid == handler) report(status, usage);
  }
  return pid == 0;
}

// An event on one of them, or the time has passed.
bool wait_for(int socket, int signals, int milliseconds) {
  struct pollfd events[] = {
      {signals, POLLIN, 0},
      {socket,  POLLIN, 0}
  };
  ::poll(events, 2, milliseconds);
  signalfd_siginfo ignored;
  if (events[0].revents != 0 && ::read(signals, &ignored, sizeof(ignored)) < 0) return false;
  return events[1].revents != 0;
}

std::int64_t now_milliseconds() {
  struct timespec now {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
}

// Whether there are too many processes, asked again and again.
bool has_too_many() {
  static unsigned seen = 0;
  const unsigned newest = lambda_host::newest_process();
  if (newest - seen < kBirthsUntilLook) return false;
  seen = newest;
  lambda_host::list_descendants(descendants, ::getpid());
  return descendants.size > kMaxProcesses;
}

void keep(int signals) {
  for (;;) {
    const bool told = wait_for(kKeeperSocket, signals, kLookMilliseconds);
    reap_ended();
    if (told || handler == 0 || has_too_many()) return;
  }
}

// In rounds: while one is killed, another may be born. Those are children of ours by then.
void end_everything(int signals) {
  const std::int64_t give_up = now_milliseconds() + kPatienceMilliseconds;
  while (reap_ended() && now_milliseconds() < give_up) {
    lambda_host::list_descendants(descendants, ::getpid());
    for (std::size_t i = 0; i < descendants.size; ++i) ::kill(descendants.pids[i], SIGKILL);
    wait_for(-1, signals, kRoundMilliseconds);
  }
}

int child_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGCHLD);
  return ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

}  // namespace

// handler-keeper PID: that child runs already, this process is a subreaper, and every signal is
// blocked (child_process.cpp sees to that, before it executes this program).
int main(int argc, char** argv) {
  if (argc != 2 || (handler = std::atoi(argv[1])) <= 0) return 2;
  if (::chdir("/") != 0) return 2;  // nobody else's directory is held
  const int signals = child_signals();
  keep(signals);
  end_everything(signals);
  return 0;
}
