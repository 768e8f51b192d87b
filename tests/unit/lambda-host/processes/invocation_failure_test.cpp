#include "lambda-host/processes/invocation_failure.h"

#include <doctest/doctest.h>

namespace invocation_failure_test {

using namespace lambda_host;

TEST_CASE("each failure has Lambda's type and words") {
  struct Case {
    InvocationFailure failure;
    const char* type;
    const char* message;
  };
  const Case cases[] = {
      {exit_failure({1, 0, 0}),               "Runtime.ExitError",
       "RequestId: id Error: Runtime exited with error: exit status 1" },
      {exit_failure({0, 0, 0}),               "Runtime.ExitError",
       "RequestId: id Error: Runtime exited without providing a reason"},
      {exit_failure({0, 9, 0}),               "Runtime.ExitError",
       "RequestId: id Error: Runtime exited with error: signal: killed"},
      {timeout_failure(3),                    "Sandbox.Timedout",
       "RequestId: id Error: Task timed out after 3.00 seconds"        },
      {entrypoint_failure("no such program"), "Runtime.InvalidEntrypoint",
       "RequestId: id Error: no such program"                          },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.message));
    CHECK(c.failure.error_type == c.type);
    CHECK(failure_message(c.failure, "id") == c.message);
    CHECK(failure_payload(c.failure, "id") == std::string(R"({"errorType":")") + c.type +
                                                  R"(","errorMessage":")" + c.message + R"("})");
  }
}

TEST_CASE("what a runtime client posted is the answer") {
  InvocationFailure failure = exit_failure({1, 0, 0});
  failure.payload = R"({"errorType":"E"})";
  CHECK(failure_payload(failure, "id") == R"({"errorType":"E"})");
}

}  // namespace invocation_failure_test
