#include "lambda-host/processes/handler_process.h"

#include "lambda-host/processes/orphans.h"
#include "lambda-host/worker_pool.h"
#include "tests/unit/lambda-host/processes/keeper_fixture.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <future>

namespace handler_process_test {

using lambda_host::ExitStatus;
using lambda_host::HandlerProcess;

namespace {

struct Fixture : Keeper {
  void start(const std::string& script) {
    const lambda_host::SpawnRequest request{
        path(), {"/bin/sh", "-c", script},
         {"PATH=/usr/bin:/bin"  },
         "/"
    };
    begin(request);
    if (!has_started) run_until([&] { return has_started; });
  }
  void begin(const lambda_host::SpawnRequest& request) {
    HandlerProcess::Events events;
    events.on_output = [this](std::string_view text) { output += text; };
    events.on_exit = [this](const ExitStatus& ended) {
      status = ended;
      output_at_exit = output;
    };
    events.on_failed = [this](std::string_view why) { failure = why; };
    events.on_started = [this] { has_started = true; };
    events.may_read = [this] {
      ++asked;
      return may_read;
    };
    process.emplace(io, starter, request, std::move(events));
  }
  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) REQUIRE(io.run_one_for(std::chrono::seconds(20)) > 0);
  }
  // Until the process and all that came of it have ended.
  void run() { io.run(); }

  boost::asio::io_context io;
  lambda_host::WorkerPool starter{io, 1};
  bool has_started = false;
  std::string failure;
  std::string output;
  std::string output_at_exit;
  bool may_read = true;
  int asked = 0;
  std::optional<ExitStatus> status;
  std::optional<HandlerProcess> process;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "output comes, then the end, once") {
  start("echo one; echo two >&2; exit 3");
  CHECK(process->pid() > 0);
  CHECK(process->keeper() > 0);
  CHECK(process->pid() != process->keeper());
  run();
  REQUIRE(status);
  CHECK(status->code == 3);
  CHECK(status->signal == 0);
  CHECK(output_at_exit == "one\ntwo\n");
  CHECK(output == output_at_exit);
  CHECK(process->pid() == -1);
  CHECK(process->keeper() == -1);
}

TEST_CASE_FIXTURE(Fixture, "output that may not be read is asked for again, and read at the end") {
  may_read = false;
  start("echo held; exit 0");
  while (asked < 2 && !status) io.run_one();
  run();
  CHECK(output_at_exit == "held\n");
}

TEST_CASE_FIXTURE(Fixture, "a process that is killed says so") {
  start("exec sleep 1000");
  const pid_t pid = process->pid();
  process->kill();
  run();
  REQUIRE(status);
  CHECK(status->signal == SIGKILL);
  CHECK_FALSE(exists(pid));
  process->kill();  // nobody's
}

TEST_CASE_FIXTURE(Fixture, "a process ends with its object, which then says nothing more") {
  start("echo text; exec sleep 1000");
  const pid_t pid = process->pid();
  const pid_t keeper = process->keeper();
  process.reset();
  CHECK_FALSE(exists(pid));
  CHECK_FALSE(exists(keeper));
  io.run();
  CHECK_FALSE(status);
  CHECK(output.empty());
}

TEST_CASE_FIXTURE(Fixture, "a program that isn't there never starts, and that is all") {
  begin({path(), {"/no/such/program"}, {}, "/"});
  run();
  CHECK(failure == "/no/such/program: No such file or directory");
  CHECK_FALSE(has_started);
  CHECK_FALSE(status);
  CHECK(process->pid() == -1);
  process->kill();
}

TEST_CASE_FIXTURE(Fixture, "one that is killed before it has started ends as if it had run") {
  std::promise<void> go;
  const auto wait = [&] { go.get_future().wait(); };
  SUBCASE("which it never does when its turn comes") {
    starter.run(wait, [] {});
    begin({
        path(), {"/bin/sleep", "1000"},
         {            },
         "/"
    });
    process->kill();
    go.set_value();
    run();
    CHECK_FALSE(has_started);
  }
  SUBCASE("which it had, but nobody knew") {
    begin({
        path(), {"/bin/sleep", "1000"},
         {            },
         "/"
    });
    starter.run([&] { go.set_value(); }, [] {});
    wait();
    CHECK(process->pid() == -1);
    process->kill();
    run();
    CHECK(has_started);
  }
  REQUIRE(status);
  CHECK(status->signal == SIGKILL);
}

TEST_CASE_FIXTURE(Fixture, "an object that goes before its process has started leaves nothing") {
  const auto before = lambda_host::own_children();
  begin({
      path(), {"/bin/sh",                     "-c", "echo text; exec sleep 1000"},
       {"PATH=/bin"},
       "/"
  });
  process.reset();
  CHECK(lambda_host::own_children() == before);
  run();
  CHECK_FALSE(has_started);
  CHECK(output.empty());
}

TEST_CASE_FIXTURE(Fixture, "what was written can be had without a turn of the loop, if it may") {
  start("echo text; exec sleep 1000");
  may_read = false;
  process->drain();
  CHECK(output.empty());
  may_read = true;
  CHECK(eventually([&] {
    process->drain();
    return output == "text\n";
  }));
}

}  // namespace handler_process_test
