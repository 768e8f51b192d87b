#include "lambda-host/processes/runtime_api.h"

#include "lambda-host/invoker.h"
#include "tests/support/fake_headers.h"
#include "tests/unit/lambda-host/fakes.h"

#include <doctest/doctest.h>

namespace runtime_api_test {

namespace {

struct Recorder : lambda_host::RuntimeApi::Listener {
  void on_ready() override { events += "ready;"; }
  void on_response(std::string payload) override { events += "response " + payload + ";"; }
  void on_error(std::string payload, std::string type) override {
    events += "error " + type + " " + payload + ";";
  }
  void on_init_error(std::string payload, std::string type) override {
    events += "init error " + type + " " + payload + ";";
  }
  std::string events;
};

struct Fixture {
  Recorder recorder;
  std::vector<core::HttpResponse> replies;
  std::optional<lambda_host::RuntimeApi> api{std::in_place, recorder};

  // Status of the answer; 0 when it is still to come.
  int call(std::string_view method, std::string_view path, std::string body = {},
           const tests::FakeHeaders& headers = tests::FakeHeaders()) {
    const std::size_t before = replies.size();
    api->handle({method, path, headers, std::move(body)},
                [this](core::HttpResponse response) { replies.push_back(std::move(response)); });
    return replies.size() > before ? replies.back().status : 0;
  }
  int next() { return call("GET", "/2018-06-01/runtime/invocation/next"); }
  int respond(const std::string& id, std::string body = "{}") {
    return call("POST", "/2018-06-01/runtime/invocation/" + id + "/response", std::move(body));
  }
  int fail(const std::string& id, std::string body,
           const tests::FakeHeaders& headers = tests::FakeHeaders()) {
    return call("POST", "/2018-06-01/runtime/invocation/" + id + "/error", std::move(body),
                headers);
  }
  void deliver(const std::string& id) {
    lambda_host::RuntimeInvocation invocation;
    invocation.request_id = id;
    invocation.function_arn = "arn";
    invocation.trace_id = "trace";
    invocation.deadline_milliseconds = 1234;
    invocation.payload = "event";
    api->deliver(std::move(invocation));
  }
};

tests::FakeHeaders error_type(std::string type) {
  return tests::FakeHeaders({std::pair("Lambda-Runtime-Function-Error-Type", std::move(type))});
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an invocation is fetched, answered, and followed by the next") {
  CHECK(next() == 0);
  CHECK(api->ready());
  deliver("id-1");
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].status == 200);
  CHECK(replies[0].body == "event");
  CHECK(replies[0].content_type == "application/json");
  using Headers = decltype(core::HttpResponse::headers);
  CHECK(replies[0].headers == Headers{
                                  {"Lambda-Runtime-Aws-Request-Id",       "id-1" },
                                  {"Lambda-Runtime-Deadline-Ms",          "1234" },
                                  {"Lambda-Runtime-Invoked-Function-Arn", "arn"  },
                                  {"Lambda-Runtime-Trace-Id",             "trace"}
  });
  CHECK(respond("id-1", "answer") == 202);
  CHECK(replies.back().body == R"({"status":"OK"})");
  CHECK(next() == 0);
  deliver("id-2");
  CHECK(fail("id-2", R"({"errorType":"TypeError"})") == 202);
  CHECK(recorder.events ==
        "ready;response answer;ready;error TypeError {\"errorType\":\"TypeError\"};");
}

TEST_CASE_FIXTURE(Fixture, "the error type comes from the header if it is one of the runtime's") {
  next();
  deliver("a");
  fail("a", "no json", error_type("Runtime.Special"));
  next();
  deliver("b");
  fail("b", R"({"errorType":"Mine"})", error_type("Whatever"));
  next();
  deliver("c");
  fail("c", "no json");
  CHECK(recorder.events ==
        "ready;error Runtime.Special no json;ready;error Mine {\"errorType\":\"Mine\"};"
        "ready;error Runtime.Unknown no json;");
}

TEST_CASE_FIXTURE(Fixture, "an error type is a short text without lines") {
  const auto type_of = [&](const std::string& id, const std::string& body,
                           const tests::FakeHeaders& headers = tests::FakeHeaders()) {
    recorder.events.clear();
    next();
    deliver(id);
    fail(id, body, headers);
    const std::string error = recorder.events.substr(std::string("ready;error ").size());
    return error.substr(0, error.size() - body.size() - 2);
  };
  CHECK(type_of("a", R"({"errorType":"My\nType\u0000\u001f\u007f!"})") == "My Type   !");
  CHECK(type_of("b", "{\"errorType\":\"St\u00f6rung\"}") == "St\u00f6rung");
  CHECK(type_of("c", "x", error_type("Runtime.\xff")) == "Runtime.\xef\xbf\xbd");
  const std::string long_type(256, 'x');
  CHECK(type_of("d", "{\"errorType\":\"" + long_type + "\"}") == long_type);
  CHECK(type_of("e", "{\"errorType\":\"" + long_type + "y\"}") == long_type);
  const std::string cut(255, 'x');
  CHECK(type_of("f", "{\"errorType\":\"" + cut + "\u00e9\"}") == cut);
}

TEST_CASE_FIXTURE(Fixture, "an init error comes before the first next only") {
  CHECK(call("POST", "/2018-06-01/runtime/init/error", "body", error_type("Runtime.Special")) ==
        202);
  CHECK(recorder.events == "init error Runtime.Special body;");
  CHECK(call("POST", "/2018-06-01/runtime/init/error", "body") == 403);
  CHECK(next() == 403);
  CHECK(replies.back().body ==
        R"({"errorMessage":"State transition from InitError to Ready failed for runtime. Error: )"
        R"(State transition is not allowed","errorType":"InvalidStateTransition"})");
}

TEST_CASE_FIXTURE(Fixture, "a request for another invocation is refused") {
  next();
  CHECK(respond("id") == 400);
  CHECK(replies.back().body ==
        R"({"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"})");
  deliver("id");
  CHECK(respond("other") == 400);
  CHECK(fail("", "{}") == 400);
  CHECK(respond("id") == 202);
  CHECK(recorder.events == "ready;response {};");
}

TEST_CASE_FIXTURE(Fixture, "what doesn't fit the state is refused and changes nothing") {
  next();
  deliver("id");
  CHECK(next() == 403);
  CHECK(call("POST", "/2018-06-01/runtime/init/error") == 403);
  CHECK(respond("id") == 202);
  CHECK(respond("id") == 403);
  CHECK(replies.back().body ==
        R"({"errorMessage":"State transition from RuntimeResponseSent to InvocationResponse )"
        R"(failed for runtime. Error: State transition is not allowed",)"
        R"("errorType":"InvalidStateTransition"})");
  CHECK(fail("id", "{}") == 403);
  CHECK(recorder.events == "ready;response {};");
}

TEST_CASE_FIXTURE(Fixture, "a response above the limit fails the invocation") {
  next();
  deliver("a");
  CHECK(respond("a", std::string(lambda_host::kMaxResponseBytes, 'x')) == 202);
  next();
  deliver("b");
  recorder.events.clear();
  CHECK(respond("b", std::string(lambda_host::kMaxResponseBytes + 1, 'x')) == 413);
  CHECK(replies.back().body ==
        R"({"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).",)"
        R"("errorType":"RequestEntityTooLarge"})");
  CHECK(recorder.events ==
        "error Function.ResponseSizeTooLarge {\"errorMessage\":\"Response payload size exceeded "
        "maximum allowed payload size (6291556 bytes).\",\"errorType\":"
        "\"Function.ResponseSizeTooLarge\"};");
  CHECK(next() == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a client that asks for the next one twice gets it on the later request") {
  next();
  CHECK(next() == 403);
  CHECK(recorder.events == "ready;");
  deliver("id");
  CHECK(replies.back().body == "event");
}

TEST_CASE_FIXTURE(Fixture, "a waiting request is answered when the process is given up") {
  next();
  api.reset();
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].status == 503);
}

TEST_CASE_FIXTURE(Fixture, "unknown paths are not found, and ping answers") {
  CHECK(call("GET", "/2018-06-01/ping") == 200);
  for (const char* path : {"/", "/2018-06-01/runtime/invocation/x", "/2018-06-01/runtime/nothing",
                           "/2018-06-01/runtime/invocation/next"}) {
    CAPTURE(path);
    CHECK(call("POST", path) == 404);
  }
  CHECK(call("GET", "/2018-06-01/runtime/init/error") == 404);
}

}  // namespace runtime_api_test
