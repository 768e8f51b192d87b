#include "lambda-host/processes/orphans.h"

#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <spawn.h>
#include <string>

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
  orphans.clear({expected.pid});
  CHECK(handlers.was_killed());
  CHECK(expected.runs());
  CHECK(from_before.runs());
}

TEST_CASE("without children from before, all that come unexpected are handlers'") {
  const TemporaryDirectory directory;
  const lambda_host::OrphanReaper orphans(directory.path());
  Process unmarked("A=b");
  const Process expected("A=b");
  orphans.clear({expected.pid});
  CHECK(unmarked.was_killed());
  CHECK(expected.runs());
}

}  // namespace orphans_test
