#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_replay_test {

TEST_CASE("a function is invoked with the lines of the body") {
  ControlFixture f;
  f.send("POST", "functions/f/replay?batch_size=2", "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
  f.settle();
  REQUIRE(f.invoker.invocations.size() == 1);
  CHECK(f.invoker.invocations.front().request.payload == R"({"Records":[{"a":1},{"a":2}]})");
  f.succeed();
  CHECK(f.invoker.invocations.front().request.payload == R"({"Records":[{"a":3}]})");
  CHECK_FALSE(f.answer);
  f.succeed();
  REQUIRE(f.answer);
  CHECK(f.answer->body.find(R"({"batch":2,"ok":true,"request_id":"request-2")") !=
        std::string::npos);
}

TEST_CASE("without a word on it a batch has 100 records") {
  ControlFixture f;
  std::string lines;
  for (int i = 0; i < 101; ++i) lines += "{}\n";
  f.send("POST", "functions/f/replay", lines);
  f.settle();
  CHECK(f.invoker.invocations.front().request.payload.size() == 14 + 100 * 2 + 99);
}

TEST_CASE("what can't be replayed is refused") {
  ControlFixture f;
  const struct {
    const char* path;
    const char* body;
    int status;
    const char* message;
  } cases[] = {
      {"functions/f/replay",                      "{}\n5", 400, "Line 2 isn't a JSON object."                     },
      {"functions/f/replay?batch_size=0",         "",      400,
       "batch_size must be a whole number from 1 to 10000."                                                       },
      {"functions/f/replay?batch_size=10001",     "",      400,
       "batch_size must be a whole number from 1 to 10000."                                                       },
      {"functions/f/replay?size=1",               "",      400, "There is no parameter size."                     },
      {"functions/x/replay",                      "",      404,
       "Function not found: arn:aws:lambda:us-east-1:000000000000:function:x:$LATEST"                             },
      {"functions/f/replay?account=*",            "",      400, "This is about one account and region: name them."},
      {"functions/f/replay?account=000000000001", "",      404,
       "Function not found: arn:aws:lambda:us-east-1:000000000001:function:f:$LATEST"                             },
  };
  for (const auto& each : cases) {
    CAPTURE(each.path);
    const auto answer = f.call("POST", each.path, each.body);
    CHECK(answer.status == each.status);
    CHECK(answer.body.find(R"("message":")" + std::string(each.message) + "\"") !=
          std::string::npos);
  }
  CHECK(f.invoker.invocations.empty());
  f.peer.gone = nullptr;
  CHECK(f.replays.running == 0);
}

TEST_CASE("a client that leaves ends its replay") {
  ControlFixture f;
  f.send("POST", "functions/f/replay?batch_size=1", "{}\n{}\n");
  f.settle();
  REQUIRE(f.peer.gone);
  f.peer.gone();
  f.peer.gone = nullptr;
  f.succeed();
  CHECK(f.invoker.invocations.empty());
  CHECK_FALSE(f.answer);
}

TEST_CASE("only a replay's body may be large") {
  using server::control::max_body_bytes;
  CHECK(max_body_bytes("functions/f/replay") == 16 << 20);
  CHECK(max_body_bytes("functions/replay") == 1 << 20);
  CHECK(max_body_bytes("drain") == 1 << 20);
}

}  // namespace control_replay_test
