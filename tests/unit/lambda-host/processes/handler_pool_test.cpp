#include "lambda-host/processes/handler_pool.h"

#include "core/api_error.h"
#include "lambda-host/functions/code_folder.h"
#include "lambda-host/functions/concurrency.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace handler_pool_test {

using namespace handler_pool_fixture;

namespace {

// What stands in the error beside its message, when an invocation is refused as one too many.
std::string refusal_of(HandlerPoolFixture& host, const std::string& payload,
                       const core::FunctionName& function = kName) {
  try {
    host.invoke(payload, function);
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::too_many_requests);
    CHECK(error.message() == "Rate Exceeded.");
    return error.members();
  }
  return "";
}

constexpr const char* kTooMany = R"("Reason":"ConcurrentInvocationLimitExceeded")";

// A function whose code is a folder of the user's.
struct FolderFixture : HandlerPoolFixture {
  storage::files::DataDirectory folder = storage::files::DataDirectory::temporary();

  std::string create_of_folder() {
    folder.own().directory().write_file("bootstrap", kIdleScript, 0755);
    lambda_host::FunctionSettings settings;
    settings.runtime = "provided.al2023";
    settings.handler = "h";
    settings.role = "arn:aws:iam::000000000000:role/r";
    const std::string path = folder.own().path().string();
    registry.create(kScope, kName, settings,
                    lambda_host::prepare_folder(path, registry.code_root()));
    return path;
  }
};

}  // namespace

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "an invocation starts a process, and the next one finds it warm") {
  start();
  invoke("1");
  CHECK(mount.last_port == 1);
  run_until([&] { return contains(sink.messages(), "begins\n"); });
  clock.advance(100ms);
  CHECK(*next(1) == "1");
  clock.advance(2ms);
  respond(1, "1", "one");
  REQUIRE(results.size() == 1);
  CHECK(results[0].status == InvocationResult::Status::ok);
  CHECK(results[0].payload == "one");
  CHECK(results[0].executed_version == "$LATEST");
  CHECK(results[0].request_id == "id-1");
  CHECK(results[0].duration == 2ms);
  CHECK(contains(results[0].log_tail, "Duration: 2.00 ms\tBilled Duration: 2 ms"));
  CHECK(contains(results[0].log_tail, "Init Duration: 100.00 ms\t\n"));
  CHECK(sink.all[0].message.starts_with("INIT_START Runtime Version: provided:al2023.v1\t"));
  CHECK(sink.all[1].message == "begins\n");
  CHECK(sink.all[2].message == "START RequestId: id-1 Version: $LATEST\n");
  CHECK(sink.all[3].message == "END RequestId: id-1\n");

  const auto event = next(1);
  CHECK(event->empty());
  invoke("2");
  CHECK(*event == "2");
  respond(1, "2", "two");
  CHECK(results.back().payload == "two");
  CHECK_FALSE(contains(results.back().log_tail, "Init Duration"));
  CHECK(mount.last_port == 1);
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "an invocation waits for a process that is just about to be free") {
  start();
  invoke("1");
  next(1);
  respond(1, "1", "x");
  invoke("2");
  CHECK(mount.last_port == 1);
  CHECK(*next(1) == "2");
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "but not long for one that doesn't come back") {
  start();
  invoke("1");
  next(1);
  respond(1, "1", "x");
  invoke("2");
  run_until([&] { return mount.last_port == 2; });
  CHECK(*next(2) == "2");
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "invocations at one time have a process each, up to the limit") {
  lambda_host::HostOptions options;
  options.limits = {2, 10, 1};
  start(kIdleScript, options);
  invoke("1");
  next(1);
  invoke("2");
  next(2);
  invoke("3");
  CHECK(mount.last_port == 2);
  CHECK(pool->process_count() == 2);
  CHECK(refusal_of(*this, "4") == kTooMany);
  respond(2, "2", "x");
  CHECK(*next(2) == "3");
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "a process that ends before it is ready fails one invocation") {
  start("#!/bin/sh\necho last words >&2\nexit 3\n");
  invoke("1");
  run_until([&] { return results.size() == 1; });
  CHECK(results[0].status == InvocationResult::Status::function_error);
  CHECK(results[0].error_type == "Runtime.ExitError");
  CHECK(results[0].payload ==
        R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id-1 Error: Runtime exited )"
        R"(with error: exit status 3"})");
  CHECK(contains(sink.messages(), "last words\nINIT_REPORT Init Duration: "));
  CHECK(contains(results[0].log_tail,
                 "RequestId: id-1 Error: Runtime exited with error: exit status 3\n"
                 "Runtime.ExitError\nEND RequestId: id-1\nREPORT RequestId: id-1\t"));
  CHECK(contains(results[0].log_tail, "Status: error\tError Type: Runtime.ExitError\n"));
  run_until([&] { return mount.handlers.empty(); });
  CHECK(pool->process_count() == 0);
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "what a runtime posts as its init error reaches the invocation") {
  start();
  invoke("1");
  CHECK(post(1, "init/error", R"({"errorType":"Runtime.ImportModuleError"})") == 202);
  REQUIRE(results.size() == 1);
  CHECK(results[0].payload == R"({"errorType":"Runtime.ImportModuleError"})");
  CHECK(results[0].error_type == "Runtime.ImportModuleError");
  run_until([&] { return mount.handlers.empty(); });
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "a handler that takes too long is killed, and the next one starts afresh") {
  start();
  invoke("1");
  next(1);
  invoke("2");
  run_until([&] { return results.size() == 1; });
  CHECK(results[0].payload ==
        R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: id-1 Error: Task timed out )"
        R"(after 1.00 seconds"})");
  CHECK(contains(results[0].log_tail, " id-1 Task timed out after 1.00 seconds\n\nEND"));
  CHECK(contains(results[0].log_tail, "\tStatus: timeout\n"));
  CHECK(*next(2) == "2");
  run_until([&] { return mount.handlers.count(1) == 0; });
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "an init that takes too long is begun again within the invocation") {
  lambda_host::HostOptions options;
  options.init_limit = 1ms;
  start(kIdleScript, options);
  invoke("1");
  run_until([&] { return mount.last_port == 2; });
  CHECK(contains(sink.messages(), "\tPhase: init\tStatus: timeout\n"));
  CHECK(results.empty());
  CHECK(*next(2) == "1");
  respond(2, "1", "late");
  CHECK(results.at(0).payload == "late");
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "after an update the old process ends its invocation and then goes") {
  start();
  invoke("1");
  next(1);
  lambda_host::FunctionSettings settings;
  settings.description = "new";
  registry.update_configuration(kScope, kName, settings);
  invoke("2");
  CHECK(mount.last_port == 2);
  respond(1, "1", "old");
  CHECK(results.at(0).payload == "old");
  next(1);
  run_until([&] { return mount.handlers.count(1) == 0; });
  CHECK(*next(2) == "2");
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "what waits of one function has so many bytes at most") {
  lambda_host::HostOptions options;
  options.limits = {1, 10, 100, 5};
  start(kIdleScript, options);
  invoke("1");
  next(1);
  invoke("222");
  invoke("44");
  CHECK(refusal_of(*this, "6") == kTooMany);
  create(core::FunctionName("other"));
  CHECK(refusal_of(*this, "55555", core::FunctionName("other")) == "");
  respond(1, "1", "one");
  CHECK(*next(1) == "222");
  CHECK(refusal_of(*this, "7777") == kTooMany);
  CHECK(refusal_of(*this, "333") == "");
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "payloads have their share of the budget until they are answered") {
  core::MemoryBudget memory(5);
  lambda_host::HostOptions options;
  options.memory = &memory;
  options.limits = {1, 10, 100};
  start(kIdleScript, options);
  create(core::FunctionName("other"));
  invoke("1");
  next(1);
  CHECK(memory.used() == 1);
  invoke("4444");
  CHECK(memory.used() == 5);
  CHECK(refusal_of(*this, "6") == kTooMany);
  CHECK(refusal_of(*this, "6", core::FunctionName("other")) == kTooMany);
  respond(1, "1", "one");
  CHECK(memory.used() == 4);
  CHECK(*next(1) == "4444");
  CHECK(memory.used() == 4);
  respond(1, "4444", "four");
  CHECK(memory.used() == 0);
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "what waits at an update goes to the new deployment") {
  start();
  invoke("1");
  lambda_host::FunctionSettings settings;
  settings.description = "new";
  registry.update_configuration(kScope, kName, settings);
  CHECK(mount.last_port == 2);
  CHECK(*next(2) == "1");
  next(1);
  run_until([&] { return mount.handlers.count(1) == 0; });
}

TEST_CASE_FIXTURE(
    FolderFixture,
    "code that changes in its folder runs in new processes from the next invocation") {
  pool.emplace(io, registry, mount, sink, clock, runtime_files, lambda_host::HostOptions{});
  const std::string path = create_of_folder();
  registry.reload_folder(path);
  CHECK(pool->process_count() == 0);  // there was none of the old code either

  invoke("1");
  CHECK(*next(1) == "1");
  registry.reload_folder(path);
  CHECK(mount.last_port == 2);  // warm
  next(2);
  invoke("2");
  respond(1, "1", "by old code");
  next(1);
  run_until([&] { return mount.handlers.count(1) == 0; });
  respond(2, "2", "by new code");
  REQUIRE(results.size() == 2);
  CHECK(results[0].payload == "by old code");
  CHECK(results[1].payload == "by new code");
  CHECK(pool->process_count() == 1);
}

TEST_CASE_FIXTURE(FolderFixture, "a changed folder starts no process beyond the limit") {
  lambda_host::HostOptions options;
  options.limits.total = 1;
  pool.emplace(io, registry, mount, sink, clock, runtime_files, options);
  const std::string path = create_of_folder();
  invoke("1");
  next(1);
  registry.reload_folder(path);
  CHECK(mount.last_port == 1);
  registry.reload_folder(path);
  invoke("2");
  CHECK(mount.last_port == 1);
  respond(1, "1", "");
  next(1);
  CHECK(mount.last_port == 2);
  CHECK(pool->process_count() == 1);
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "an idle process ends after its limit, and when its function is deleted") {
  lambda_host::HostOptions options;
  options.idle_limit = 1ms;
  start(kIdleScript, options);
  invoke("1");
  next(1);
  respond(1, "1", "x");
  next(1);
  run_until([&] { return mount.handlers.empty(); });
  invoke("2");
  next(2);
  registry.erase(kScope, kName);
  respond(2, "2", "x");
  next(2);
  run_until([&] { return mount.handlers.empty(); });
  CHECK(results.size() == 2);
  CHECK_THROWS_AS(invoke("3"), core::ApiError);
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "a bootstrap that can't be run is told") {
  start();
  struct Case {
    const char* file;
    mode_t mode;
    const char* error;
  };
  const Case cases[] = {
      {"other",     0755, "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"},
      {"bootstrap", 0644, "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"},
  };
  for (const Case& c : cases) {
    results.clear();
    registry.update_code(
        kScope, kName, {},
        lambda_host::prepare_code(build_zip({file(c.file, kIdleScript, S_IFREG | c.mode)}),
                                  registry.code_root()));
    invoke("1");
    CHECK(results.empty());
    run_until([&] { return results.size() == 1; });
    CHECK(results[0].payload == R"({"errorType":"Runtime.InvalidEntrypoint","errorMessage":)"
                                R"("RequestId: id-1 Error: )" +
                                    std::string(c.error) + R"("})");
  }
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "what is beyond a reserved concurrency is refused, of all versions together") {
  start();
  registry.publish(kScope, kName, {});
  lambda_host::reserve_concurrency(registry, kScope, kName, 2);
  invoke("1");
  invoke("2", kName, "1");
  try {
    invoke("3");
    FAIL("it wasn't refused");
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::too_many_requests);
    CHECK(error.message() == "Rate Exceeded.");
    CHECK(error.members() == R"("Reason":"ReservedFunctionConcurrentInvocationLimitExceeded")");
  }
  next(1);
  respond(1, "1", "one");
  invoke("4");
  CHECK_THROWS_AS(invoke("5"), core::ApiError);
  lambda_host::reserve_concurrency(registry, kScope, kName, 0);
  CHECK_THROWS_AS(invoke("6"), core::ApiError);
  lambda_host::reserve_concurrency(registry, kScope, kName, std::nullopt);
  invoke("7");
}

}  // namespace handler_pool_test
