#include "lambda-host/processes/child_process.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <system_error>

namespace {

using lambda_host::ExitStatus;

lambda_host::SpawnRequest shell(const std::string& script) {
  return {
      {"/bin/sh", "-c", script},
      {"A=b",         "PATH=/usr/bin:/bin"        },
      "/"
  };
}

void wait_readable(int descriptor) {
  struct pollfd poll_for {
    descriptor, POLLIN, 0
  };
  REQUIRE(::poll(&poll_for, 1, 30000) == 1);
}

// Everything until all writers are gone.
std::string read_all(int descriptor) {
  std::string text;
  char bytes[4096];
  while (true) {
    wait_readable(descriptor);
    const ssize_t n = ::read(descriptor, bytes, sizeof(bytes));
    if (n <= 0) return text;
    text.append(bytes, static_cast<std::size_t>(n));
  }
}

}  // namespace

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

TEST_CASE("a child has its environment, directory and three ends of one pipe, and nothing else") {
  const lambda_host::Child child = spawn(
      shell("echo $A; pwd; echo err >&2; echo log >&3; cat; echo $(ls /proc/self/fd | wc -l)"));
  // ls itself has one more, for the directory it reads.
  CHECK(read_all(child.output.get()) == "b\n/\nerr\nlog\n5\n");
  wait_readable(child.pidfd.get());
  const ExitStatus status = lambda_host::reap(child.pid);
  CHECK(status.code == 0);
  CHECK(status.signal == 0);
  CHECK(status.peak_memory_bytes > 0);
}

TEST_CASE("the exit code and the signal come out") {
  CHECK(lambda_host::reap(spawn(shell("exit 7")).pid).code == 7);
  CHECK(lambda_host::reap(spawn(shell("kill -SEGV $$")).pid).signal == SIGSEGV);
}

TEST_CASE("the group dies with its leader's children") {
  const lambda_host::Child child = spawn(shell("sleep 1000 & echo started; exec sleep 1000"));
  wait_readable(child.output.get());
  lambda_host::kill_group(child.pid);
  CHECK(lambda_host::reap(child.pid).signal == SIGKILL);
  CHECK(read_all(child.output.get()) == "started\n");  // ends once nobody holds the pipe
}

TEST_CASE("a program that can't be started is an error") {
  CHECK_THROWS_AS(lambda_host::spawn({{"/nowhere/program"}, {}, "/"}), std::system_error);
  CHECK_THROWS_AS(lambda_host::spawn({{"no-such-program-anywhere"}, {}, "/"}), std::system_error);
  CHECK_THROWS_AS(lambda_host::spawn({{"/bin/sh"}, {}, "/nowhere"}), std::system_error);
}
