#include "core/api_error.h"
#include "lambda-host/processes/handler_pool.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace handler_pool_versions_test {

using namespace handler_pool_fixture;

TEST_CASE_FIXTURE(HandlerPoolFixture, "a missing function is told with its qualifier") {
  start();
  lambda_host::InvocationRequest request;
  request.scope = kScope;
  request.function = core::FunctionName("other");
  try {
    pool->invoke(request, [](InvocationResult) {});
    FAIL("accepted");
  } catch (const core::ApiError& error) {
    CHECK(error.message() ==
          "Function not found: arn:aws:lambda:us-east-1:000000000000:function:other:$LATEST");
  }
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "each version has processes of its own") {
  start();
  registry.publish(kScope, kName, {});
  registry.create_alias(kScope, kName, {"live", "$LATEST", {}, {}, {}});
  invoke("1", kName, "1");
  invoke("2", kName, "live");
  CHECK(mount.last_port == 2);
  CHECK(*next(1) == "1");
  CHECK(*next(2) == "2");
  respond(1, "1", "one");
  respond(2, "2", "two");
  REQUIRE(results.size() == 2);
  CHECK(results[0].executed_version == "1");
  CHECK(contains(results[0].log_tail, "START RequestId: id-1 Version: 1\n"));
  CHECK(contains(results[0].log_stream, "[1]"));
  CHECK(results[1].executed_version == "$LATEST");
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "publishing leaves the handlers of $LATEST as they are") {
  start();
  invoke("1");
  next(1);
  respond(1, "1", "one");
  const auto event = next(1);
  registry.publish(kScope, kName, {});
  invoke("2");
  CHECK(mount.last_port == 1);
  CHECK(*event == "2");
}

TEST_CASE_FIXTURE(HandlerPoolFixture, "an alias deals its invocations by their weights") {
  start();
  registry.publish(kScope, kName, {});
  lambda_host::FunctionSettings settings;
  settings.description = "changed";
  registry.update_configuration(kScope, kName, settings);
  registry.publish(kScope, kName, {});
  registry.create_alias(kScope, kName,
                        {"live", "1", {}, std::map<std::string, double>{{"2", 1.0}}, {}});
  invoke("1", kName, "live");
  next(1);
  respond(1, "1", "one");
  REQUIRE(results.size() == 1);
  CHECK(results[0].executed_version == "2");
}

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "what waits for a version that is deleted still runs on it, not on $LATEST") {
  start();
  registry.publish(kScope, kName, {});
  invoke("1", kName, "1");
  registry.erase(kScope, kName, "1");
  CHECK_THROWS_AS(invoke("2", kName, "1"), core::ApiError);
  CHECK(*next(1) == "1");
  respond(1, "1", "one");
  REQUIRE(results.size() == 1);
  CHECK(results[0].executed_version == "1");
}

}  // namespace handler_pool_versions_test
