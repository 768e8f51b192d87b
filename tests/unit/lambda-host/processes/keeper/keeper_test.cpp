// The keeper is a program, so this is how it behaves: what it does when its child, its host or
// somebody else ends.
#include "tests/unit/lambda-host/processes/keeper_fixture.h"

#include <doctest/doctest.h>
#include <sys/wait.h>

namespace keeper_test {

using lambda_host::Child;
using lambda_host::reap;

TEST_CASE_FIXTURE(Keeper, "everything dies when the host does") {
  Child child = shell(std::string(kDaemon) + "exec sleep 1000");
  const pid_t daemon = read_pid(child);
  const lambda_host::Descriptor held = std::move(child.keeper_pidfd);
  child.socket.reset();  // as the kernel does it
  wait_readable(held.get());
  CHECK_FALSE(exists(daemon));
  CHECK_FALSE(exists(child.pid));
  reap(child.keeper, -1);
}

TEST_CASE_FIXTURE(Keeper, "a background job that has ended leaves no zombie") {
  const Child child = shell("sh -c 'true & echo $!'; exec sleep 1000");
  const pid_t job = read_pid(child);
  CHECK(eventually([&] { return !exists(job); }));
  CHECK(exists(child.pid));
  end(child);
}

TEST_CASE_FIXTURE(Keeper, "who has more than 1,024 processes is ended with all of them") {
  const Child most = shell(
      "i=0; while [ $i -lt 1000 ]; do sleep 1000 & i=$((i+1)); done; echo 1; "
      "sleep 0.5; exit 4");
  CHECK(read_pid(most) == 1);
  CHECK(reap(most.keeper, most.socket.get()).code == 4);
  const Child more = shell(
      "i=0; while [ $i -lt 1300 ]; do sleep 1000 & i=$((i+1)); done; "
      "exec sleep 1000");
  CHECK(reap(more.keeper, more.socket.get()).signal == SIGKILL);
}

TEST_CASE_FIXTURE(Keeper,
                  "a keeper has its child's process id, and no signal but SIGKILL ends it") {
  const Child child =
      shell("kill -TERM $PPID; kill -INT $PPID; kill -HUP $PPID; echo $PPID; exit 5");
  CHECK(read_pid(child) == child.keeper);
  CHECK(reap(child.keeper, child.socket.get()).code == 5);
}

TEST_CASE_FIXTURE(Keeper, "a keeper that isn't told of a child is of no use") {
  const auto exit_code = [&](const char* argument) {
    const std::string command = path() + " " + argument;
    return WEXITSTATUS(std::system(command.c_str()));
  };
  for (const char* argument : {"", "0", "x", "-1", "1 2"}) {
    CAPTURE(argument);
    CHECK(exit_code(argument) == 2);
  }
}

}  // namespace keeper_test
