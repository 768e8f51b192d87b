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
  void on_exit(const lambda_host::ExitStatus& exit) override { code = exit.code; }

  std::string output;
  std::vector<std::string> targets;
  std::optional<int> code;
};

// The test is the client of a process that prints one line and ends, or waits.
struct Client : HandlerPoolFixture {
  lambda_host::HostOptions options;
  lambda_host::InterpreterSearch interpreters{io, options, runtime_files.directory()};
  lambda_host::OptNamespace opt;
  lambda_host::HostServices services{io,           mount,         sink,   clock, options,
                                     interpreters, runtime_files, spares, opt};
  lambda_host::SpareProcesses spares{services, 0};
  FakeOwner first, second;
  std::unique_ptr<RuntimeProcess> process;

  void begin(RuntimeProcess::Kind kind,
             const std::string& script = "echo begins; exec sleep 1000") {
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
    process->assign(second, kEnvironment);
    CHECK(answer->status == 200);
    CHECK(answer->body == kBlock);
  }
  SUBCASE("it asks later") {
    process->assign(second, kEnvironment);
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
  process->assign(second, kEnvironment);
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
  process->assign(second, kEnvironment);
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

TEST_CASE_FIXTURE(Client, "a program that isn't there leaves no port open") {
  options.node_program = "/no/such/program";
  CHECK_THROWS_AS(RuntimeProcess(
                      services, RuntimeProcess::Kind::own, "s",
                      [](const std::string&) {
                        lambda_host::SpawnRequest request;
                        request.arguments = {"/no/such/program"};
                        return request;
                      },
                      first),
                  std::system_error);
  CHECK(mount.handlers.empty());
}

}  // namespace runtime_process_test
