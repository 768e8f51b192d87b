#include "core/base64.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace invoke_test {

using namespace tests;

namespace {

const std::string kInvocations = "/2015-03-31/functions/f/invocations";
const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

// With a function `f`.
struct InvokableApi : LambdaApi {
  InvokableApi() { create("f"), replies.clear(); }

  core::HttpResponse last() const {
    REQUIRE(!replies.empty());
    return replies.back();
  }
};

}  // namespace

TEST_CASE("a synchronous invocation answers with the handler's result") {
  InvokableApi api;
  api.send("POST", kInvocations, R"({"a":1})");
  CHECK(api.replies.empty());
  REQUIRE(api.invoker.requests.size() == 1);
  const auto& request = api.invoker.requests[0];
  CHECK(request.payload == R"({"a":1})");
  CHECK(request.function.get() == "f");
  CHECK(request.qualifier == "");
  CHECK(request.invoked_function_arn == kArn);
  CHECK_FALSE(request.wants_log_tail);

  api.invoker.succeed("null");
  CHECK(api.last().status == 200);
  CHECK(api.last().body == "null");
  CHECK(header(api.last(), "X-Amz-Executed-Version") == "$LATEST");
  CHECK(header(api.last(), "X-Amz-Function-Error") == "");
  CHECK(header(api.last(), "X-Amz-Log-Result") == "");
  CHECK(header(api.last(), "x-amzn-RequestId") == request.request_id);
}

TEST_CASE("a handler's error is a 200 with a header") {
  InvokableApi api;
  api.send("POST", kInvocations);
  api.invoker.fail(R"({"errorType":"Error"})");
  CHECK(api.last().status == 200);
  CHECK(api.last().body == R"({"errorType":"Error"})");
  CHECK(header(api.last(), "X-Amz-Function-Error") == "Unhandled");
}

TEST_CASE("the log's tail comes in base64 when it is asked for") {
  InvokableApi api;
  api.send("POST", kInvocations, "",
           {
               {"X-Amz-Log-Type", "Tail"}
  });
  api.invoker.succeed("1");
  const auto tail = core::base64_decode(header(api.last(), "X-Amz-Log-Result"));
  REQUIRE(tail);
  CHECK(*tail == "START RequestId: " + api.invoker.requests[0].request_id + "\n");
}

TEST_CASE("the function sees the ARN and the client context that were sent") {
  InvokableApi api;
  api.send("POST", kInvocations + "?Qualifier=$LATEST", "",
           {
               {"X-Amz-Client-Context", core::base64_encode(R"({"custom":{}})")}
  });
  CHECK(api.invoker.requests[0].invoked_function_arn == kArn + ":$LATEST");
  CHECK(api.invoker.requests[0].client_context == R"({"custom":{}})");
}

TEST_CASE("an event is accepted at once") {
  InvokableApi api;
  const auto answer = api.call("POST", kInvocations, "{}",
                               {
                                   {"X-Amz-Invocation-Type", "Event"}
  });
  CHECK(answer.status == 202);
  CHECK(answer.body == "");
  CHECK(header(answer, "X-Amz-Executed-Version") == "");
  REQUIRE(api.invoker.requests.size() == 1);
  CHECK(header(answer, "x-amzn-RequestId") == api.invoker.requests[0].request_id);
  api.invoker.succeed("1");
  CHECK(api.replies.size() == 1);
}

TEST_CASE("the old InvokeAsync queues an event, too") {
  InvokableApi api;
  CHECK(api.call("POST", "/2014-11-13/functions/f/invoke-async/", R"({"a":1})").status == 202);
  REQUIRE(api.invoker.requests.size() == 1);
  CHECK(api.invoker.requests[0].payload == R"({"a":1})");
}

TEST_CASE("a caller's trace goes on in the invocation, and is in the answer") {
  const std::string root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8;";
  InvokableApi api;
  for (const char* type : {"RequestResponse", "Event"}) {
    CAPTURE(type);
    api.send("POST", kInvocations, "",
             {
                 {"X-Amz-Invocation-Type", type                                      },
                 {"X-Amzn-Trace-Id",       root + "Parent=7fa8c0f79203be72;Sampled=1"}
    });
    const std::string trace = api.invoker.requests.back().trace_header;
    api.invoker.succeed("1");
    CHECK(trace.starts_with(root + "Parent="));
    CHECK(trace.ends_with(";Sampled=1"));
    CHECK(header(api.last(), "X-Amzn-Trace-Id") == trace);
  }
  api.send("POST", kInvocations);
  const std::string trace = api.invoker.requests.back().trace_header;
  api.invoker.succeed("1");
  CHECK(trace.starts_with("Root=1-"));
  CHECK(header(api.last(), "X-Amzn-Trace-Id") == trace);
}

TEST_CASE("a dry run invokes nothing") {
  InvokableApi api;
  const auto answer = api.call("POST", kInvocations, "",
                               {
                                   {"X-Amz-Invocation-Type", "DryRun"}
  });
  CHECK(answer.status == 204);
  CHECK(api.invoker.requests.empty());
}

TEST_CASE("a function or version that doesn't exist isn't found") {
  InvokableApi api;
  const std::string missing =
      "404 ResourceNotFoundException: Function not found: "
      "arn:aws:lambda:us-east-1:000000000000:function:g:$LATEST";
  CHECK(error(api.call("POST", "/2015-03-31/functions/g/invocations")) == missing);
  CHECK(error(api.call("POST", "/2014-11-13/functions/g/invoke-async")) == missing);
  CHECK(error(api.call("POST", kInvocations + "?Qualifier=9")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + ":9");
}

TEST_CASE("a header with a wrong value gets AWS's error, and nothing runs") {
  struct Case {
    const char* header;
    std::string value;
    const char* error;
  };
  constexpr const char* kContextError =
      "400 InvalidRequestContentException: Client context must be a valid Base64-encoded JSON "
      "object.";
  const std::string long_context = core::base64_encode("{" + std::string(2700, ' ') + "}");
  const Case cases[] = {
      {"X-Amz-Invocation-Type", "Later",
       "400 ValidationException: 1 validation error detected: Value 'Later' at 'invocationType' "
       "failed to satisfy constraint: Member must satisfy enum value set: [RequestResponse, Event, "
       "DryRun]"                                                                     },
      {"X-Amz-Log-Type",        "Head",
       "400 ValidationException: 1 validation error detected: Value 'Head' at 'logType' failed to "
       "satisfy constraint: Member must satisfy enum value set: [None, Tail]"        },
      {"X-Amz-Client-Context",  "%",                      kContextError              },
      {"X-Amz-Client-Context",  core::base64_encode("{"), kContextError              },
      {"X-Amz-Client-Context",  core::base64_encode("1"), kContextError              },
      {"X-Amz-Client-Context",  long_context,             kContextError              },
      {"X-Amz-Tenant-Id",       "t",
       "400 InvalidParameterValueException: Rivulet doesn't support X-Amz-Tenant-Id."},
  };
  InvokableApi api;
  for (const Case& c : cases) {
    CAPTURE(c.header);
    CAPTURE(c.value);
    CHECK(error(api.call("POST", kInvocations, "",
                         {
                             {c.header, c.value}
    })) == c.error);
  }
  CHECK(api.invoker.requests.empty());
}

TEST_CASE("a payload may be only so large, less so for an event") {
  struct Case {
    const char* type;
    std::size_t limit;
    const char* error;
  };
  const Case cases[] = {
      {"RequestResponse", 6291456,
       "413 RequestTooLargeException: Request must be smaller than 6291456 bytes for the "
       "InvokeFunction operation"  },
      {"Event",           1048576,
       "413 RequestTooLargeException: 1048577 byte payload is too large for the Event invocation "
       "type (limit 1048576 bytes)"},
  };
  for (const Case& c : cases) {
    InvokableApi api;
    const HeaderList headers = {
        {"X-Amz-Invocation-Type", c.type}
    };
    const std::string largest = '"' + std::string(c.limit - 2, 'x') + '"';
    CHECK(error(api.call("POST", kInvocations, largest + " ", headers)) == c.error);
    CHECK(api.invoker.requests.empty());
    api.send("POST", kInvocations, largest, headers);
    CHECK(api.invoker.requests.size() == 1);
  }
}

TEST_CASE("a payload that isn't JSON is refused") {
  InvokableApi api;
  for (const char* type : {"RequestResponse", "Event", "DryRun"}) {
    const auto answer = api.call("POST", kInvocations, "{\"a\":",
                                 {
                                     {"X-Amz-Invocation-Type", type}
    });
    CHECK(error(answer).starts_with(
        "400 InvalidRequestContentException: Could not parse request body into json: Could not "
        "parse payload into json: "));
  }
  CHECK(api.invoker.requests.empty());
}

TEST_CASE("an invocation that the host refuses is the caller's error") {
  InvokableApi api;
  api.invoker.refusal.emplace_back(core::ErrorCode::too_many_requests, "Rate Exceeded.");
  CHECK(error(api.call("POST", kInvocations)) == "429 TooManyRequestsException: Rate Exceeded.");
}

TEST_CASE("an event is accepted even while the host is too busy, but not when it can't be stored") {
  InvokableApi api;
  const HeaderList event = {
      {"X-Amz-Invocation-Type", "Event"}
  };
  api.invoker.refusal.emplace_back(core::ErrorCode::too_many_requests, "Rate Exceeded.");
  CHECK(api.call("POST", kInvocations, "", event).status == 202);
  const tests::FailingCommit failing(api.engine.connection);
  CHECK(error(api.call("POST", kInvocations, "", event)) ==
        "500 ServiceException: Internal server error");
}

}  // namespace invoke_test
