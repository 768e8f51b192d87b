#include "lambda-host/processes/handler_pool.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace pool_reset_test {

using namespace handler_pool_fixture;

TEST_CASE_FIXTURE(HandlerPoolFixture,
                  "a reset ends all processes of its scopes, whatever they are doing") {
  start();
  create(core::FunctionName("other"));
  lambda_host::FunctionSettings one;
  invoke("idle");
  next(1);
  respond(1, "idle", "1");
  next(1);
  invoke("runs");
  invoke("starts", core::FunctionName("other"));
  const std::size_t lines = sink.messages().size();
  CHECK(pool->end_all({core::AccountId("111111111111"), {}}) == 0);
  CHECK(results.size() == 1);
  CHECK(pool->end_all({kScope.account, kScope.region}) == 2);
  REQUIRE(results.size() == 3);
  const auto killed = [](const std::string& id) {
    return R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id-)" + id +
           R"( Error: Runtime exited with error: signal: killed"})";
  };
  CHECK(results[1].payload == killed("runs"));
  CHECK(results[2].payload == killed("starts"));
  CHECK(results[2].error_type == "Runtime.ExitError");
  CHECK(results[2].request_id == "id-starts");
  CHECK(results[2].status == InvocationResult::Status::function_error);
  CHECK(pool->process_count() == 0);
  run_until([&] { return mount.handlers.empty(); });
  CHECK(sink.messages().size() == lines);
  // Functions that stay are run anew.
  invoke("again");
  CHECK(pool->process_count() == 1);
}

}  // namespace pool_reset_test
