#include "server/control/replay.h"

#include "core/api_error.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace replay_test {

using namespace server::control;
using Events = std::deque<std::string>;

namespace {

struct Fixture {
  std::shared_ptr<Replay> replay() {
    lambda_host::FunctionReference function{
        {core::AccountId("000000000000"), core::Region("us-east-1")},
        core::FunctionName("f"), "1"
    };
    return std::make_shared<Replay>(
        invoker, replays, function,
        [this](core::HttpResponse response) { answers.push_back(std::move(response)); });
  }
  void end(std::string payload, const char* error_type = nullptr) {
    lambda_host::InvocationResult result;
    result.payload = std::move(payload);
    result.request_id = "id";
    result.duration = std::chrono::microseconds(1500);
    if (error_type) {
      result.status = lambda_host::InvocationResult::Status::function_error;
      result.error_type = error_type;
    }
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
  }

  FakeInvoker invoker;
  Replays replays;
  std::vector<core::HttpResponse> answers;
};

}  // namespace

TEST_CASE("lines become events of so many records, blank lines none") {
  const std::string text = "{\"a\":1}\n\n{\"a\":2}\r\n \t\n{\"a\":3}";
  CHECK(replay_events(text, 2) ==
        Events{"{\"Records\":[{\"a\":1},{\"a\":2}\r]}", R"({"Records":[{"a":3}]})"});
  CHECK(replay_events(text, 3).size() == 1);
  CHECK(replay_events(text, 1).size() == 3);
  CHECK(replay_events("", 1).empty());
  CHECK(replay_events("\n\n", 1).empty());
}

TEST_CASE("an event is no larger than Lambda takes") {
  const std::string line = R"({"v":")" + std::string(2'500'000, 'x') + "\"}\n";
  const auto events = replay_events(line + line + line, 100);
  REQUIRE(events.size() == 2);
  CHECK(events[0].size() > 2 * line.size());
  CHECK(events[1].size() < 2 * line.size());
}

TEST_CASE("a replay has so many events and no more") {
  std::string lines;
  for (std::size_t i = 0; i < kMaxReplayEvents; ++i) lines += "{}\n";
  CHECK(replay_events(lines, 1).size() == kMaxReplayEvents);
  CHECK_THROWS_WITH_AS(replay_events(lines + "{}", 1), "A replay may have 100000 events at most.",
                       core::ApiError);
  CHECK(replay_events(lines + "{}", 2).size() == kMaxReplayEvents / 2 + 1);
}

TEST_CASE("a line that isn't an object is named by its number") {
  for (const char* bad : {"[]", "5", "{", "x", "{} {}", "\"{}\""}) {
    CAPTURE(bad);
    try {
      replay_events(std::string("{}\n\n") + bad + "\n{}", 10);
      FAIL("was taken");
    } catch (const core::ApiError& error) {
      CHECK(error.message() == "Line 3 isn't a JSON object.");
    }
  }
}

TEST_CASE("events are invoked one after another, with a line for each") {
  Fixture f;
  f.replay()->start({"1", "2", "3"});
  REQUIRE(f.invoker.invocations.size() == 1);
  const auto& request = f.invoker.invocations.front().request;
  CHECK(request.payload == "1");
  CHECK(request.qualifier == "1");
  CHECK(request.invoked_function_arn == "arn:aws:lambda:us-east-1:000000000000:function:f:1");
  f.end(R"({"x":1})");
  CHECK(f.answers.empty());
  CHECK(f.invoker.invocations.front().request.payload == "2");
  f.end(R"({"errorType":"TypeError","errorMessage":"no"})", "Unhandled");
  f.end("no JSON");
  REQUIRE(f.answers.size() == 1);
  CHECK(f.answers[0].status == 200);
  CHECK(f.answers[0].content_type == "application/x-ndjson");
  CHECK(f.answers[0].body ==
        R"({"batch":1,"ok":true,"request_id":"id","duration_ms":1.50,"response":{"x":1}})"
        "\n"
        R"({"batch":2,"ok":false,"request_id":"id","duration_ms":1.50,"error":"TypeError: no",)"
        R"("response":{"errorType":"TypeError","errorMessage":"no"}})"
        "\n"
        R"({"batch":3,"ok":true,"request_id":"id","duration_ms":1.50,"response":"no JSON"})"
        "\n");
}

TEST_CASE("a long answer is measured") {
  Fixture f;
  f.replay()->start({"1", "2"});
  const std::string fits = "\"" + std::string((16 << 10) - 2, 'x') + "\"";
  f.end(fits);
  f.end(fits + " ");
  CHECK(f.answers.at(0).body.find("\"response\":" + fits) != std::string::npos);
  CHECK(f.answers.at(0).body.find(R"("response_bytes":16385)") != std::string::npos);
}

TEST_CASE("once the answer is long, lines are brief") {
  Fixture f;
  const std::string fits = "\"" + std::string((16 << 10) - 2, 'x') + "\"";
  const std::size_t full = kMaxFullReplayBytes / fits.size();
  f.replay()->start(Events(full + 2, "1"));
  for (std::size_t i = 0; i < full; ++i) f.end(fits);
  f.end("null");
  f.end(R"({"errorMessage":")" + std::string(1000, 'e') + "\"}", "Unhandled");
  REQUIRE(f.answers.size() == 1);
  const std::string& body = f.answers[0].body;
  CHECK(body.find(R"("duration_ms":1.50,"response_bytes":4})") != std::string::npos);
  const std::string last = body.substr(body.rfind("{\"batch\""));
  CHECK(last.find(R"("error":"Unhandled: eee)") != std::string::npos);
  CHECK(last.find(R"("response_bytes":1019})") != std::string::npos);
  CHECK(last.size() < 300);
}

TEST_CASE("an event that can't be invoked is the last one") {
  Fixture f;
  f.replay()->start({"1", "2", "3"});
  f.invoker.missing = true;
  f.end("null");
  REQUIRE(f.answers.size() == 1);
  CHECK(f.answers[0].body ==
        R"({"batch":1,"ok":true,"request_id":"id","duration_ms":1.50,"response":null})"
        "\n"
        R"({"batch":2,"ok":false,"error":"Function not found: f"})"
        "\n");
}

TEST_CASE("nothing to replay is answered with nothing") {
  Fixture f;
  f.replay()->start({});
  CHECK(f.answers.at(0).body.empty());
}

TEST_CASE("a replay for which nobody waits stops, and replies no more") {
  Fixture f;
  {
    const auto replay = f.replay();
    replay->start({"1", "2"});
    replay->stop();
  }
  CHECK(f.replays.running == 1);
  f.end("null");
  CHECK(f.invoker.invocations.empty());
  CHECK(f.answers.empty());
  CHECK(f.replays.running == 0);
}

TEST_CASE("only so many run at a time") {
  Fixture f;
  std::vector<std::shared_ptr<Replay>> running;
  for (std::size_t i = 0; i < Replays::kMax; ++i) running.push_back(f.replay());
  CHECK_THROWS_AS(f.replay(), core::ApiError);
  running.pop_back();
  CHECK_NOTHROW(f.replay());
}

}  // namespace replay_test
