#include "lambda-host/processes/child_process.h"

#include "lambda-host/processes/orphans.h"
#include "tests/unit/lambda-host/processes/keeper_fixture.h"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <system_error>
#include <tuple>
#include <vector>

namespace child_process_test {

using lambda_host::Child;
using lambda_host::ExitStatus;
using lambda_host::reap;
using lambda_host::spawn;

TEST_CASE("why a process ended is told in Lambda's words") {
  struct Case {
    ExitStatus status;
    const char* reason;
  };
  const Case cases[] = {
      {{0, 0, 0},       "Runtime exited without providing a reason"            },
      {{1, 0, 0},       "Runtime exited with error: exit status 1"             },
      {{129, 0, 0},     "Runtime exited with error: exit status 129"           },
      {{0, SIGKILL, 0}, "Runtime exited with error: signal: killed"            },
      {{0, SIGSEGV, 0}, "Runtime exited with error: signal: segmentation fault"},
      {{0, SIGTERM, 0}, "Runtime exited with error: signal: terminated"        },
  };
  for (const Case& c : cases) CHECK(exit_reason(c.status) == c.reason);
}

TEST_CASE_FIXTURE(
    Keeper, "a child has its environment, directory and three ends of one pipe, and nothing else") {
  const Child child =
      shell("echo $A; pwd; echo err >&2; echo log >&3; cat; echo $(ls /proc/self/fd | wc -l)");
  // ls itself has one more, for the directory it reads.
  CHECK(read_all(child.output.get()) == "b\n/\nerr\nlog\n5\n");
  wait_readable(child.keeper_pidfd.get());
  const ExitStatus status = reap(child.keeper, child.socket.get());
  CHECK(status.code == 0);
  CHECK(status.signal == 0);
  CHECK(status.peak_memory_bytes > 100000);
}

TEST_CASE_FIXTURE(Keeper, "the memory of a process is its own, not that of whoever started it") {
  const std::vector<char> ours(std::size_t{128} << 20, 'x');
  REQUIRE(ours.back() == 'x');
  const Child child = shell("exit 0");
  wait_readable(child.keeper_pidfd.get());
  const std::int64_t peak = reap(child.keeper, child.socket.get()).peak_memory_bytes;
  CHECK(peak > 100000);
  CHECK(peak < 32 << 20);
}

TEST_CASE_FIXTURE(
    Keeper, "a child has the soft limit of open files that it is given, and keeps the hard one") {
  const auto limits = [&](std::optional<std::uint64_t> open_files) {
    const Child child = shell("ulimit -Sn; ulimit -Hn", open_files);
    std::string text = read_all(child.output.get());
    reap(child.keeper, child.socket.get());
    return text;
  };
  const std::string ours = limits(std::nullopt);
  const std::string hard = ours.substr(ours.find('\n') + 1);
  CHECK(limits(63) == "63\n" + hard);
  CHECK(limits(std::uint64_t{1} << 60) == hard + hard);  // no more than the hard one
}

TEST_CASE_FIXTURE(Keeper, "the exit code and the signal come out") {
  for (const auto& [script, code, signal] : {
           std::tuple("exit 7", 7, 0),
           std::tuple("kill -SEGV $$", 0, SIGSEGV),
           std::tuple("kill -TERM $$", 0, SIGTERM),
       }) {
    const Child child = shell(script);
    const ExitStatus status = reap(child.keeper, child.socket.get());
    CHECK(status.code == code);
    CHECK(status.signal == signal);
  }
}

TEST_CASE_FIXTURE(Keeper, "a child leads a session of its own, and its keeper another") {
  const Child child = shell("echo $$; exec sleep 1000");
  CHECK(read_pid(child) == child.pid);
  CHECK(::getsid(child.pid) == child.pid);
  CHECK(::getpgid(child.pid) == child.pid);
  CHECK(::getsid(child.keeper) == child.keeper);
  CHECK(end(child).signal == SIGKILL);
  CHECK_FALSE(exists(child.pid));
}

TEST_CASE_FIXTURE(Keeper, "everything dies with the child, however it parted from it") {
  struct Case {
    const char* name;
    std::string script;  // says the process id of somebody else
  };
  const Case cases[] = {
      {"a background job",         "sleep 1000 & echo $!; "                                  },
      {"a daemon",                 kDaemon                                                   },
      {"a daemon of a daemon",     "(setsid /bin/sh -c \"" + std::string(kDaemon) + "\" &); "},
      {"one that ignores SIGTERM", "sh -c 'trap \"\" TERM HUP INT; echo $$; sleep 1000' & "  },
      {"one that is stopped",      "sh -c 'echo $$; kill -STOP $$' & "                       },
      {"a stopped parent",         "sh -c 'echo $$; sleep 1000 & kill -STOP $$' & "          },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    {
      const Child killed = shell(c.script + "exec sleep 1000");
      const pid_t other = read_pid(killed);
      CHECK(exists(other));
      CHECK(end(killed).signal == SIGKILL);
      CHECK_FALSE(exists(other));
    }
    const Child exits = shell(c.script + "sleep 0.1; exit 3");
    const pid_t other = read_pid(exits);
    CHECK(reap(exits.keeper, exits.socket.get()).code == 3);
    CHECK_FALSE(exists(other));
  }
}

TEST_CASE_FIXTURE(Keeper, "a child that stops its keeper can be ended") {
  const Child child = shell("sleep 0.3; kill -STOP $PPID; echo 1; exec sleep 1000");
  CHECK(read_pid(child) == 1);
  CHECK(end(child).signal == SIGKILL);
}

TEST_CASE_FIXTURE(Keeper, "a keeper that is stopped again and again isn't waited for without end") {
  const lambda_host::OrphanReaper orphans(files.directory());
  const Child child =
      shell("(while :; do kill -STOP $PPID || exit; done) & sleep 0.2; echo $!; exec sleep 1000");
  const pid_t stopper = read_pid(child);
  lambda_host::end_by_keeper(child.keeper, child.socket.get());
  ::kill(child.keeper, SIGSTOP);
  CHECK(reap(child.keeper, child.socket.get(), std::chrono::milliseconds(50)).signal == SIGKILL);
  orphans.clear_all();
  CHECK_FALSE(exists(stopper));
  CHECK_FALSE(exists(child.pid));
}

TEST_CASE_FIXTURE(Keeper,
                  "when a keeper is killed its child is too, and the reaper ends the rest") {
  const lambda_host::OrphanReaper orphans(files.directory());
  const Child child = shell(std::string(kDaemon) + "exec sleep 1000");
  const pid_t daemon = read_pid(child);
  const Child other = shell(std::string(kDaemon) + "exec sleep 1000");
  const pid_t kept = read_pid(other);
  ::kill(child.keeper, SIGKILL);
  const ExitStatus status = reap(child.keeper, child.socket.get());
  CHECK(status.signal == SIGKILL);
  CHECK(status.peak_memory_bytes == 0);
  CHECK(eventually([&] {
    orphans.clear(lambda_host::own_children(), {other.keeper});
    return !exists(daemon) && !exists(child.pid);
  }));
  CHECK(exists(kept));
  end(other);
  CHECK_FALSE(exists(kept));
}

TEST_CASE_FIXTURE(Keeper, "a program that can't be started is an error") {
  CHECK_THROWS_AS(spawn({path(), {"/nowhere/program"}, {}, "/"}), std::system_error);
  CHECK_THROWS_AS(spawn({path(), {"no-such-program-anywhere"}, {}, "/"}), std::system_error);
  CHECK_THROWS_AS(spawn({path(), {"/bin/sh"}, {}, "/nowhere"}), std::system_error);
  CHECK_THROWS_AS(spawn({
                      "/nowhere/keeper", {"/bin/sleep",             "1000"},
                       {                        },
                       "/"
  }),
                  std::system_error);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // nothing is left of it
}

}  // namespace child_process_test
