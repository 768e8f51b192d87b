#include "lambda-host/processes/runtime_process.h"

#include "lambda-host/processes/spare_processes.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace runtime_process_test {

using namespace handler_pool_fixture;

namespace {

using lambda_host::RuntimeProcess;

struct FakeOwner : RuntimeProcess::Owner {
  void on_output(std::string_view bytes) override { output += bytes; }
  void on_request(core::HttpRequest request, core::HttpReply reply) override {
    targets.emplace_back(request.target);
    reply({200, "", {}, "owner's"});
  }
  void on_started() override { ++starts; }
  void on_exit(const lambda_host::ExitStatus& exit) override { code = exit.code; }
  void on_failed(std::string_view why) override { failure = why; }

  std::string output;
  std::vector<std::string> targets;
  int starts = 0;
  std::optional<int> code;
  std::string failure;
};

// The test is the client of a process that prints one line and ends, or waits.
struct Client : HandlerPoolFixture {
  lambda_host::HostOptions options;
  lambda_host::WorkerPool starter{io, 1};
  lambda_host::InterpreterSearch interpreters{io, starter, options, runtime_files.directory()};
  lambda_host::OptNamespace opt{starter};
  lambda_host::HostServices services{io,           mount,         sink,   clock,   options,
                                     interpreters, runtime_files, spares, starter, opt};
  lambda_host::SpareProcesses spares{services, 0};
  FakeOwner first, second;
  std::unique_ptr<RuntimeProcess> process;

  void begin(RuntimeProcess::Kind kind,
             const std::string& script = "echo begins; exec sleep 1000") {
    begin_later(kind, script);
    run_until([&] { return first.starts == 1; });
  }
  // It doesn't start before the loop has a turn.
  void begin_later(RuntimeProcess::Kind kind, const std::string& script = "exec sleep 1000") {
    process = std::make_unique<RuntimeProcess>(
        services, kind, "5ec2e7",
        [&](const std::string& runtime_api) {
          lambda_host::SpawnRequest request;
          request.keeper = runtime_files.directory() / lambda_host::kKeeperName;
          request.arguments = {"/bin/sh", "-c", script};
          request.environment = {"API=" + runtime_api};
          request.directory = "/";
          return request;
        },
        first);
  }

  // The answer; a status of 0 while there is none.
  std::shared_ptr<core::HttpResponse> get(const std::string& target) {
    auto answer = std::make_shared<core::HttpResponse>();
    answer->status = 0;
    targets_.push_back(std::make_unique<std::string>(target));  // the request has a view of it
    mount.handlers.at(1)({"GET", *targets_.back(), headers_for(1), {}},
                         [answer](core::HttpResponse response) { *answer = std::move(response); });
    return answer;
  }

 private:
  std::vector<std::unique_ptr<std::string>> targets_;
};

constexpr const char* kAsk = "/5ec2e7/assignment";
const std::vector<std::string> kEnvironment = {"A=1", "B=x=\ny"};
const std::string kBlock("A=1\0B=x=\ny\0", 11);

}  // namespace

TEST_CASE_FIXTURE(Client,
                  "a spare gets its environment when it asks, and works for its new owner") {
  begin(RuntimeProcess::Kind::spare);
  CHECK(process->address() == "127.0.0.1:1/5ec2e7");
  CHECK_FALSE(process->is_assigned());
  SUBCASE("it asked before") {
    const auto answer = get(kAsk);
    CHECK(answer->status == 0);
    process->assign(second, kEnvironment, {});
    CHECK(answer->status == 200);
    CHECK(answer->body == kBlock);
  }
  SUBCASE("it asks later") {
    process->assign(second, kEnvironment, {});
    CHECK_FALSE(process->is_assigned());
    CHECK(get(kAsk)->body == kBlock);
  }
  CHECK(process->is_assigned());
  CHECK(get("/5ec2e7/2018-06-01/x")->body == "owner's");
  CHECK(get(kAsk)->body == "owner's");
  CHECK(second.targets == std::vector<std::string>{"/2018-06-01/x", "/assignment"});
  CHECK(first.targets.empty());
}

TEST_CASE_FIXTURE(Client, "nobody is assigned twice, nor without the secret") {
  begin(RuntimeProcess::Kind::spare);
  CHECK(get("/assignment")->status == 403);
  CHECK(get("/5ec2e8/assignment")->status == 403);
  CHECK(get("/5ec2e8/assignment")->body == "This Runtime API is for one process alone.\n");
  const auto asks = get(kAsk);
  CHECK(get(kAsk)->body == "owner's");
  process->assign(second, kEnvironment, {});
  CHECK(asks->body == kBlock);
}

TEST_CASE_FIXTURE(Client, "a process of its own has nothing to ask") {
  begin(RuntimeProcess::Kind::own);
  CHECK(process->is_assigned());
  CHECK(get(kAsk)->body == "owner's");
  run_until([&] { return first.output == "begins\n"; });
}

TEST_CASE_FIXTURE(Client, "what a spare writes before it is assigned is its function's output") {
  begin(RuntimeProcess::Kind::spare, "echo begins; sleep 1000 & wait");
  io.run_for(50ms);
  CHECK(first.output.empty());
  process->assign(second, kEnvironment, {});
  run_until([&] { return second.output == "begins\n"; });
  CHECK(first.output.empty());
}

TEST_CASE_FIXTURE(Client, "whoever owns a process hears of its end") {
  begin(RuntimeProcess::Kind::spare, "exit 3");
  run_until([&] { return first.code.has_value(); });
  CHECK(*first.code == 3);
  CHECK(mount.handlers.size() == 1);
  process->close_port();
  CHECK(mount.handlers.empty());
}

TEST_CASE_FIXTURE(Client,
                  "one that waits is told when the process is given up, and the port is free") {
  begin(RuntimeProcess::Kind::spare);
  const auto asks = get(kAsk);
  process.reset();
  CHECK(asks->status == 503);
  CHECK(mount.handlers.empty());
}

TEST_CASE_FIXTURE(Client, "a program that isn't there never starts, and its owner hears why") {
  process = std::make_unique<RuntimeProcess>(
      services, RuntimeProcess::Kind::own, "s",
      [](const std::string&) {
        lambda_host::SpawnRequest request;
        request.arguments = {"/no/such/program"};
        return request;
      },
      first);
  run_until([&] { return !first.failure.empty(); });
  CHECK(first.failure == "/no/such/program: No such file or directory");
  CHECK(first.starts == 0);
  CHECK_FALSE(first.code);
}

TEST_CASE_FIXTURE(Client, "what it asks before we know that it runs is served then") {
  SUBCASE("its own") {
    begin_later(RuntimeProcess::Kind::own);
    const auto one = get("/5ec2e7/one");
    const auto two = get("/5ec2e7/two");
    CHECK(get("/two")->status == 403);
    CHECK(one->status == 0);
    run_until([&] { return two->status == 200; });
    CHECK(first.starts == 1);
    CHECK(first.targets == std::vector<std::string>{"/one", "/two"});
  }
  SUBCASE("a spare's, for its new owner") {
    begin_later(RuntimeProcess::Kind::spare);
    const auto asks = get(kAsk);
    process->assign(second, kEnvironment, {});
    CHECK_FALSE(process->is_assigned());
    run_until([&] { return asks->status == 200; });
    CHECK(asks->body == kBlock);
    CHECK(second.starts == 1);
    CHECK(first.starts == 0);
  }
  SUBCASE("nobody's, when it is given up") {
    begin_later(RuntimeProcess::Kind::own);
    const auto one = get("/5ec2e7/one");
    process.reset();
    CHECK(one->status == 503);
    io.run();
    CHECK(first.starts == 0);
  }
}

TEST_CASE_FIXTURE(Client, "a spare that can't be shown its layers ends before it knows anything") {
  begin(RuntimeProcess::Kind::spare);
  const auto asks = get(kAsk);
  lambda_host::OptMount nowhere;  // it was born without a namespace
  nowhere.namespaces = 1;
  process->assign(second, kEnvironment, nowhere);
  CHECK(asks->status == 0);
  run_until([&] { return second.code.has_value(); });
  CHECK_FALSE(process->is_assigned());
  CHECK(asks->status == 0);
}

}  // namespace runtime_process_test
