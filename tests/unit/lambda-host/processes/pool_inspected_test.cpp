#include "lambda-host/functions/code_folder.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace pool_inspected_test {

using namespace handler_pool_fixture;

namespace {

struct Inspected : HandlerPoolFixture {
  bool is_debugged = false;
  int looks = 0;

  lambda_host::HostOptions options() {
    lambda_host::HostOptions options;
    options.inspected = {
        {"f", 9229}
    };
    options.is_debugged = [this](std::uint16_t port) {
      CHECK(port == 9229);
      ++looks;
      return is_debugged;
    };
    return options;
  }
  void change() {
    lambda_host::FunctionSettings settings;
    settings.description = "changed";
    registry.update_configuration(kScope, kName, settings);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Inspected, "a function under a debugger has one process") {
  start(kIdleScript, options());
  invoke("1");
  invoke("2");
  CHECK(*next(1) == "1");
  respond(1, "1", "one");
  CHECK(*next(1) == "2");
  respond(1, "2", "two");
  CHECK(mount.last_port == 1);
  CHECK(results.size() == 2);
}

TEST_CASE_FIXTURE(Inspected, "and others have as many as before") {
  start(kIdleScript, options());
  const core::FunctionName other("other");
  create(other);
  CHECK(mount.last_port == 1);  // its own
  invoke("1", other);
  invoke("2", other);
  CHECK(mount.last_port == 3);
}

TEST_CASE_FIXTURE(Inspected, "while a debugger is there, no time runs out") {
  start(kIdleScript, options());
  is_debugged = true;
  invoke("1");
  next(1);
  run_until([&] { return looks == 1; });
  CHECK(results.empty());
  is_debugged = false;
  run_until([&] { return !results.empty(); });
  CHECK(looks == 2);
  CHECK(results[0].error_type == "Sandbox.Timedout");
}

TEST_CASE_FIXTURE(Inspected, "an answer may be as late as a debugger makes it") {
  start(kIdleScript, options());
  is_debugged = true;
  invoke("1");
  next(1);
  run_until([&] { return looks == 1; });
  respond(1, "1", "late");
  REQUIRE(results.size() == 1);
  CHECK(results[0].payload == "late");
}

TEST_CASE_FIXTURE(Inspected, "nobody looks for a debugger of a function that has none") {
  start(kIdleScript, options());
  const core::FunctionName other("other");
  create(other);
  invoke("1", other);
  next(2);
  run_until([&] { return !results.empty(); });
  CHECK(results[0].error_type == "Sandbox.Timedout");
  CHECK(looks == 0);
}

TEST_CASE_FIXTURE(Inspected, "its process neither ends for idleness nor for another's sake") {
  auto few = options();
  few.limits.total = 1;
  few.idle_limit = 1ms;
  few.init_limit = 1ms;
  start(kIdleScript, few);
  invoke("1");
  io.run_for(20ms);  // the init phase has no limit either
  CHECK(*next(1) == "1");
  respond(1, "1", "one");
  next(1);
  io.run_for(20ms);
  const core::FunctionName other("other");
  create(other);
  invoke("2", other);
  CHECK(mount.last_port == 1);
  CHECK(mount.handlers.count(1) == 1);
}

TEST_CASE_FIXTURE(Inspected, "it is started before it is invoked, and again when it has ended") {
  start(kIdleScript, options());
  CHECK(mount.last_port == 1);
  next(1);
  pool->resume();
  CHECK(mount.last_port == 1);
  change();
  CHECK(mount.last_port == 1);  // the port isn't free yet
  run_until([&] { return mount.last_port == 2; });
  CHECK(mount.handlers.count(1) == 0);
}

TEST_CASE_FIXTURE(Inspected, "what waits at a change waits for the port, too") {
  start(kIdleScript, options());
  invoke("1");
  CHECK(*next(1) == "1");
  change();
  invoke("2");
  CHECK(mount.last_port == 1);
  respond(1, "1", "one");
  next(1);
  run_until([&] { return mount.last_port == 2; });
  CHECK(*next(2) == "2");
}

TEST_CASE_FIXTURE(Inspected, "a function of the same name elsewhere gets the port after it") {
  start(kIdleScript, options());
  invoke("1");
  next(1);
  const core::Scope elsewhere{kScope.account, core::Region("eu-west-1")};
  const auto here = registry.require(kScope, kName);
  lambda_host::FunctionSettings settings;
  settings.runtime = "provided.al2023";
  settings.handler = "h";
  settings.role = "arn:aws:iam::000000000000:role/r";
  registry.create(
      elsewhere, kName, settings,
      lambda_host::prepare_code(build_zip({file("bootstrap", kIdleScript, S_IFREG | 0755)}),
                                registry.code_root()));
  lambda_host::InvocationRequest request;
  request.scope = elsewhere;
  request.function = kName;
  pool->invoke(std::move(request), [](const InvocationResult&) {});
  CHECK(mount.last_port == 1);
  respond(1, "1", "one");
  next(1);
  run_until([&] { return mount.last_port == 2; });
  CHECK(mount.handlers.count(1) == 0);
}

TEST_CASE_FIXTURE(Inspected, "one that can't begin isn't tried for ever") {
  start("#!/bin/sh\nexit 1\n", options());
  pool->resume();
  CHECK(mount.last_port == 1);
  run_until([&] { return mount.handlers.empty(); });
  io.run_for(50ms);
  CHECK(mount.last_port == 1);
  invoke("1");
  run_until([&] { return !results.empty(); });
  CHECK(results[0].error_type == "Runtime.ExitError");
  CHECK(mount.last_port == 2);
}

}  // namespace pool_inspected_test
