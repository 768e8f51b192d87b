#include "core/time_text.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_faults_test {

namespace {

const std::string kThrottle =
    R"("on":"operation","operation":"PutItem","error":"ThrottlingException")";

std::string shown(const std::string& members) {
  return R"({"id":1,"account":"000000000000","region":"us-east-1",)" + members + "}";
}

}  // namespace

TEST_CASE_FIXTURE(ControlFixture, "a fault is answered as it is set, and shown so") {
  const std::string fault =
      shown(R"("on":"operation","service":"dynamodb","operation":"PutItem","table":"Things",)"
            R"("error":"ThrottlingException","delay_ms":5,"when":"after","times":3,"matched":0,)"
            R"("done":0,"remaining":3)");
  CHECK(post("faults", "{" + kThrottle +
                           R"(,"table":"Things","delay_ms":5,"when":"after","times":3})") == fault);
  CHECK(get("faults/1") == fault);
  CHECK(get("faults") == R"({"faults":[)" + fault + "]}");
}

TEST_CASE_FIXTURE(ControlFixture, "faults are listed in pages") {
  for (int i = 0; i < 3; ++i) post("faults", "{" + kThrottle + "}");
  const std::string first = get("faults?limit=2");
  CHECK(first.find(R"("id":3)") == std::string::npos);
  CHECK(first.find(R"("next":2})") != std::string::npos);
  const std::string second = get("faults?after=2");
  CHECK(second.find(R"("id":2)") == std::string::npos);
  CHECK(second.find(R"("id":3)") != std::string::npos);
  CHECK(second.find("next") == std::string::npos);
  CHECK(get("faults?limit=3").find("next") == std::string::npos);
  CHECK(call("GET", "faults?limit=0").status == 400);
  CHECK(call("GET", "faults?x=1").status == 400);
}

TEST_CASE_FIXTURE(ControlFixture, "faults are deleted one by one, or those of a scope") {
  post("faults", "{" + kThrottle + "}");
  post("faults", "{" + kThrottle + R"(,"account":"000000000042"})");
  post("faults", "{" + kThrottle + R"(,"account":"*"})");
  CHECK(get("faults").find(R"("id":2)") == std::string::npos);
  CHECK(get("faults").find(R"("id":3)") != std::string::npos);
  CHECK(call("GET", "faults/2").status == 404);
  CHECK(call("DELETE", "faults/2").status == 404);
  CHECK(call("DELETE", "faults").body == R"({"removed":1})");
  CHECK(call("DELETE", "faults/2?account=000000000042").body == R"({"removed":1})");
  CHECK(call("DELETE", "faults/3").body == R"({"removed":1})");
  CHECK(call("DELETE", "faults/3").body ==
        R"({"error":"NotFound","message":"There is no fault 3."})");
  CHECK(call("DELETE", "faults/x").body ==
        R"({"error":"NotFound","message":"There is no fault x."})");
  CHECK(get("faults?account=*") == R"({"faults":[]})");
}

TEST_CASE_FIXTURE(ControlFixture, "a fault of a table that isn't there is refused") {
  const std::string table = "{" + kThrottle + R"(,"table":"Orders")";
  CHECK(post("faults", table + "}") ==
        R"({"error":"NotFound","message":"There is no table Orders."})");
  CHECK(post("faults", table + R"(,"account":"*"})") ==
        R"({"error":"NotFound","message":"There is no table Orders."})");
  CHECK(call("POST", "faults", "{" + kThrottle + R"(,"table":"Things","account":"*"})").status ==
        200);
  CHECK(call("POST", "faults", "{" + kThrottle + R"(,"table":"Things","account":"000000000042"})")
            .status == 404);
  CHECK(call("POST", "faults",
             R"({"on":"operation","operation":"CreateTable","table":"Orders","delay_ms":1})")
            .status == 200);
}

TEST_CASE_FIXTURE(ControlFixture, "a fault of a mapping is shown, one of none refused") {
  const std::string id = map().get();
  const std::string of_queue = map_queue().get();
  const auto members = [](const std::string& uuid) {
    return R"("on":"delivery","mapping":")" + uuid + R"(","effect":"kill","times":2)";
  };
  CHECK(post("faults", "{" + members(id) + "}") ==
        shown(members(id) + R"(,"matched":0,"done":0,"remaining":2)"));
  CHECK(call("POST", "faults", "{" + members(of_queue) + "}").status == 200);
  CHECK(post("faults", "{" + members("x") + "}") ==
        R"({"error":"NotFound","message":"There is no mapping x."})");
  CHECK(call("POST", "faults", "{" + members(id) + R"(,"account":"000000000042"})").status == 404);
  CHECK(call("POST", "faults", "{" + members(of_queue) + R"(,"account":"000000000042"})").status ==
        404);
}

TEST_CASE_FIXTURE(ControlFixture, "a fault of a stream comes about at once") {
  put("a");
  const std::string trim = R"("on":"stream","table":"Things","effect":"trim")";
  CHECK(post("faults", "{" + trim + "}") ==
        shown(trim + R"(,"times":1,"matched":1,"done":1,"remaining":0,"last":)" +
              core::epoch_seconds_text(engine.clock.now())));
  CHECK(stream().obsolete_below == engine.writer.next_sequence());
  CHECK(stream().iterator_generation == 0);
  CHECK(call("POST", "faults", R"({"on":"stream","table":"Things","effect":"expire-iterators"})")
            .status == 200);
  CHECK(stream().iterator_generation == 1);
}

TEST_CASE_FIXTURE(ControlFixture, "a fault of a stream that isn't there is refused") {
  CHECK(post("faults", R"({"on":"stream","table":"x","effect":"trim"})") ==
        R"({"error":"NotFound","message":"There is no table x."})");
  engine.answer("CreateTable",
                R"({"TableName":"Silent","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  CHECK(post("faults", R"({"on":"stream","table":"Silent","effect":"trim"})") ==
        R"({"error":"BadRequest","message":"Table Silent has no enabled stream."})");
  CHECK(get("faults") == R"({"faults":[]})");
}

}  // namespace control_faults_test
