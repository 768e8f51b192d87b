#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_rewind_test {

TEST_CASE("a mapping is told where to go on, and says where each shard stands") {
  ControlFixture f;
  const auto id = f.map();
  f.put("a");
  f.put("b");
  CHECK(f.waiting() == "a,b");
  f.succeed();
  const std::string path = "mappings/" + id.get() + "/rewind";
  const auto answer = [&](const char* checkpoint) {
    return R"({"mapping":")" + id.get() + R"(","shards":[{"shard":")" +
           f.stream().shards[0].id.get() + R"(","checkpoint":"10000000000000000000)" + checkpoint +
           R"("}]})";
  };
  CHECK(f.post(path, R"({"to":"TRIM_HORIZON"})") == answer("1"));
  CHECK(f.waiting() == "a,b");
  f.succeed();
  CHECK(f.post(path, R"({"to":"LATEST"})") == answer("4"));
  CHECK(f.post(path, R"({"to":{"sequence":"100000000000000000003"}})") == answer("3"));
  CHECK(f.waiting() == "b");
  f.succeed();
  CHECK(f.post(path, R"({"to":{"time":0}})") == answer("1"));
  CHECK(f.post(path, R"({"to":{"time":"2099-01-01T00:00:00Z"}})") == answer("4"));
}

TEST_CASE("places that aren't any are refused, and change nothing") {
  ControlFixture f;
  const auto id = f.map();
  const std::string path = "mappings/" + id.get() + "/rewind";
  for (const char* body :
       {"{}", R"({"to":5})", R"({"to":"AT_TIMESTAMP"})", R"({"to":{}})", R"({"to":{"sequence":1}})",
        R"({"to":{"sequence":"1"}})", R"({"to":{"time":"x"}})", R"({"to":{"time":-1}})",
        R"({"to":{"time":1,"sequence":"100000000000000000003"}})", R"({"to":{"place":1}})"}) {
    CAPTURE(body);
    const auto answer = f.call("POST", path, body);
    CHECK(answer.status == 400);
    CHECK(answer.body.find(R"("message":"to must be \"TRIM_HORIZON\", \"LATEST\", )"
                           R"({\"sequence\":\"…\"} with a sequence number, or {\"time\":…} with )"
                           R"(epoch seconds or a text such as 2026-01-31T12:00:00Z.")") !=
          std::string::npos);
  }
  CHECK(f.call("POST", "mappings/x/rewind", R"({"to":"LATEST"})").status == 404);
  CHECK(f.call("POST", path, R"({"to":"LATEST","from":1})").status == 400);
}

}  // namespace control_rewind_test
