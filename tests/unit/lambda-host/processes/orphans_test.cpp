#include "lambda-host/processes/orphans.h"

#include "tests/unit/lambda-host/functions/zip_builder.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <spawn.h>
#include <string>
#include <thread>

namespace orphans_test {

namespace {

namespace fs = std::filesystem;

struct Process {
  explicit Process(const std::string& variable) {
    std::string program = "/bin/sleep", seconds = "1000", text = variable;
    char* const arguments[] = {program.data(), seconds.data(), nullptr};
    char* const environment[] = {text.data(), nullptr};
    REQUIRE(::posix_spawn(&pid, "/bin/sleep", nullptr, nullptr, arguments, environment) == 0);
  }
  ~Process() {
    if (pid <= 0) return;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool was_killed() {
    int status = 0;
    if (::waitpid(pid, &status, 0) == pid) pid = -1;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  bool runs() const { return ::waitpid(pid, nullptr, WNOHANG) == 0; }

  pid_t pid = -1;
};

}  // namespace

TEST_CASE("what an earlier program's handlers left is killed, and nobody else") {
  const TemporaryDirectory directory;
  const std::string mark = "LAMBDA_RUNTIME_DIR=" + directory.path().string();
  Process left(mark + "/runtime");
  const Process others[] = {Process(mark + "/runtime2"), Process(mark),
                            Process("X" + mark + "/runtime"), Process("A=b")};
  lambda_host::kill_left_behind(directory.path() / "runtime");
  CHECK(left.was_killed());
  for (const Process& other : others) CHECK(other.runs());
}

TEST_CASE("children from before are known from handlers' by the runtime directory") {
  const TemporaryDirectory directory;
  const std::string mark = "LAMBDA_RUNTIME_DIR=" + directory.path().string();
  const Process from_before("A=b");
  const lambda_host::OrphanReaper orphans(directory.path());
  Process handlers(mark);
  const Process expected(mark);
  orphans.clear(lambda_host::own_children(), {expected.pid});
  CHECK(handlers.was_killed());
  CHECK(expected.runs());
  CHECK(from_before.runs());
}

TEST_CASE("without children from before, all that come unexpected are handlers'") {
  const TemporaryDirectory directory;
  const lambda_host::OrphanReaper orphans(directory.path());
  Process unmarked("A=b");
  const Process expected("A=b");
  orphans.clear(lambda_host::own_children(), {expected.pid});
  CHECK(unmarked.was_killed());
  CHECK(expected.runs());
}

TEST_CASE("one that has ended may have left others") {
  const TemporaryDirectory directory;
  const lambda_host::OrphanReaper orphans(directory.path());
  CHECK_FALSE(orphans.clear({}, {}));
  Process ends("A=b");
  ::kill(ends.pid, SIGKILL);
  siginfo_t info{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(ends.pid), &info, WEXITED | WNOWAIT) == 0);
  CHECK(orphans.clear({ends.pid}, {}));
  CHECK_FALSE(orphans.clear({ends.pid}, {}));  // nobody's any more
  ends.pid = -1;
}

TEST_CASE_FIXTURE(handler_pool_fixture::HandlerPoolFixture,
                  "a process that was just born is nobody's orphan") {
  start();
  const std::size_t others = lambda_host::own_children().size();
  invoke("1");
  while (lambda_host::own_children().size() == others) std::this_thread::yield();
  ::raise(SIGCHLD);
  await_starts();
  io.run_for(std::chrono::milliseconds(20));
  CHECK(*next(1) == "1");
  CHECK(results.empty());
}

}  // namespace orphans_test
