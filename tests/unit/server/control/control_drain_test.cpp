#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_drain_test {

using namespace std::chrono_literals;

namespace {

constexpr const char* kNothing =
    R"({"settled":true,"records":{"delivered":0,"filtered":0,"discarded":0},)"
    R"("invocations":{"ok":0,"failed":0},"waiting":[]})";

}  // namespace

TEST_CASE("a drain of nothing answers at once") {
  ControlFixture f;
  f.send("POST", "drain");
  REQUIRE(f.answer);
  CHECK(f.answer->body == kNothing);
  CHECK_FALSE(f.peer.gone);
}

TEST_CASE("a drain answers when the handlers are done, and says what was") {
  ControlFixture f;
  f.map(R"(,"FilterCriteria":{"Filters":[{"Pattern":)"
        R"("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\"a\",\"b\"]}}}}"}]})");
  for (const char* id : {"a", "b", "c"}) f.put(id);
  f.send("POST", "drain", "{}");
  f.settle();
  REQUIRE_FALSE(f.answer);
  CHECK(f.waiting() == "a,b");
  f.succeed();
  REQUIRE(f.answer);
  CHECK(f.answer->body == R"({"settled":true,"records":{"delivered":2,"filtered":1,"discarded":0},)"
                          R"("invocations":{"ok":1,"failed":0},"waiting":[]})");
  CHECK(f.post("drain", "{}") == kNothing);
}

TEST_CASE("a drain that runs out of time says what it waits for") {
  ControlFixture f;
  const auto id = f.map();
  f.put("a");
  f.put("b");
  CHECK(f.waiting() == "a,b");
  f.add_event("g");
  f.send("POST", "drain", R"({"timeout_seconds":0.5})");
  f.advance(499ms);
  REQUIRE_FALSE(f.answer);
  f.advance(1ms);
  REQUIRE(f.answer);
  CHECK(f.answer->body ==
        R"({"settled":false,"records":{"delivered":0,"filtered":0,"discarded":0},)"
        R"("invocations":{"ok":0,"failed":0},"waiting":[{"mapping":")" +
            id.get() + R"(","function":"f","shard":")" + f.stream().shards[0].id.get() +
            R"(","pending":2,"reason":"attempt 1 is running"},)"
            R"({"function":"g","pending":1,"reason":"asynchronous invocations aren't over"}]})");
}

TEST_CASE("what a drain can't be told is refused") {
  ControlFixture f;
  const struct {
    const char* body;
    int status;
    const char* message;
  } cases[] = {
      {R"({"timeout_seconds":-1})",   400, "timeout_seconds must be a number from 0 to 3600."},
      {R"({"timeout_seconds":3601})", 400, "timeout_seconds must be a number from 0 to 3600."},
      {R"({"timeout_seconds":"1"})",  400, "timeout_seconds must be a number from 0 to 3600."},
      {R"({"timeout":1})",            400, "There is no parameter timeout."                  },
      {R"({"mapping":1})",            400, "mapping must be a string."                       },
      {R"({"mapping":"x"})",          404, "There is no mapping x."                          },
  };
  for (const auto& each : cases) {
    CAPTURE(each.body);
    const auto answer = f.call("POST", "drain", each.body);
    CHECK(answer.status == each.status);
    CHECK(answer.body.find(R"("message":")" + std::string(each.message)) != std::string::npos);
  }
  CHECK(f.post("drain", R"({"timeout_seconds":3600})") == kNothing);
}

TEST_CASE("without a word on time a drain waits for 30 seconds") {
  ControlFixture f;
  f.map();
  f.put("a");
  f.send("POST", "drain", "{}");
  f.advance(29999ms);
  CHECK_FALSE(f.answer);
  f.advance(1ms);
  CHECK(f.answer);
}

TEST_CASE("a client that leaves ends its drain") {
  ControlFixture f;
  f.map(R"(,"MaximumBatchingWindowInSeconds":300)");
  f.put("a");
  f.send("POST", "drain", "{}");
  CHECK(f.waiting() == "a");  // in haste
  REQUIRE(f.peer.gone);
  f.peer.gone();
  f.succeed();
  CHECK_FALSE(f.answer);
  f.put("b");
  CHECK(f.waiting() == "");  // and no longer
}

}  // namespace control_drain_test
