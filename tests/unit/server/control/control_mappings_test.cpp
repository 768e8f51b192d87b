#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace control_mappings_test {

using namespace std::chrono_literals;

namespace {

std::string sequence(const char* last_digit) {
  return std::string("10000000000000000000") + last_digit;
}

// How `mappings/UUID` shows the mapping, given what comes behind its state.
std::string shown(ControlFixture& f, const core::MappingId& id, const std::string& rest) {
  return R"({"mapping":")" + id.get() +
         R"(","function":"arn:aws:lambda:us-east-1:000000000000:function:f","stream":")" +
         f.stream().arn.get() + R"(","state":)" + rest;
}

// The ids that a page of `mappings` shows, and its `next`: "id id next".
std::string listed(ControlFixture& f, const std::string& query) {
  const auto document = core::json::Document::parse(f.get("mappings" + query));
  std::string text;
  document.root().object().find("mappings")->array().for_each([&](const core::json::Value& each) {
    text += std::string(each.object().find("mapping")->string()) + " ";
  });
  if (const auto next = document.root().object().find("next")) text += next->string();
  return text;
}

// The ids of new mappings of one more table's stream to both functions.
std::vector<std::string> map_another(ControlFixture& f, const std::string& table,
                                     const std::string& members) {
  f.engine.answer("CreateTable", R"({"TableName":")" + table +
                                     R"(","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":)"
                                     R"([{"AttributeName":"id","AttributeType":"S"}],)"
                                     R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                                     R"("StreamSpecification":{"StreamEnabled":true,)"
                                     R"("StreamViewType":"KEYS_ONLY"}})");
  const auto streams = f.engine.stream_registry.list(f.engine.scope, table, "");
  std::vector<std::string> ids;
  for (const char* function : {"f", "g"}) {
    const auto body = core::json::Document::parse(
        R"({"FunctionName":")" + std::string(function) + R"(","EventSourceArn":")" +
        streams.front()->arn.get() + R"(","StartingPosition":"TRIM_HORIZON")" + members + "}");
    ids.push_back(f.mappings->create(f.engine.scope, body.root().object()).id.get());
  }
  return ids;
}

}  // namespace

TEST_CASE("a mapping shows how far it has come, and what it is doing") {
  ControlFixture f;
  const auto id = f.map(R"(,"MaximumBatchingWindowInSeconds":5)");
  const std::string shard = R"("shard":")" + f.stream().shards[0].id.get() + "\"";
  const std::string path = "mappings/" + id.get();
  const std::string none = R"("records":{"delivered":0,"filtered":0,"discarded":0},)"
                           R"("invocations":{"ok":0,"failed":0},)";
  f.settle();
  CHECK(f.without_warnings(f.get(path)) ==
        shown(f, id,
              R"("Enabled","caught_up":true,)" + none + R"("shards":[{)" + shard +
                  R"(,"checkpoint":")" + sequence("2") +
                  R"(","pending":0,"lanes":[{"lane":0,"activity":"caught up","checkpoint":")" +
                  sequence("2") + R"("}]}]})"));
  f.put("a");
  f.put("b");
  f.advance(2s);
  CHECK(f.without_warnings(f.get(path)) ==
        shown(f, id,
              R"("Enabled","caught_up":false,)" + none + R"("shards":[{)" + shard +
                  R"(,"checkpoint":")" + sequence("2") + R"(","tip":")" + sequence("3") +
                  R"(","pending":2,"oldest_age_seconds":2.000,)"
                  R"("lanes":[{"lane":0,"activity":"gathering","checkpoint":")" +
                  sequence("2") + R"(","batch":{"records":2,"first":")" + sequence("2") +
                  R"(","last":")" + sequence("3") +
                  R"(","failed_attempts":0},"continues_in_seconds":3.000}]}]})"));
  f.advance(3s);
  f.fail();
  f.advance(25ms);
  CHECK(f.without_warnings(f.get(path)) ==
        shown(f, id,
              R"("Enabled","caught_up":false,)"
              R"("records":{"delivered":0,"filtered":0,"discarded":0},)"
              R"("invocations":{"ok":0,"failed":1},"shards":[{)" +
                  shard + R"(,"checkpoint":")" + sequence("2") + R"(","tip":")" + sequence("3") +
                  R"(","pending":2,"oldest_age_seconds":5.025,)"
                  R"("lanes":[{"lane":0,"activity":"backing off","checkpoint":")" +
                  sequence("2") + R"(","batch":{"records":2,"first":")" + sequence("2") +
                  R"(","last":")" + sequence("3") +
                  R"(","failed_attempts":1},"last_error":"Error: no",)"
                  R"("continues_in_seconds":0.075}]}]})"));
}

TEST_CASE("a disabled mapping shows what is left for it") {
  ControlFixture f;
  const auto id = f.map(R"(,"Enabled":false)");
  f.put("a");
  CHECK(f.without_warnings(f.get("mappings/" + id.get())) ==
        shown(f, id,
              R"("Disabled","caught_up":false,"records":{"delivered":0,"filtered":0,)"
              R"("discarded":0},"invocations":{"ok":0,"failed":0},"shards":[{"shard":")" +
                  f.stream().shards[0].id.get() + R"(","checkpoint":")" + sequence("1") +
                  R"(","tip":")" + sequence("2") +
                  R"(","pending":1,"oldest_age_seconds":0.000,"lanes":[]}]})"));
}

TEST_CASE("mappings are listed in pages, those of the scopes in question") {
  ControlFixture f;
  const auto first = f.map();
  const auto second = f.map("", "g");
  const auto [low, high] = std::minmax(first.get(), second.get());
  CHECK(listed(f, "") == low + " " + high + " ");
  CHECK(listed(f, "?limit=1") == low + " " + low);
  CHECK(listed(f, "?limit=2") == low + " " + high + " ");
  CHECK(listed(f, "?after=" + low) == high + " ");
  CHECK(listed(f, "?account=000000000001") == "");
  CHECK(listed(f, "?account=*") == low + " " + high + " ");
  CHECK(f.call("GET", "mappings?limit=0").status == 400);
  CHECK(f.call("GET", "mappings?limit=1001").status == 400);
  CHECK(f.call("GET", "mappings?limit=1000").status == 200);
}

TEST_CASE("a page of mappings ends with the one that brings it to 2,500 shards and lanes") {
  ControlFixture f(125);
  std::vector<std::string> ids;
  for (const char* table : {"First", "Second", "Third"}) {
    for (auto& id : map_another(f, table, R"(,"ParallelizationFactor":9)")) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  const auto& i = ids;
  f.settle();
  CHECK(listed(f, "") == i[0] + " " + i[1] + " " + i[1]);
  CHECK(listed(f, "?limit=1") == i[0] + " " + i[0]);
  CHECK(listed(f, "?after=" + i[1]) == i[2] + " " + i[3] + " " + i[3]);
  CHECK(listed(f, "?after=" + i[3]) == i[4] + " " + i[5] + " ");
}

TEST_CASE("a page ends early where mappings have long filters") {
  ControlFixture f;
  const std::string pattern =
      R"({\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\")" + std::string(4'000, 'a') + R"(\"]}}}})";
  std::string filters;
  for (int i = 0; i < 5; ++i)
    filters += (i == 0 ? "" : ",") + (R"({"Pattern":")" + pattern + "\"}");
  for (int table = 0; table < 21; ++table) {
    map_another(f, "Table" + std::to_string(table),
                R"(,"Enabled":false,"FilterCriteria":{"Filters":[)" + filters + "]}");
  }
  const std::string page = f.get("mappings");
  CHECK(page.find(R"("next":")") != std::string::npos);
  const std::string last = page.substr(page.find(R"("next":")") + 8, 36);
  CHECK(f.get("mappings?after=" + last).find(R"("next":")") == std::string::npos);
}

TEST_CASE("a page, and what a drain waits for, end with the mapping that spends all looks") {
  ControlFixture f;
  std::vector<std::string> ids = {f.map(R"(,"Enabled":false)").get(),
                                  f.map(R"(,"Enabled":false)", "g").get()};
  std::sort(ids.begin(), ids.end());
  auto queue = f.map_queue(R"(,"Enabled":false)");
  while (queue.get() < ids.back()) {
    f.queue_mappings->erase(std::vector{queue});
    queue = f.map_queue(R"(,"Enabled":false)");
  }
  for (int i = 0; i < 51'000; ++i) f.put(std::to_string(i));
  CHECK(listed(f, "") == ids[0] + " " + ids[1] + " " + ids[1]);
  CHECK(listed(f, "?after=" + ids[1]) == queue.get() + " ");
  f.queue.send("a");
  const std::string answer = f.post("drain", R"({"timeout_seconds":0})");
  CHECK(answer.find(R"("pending":51000,"reason")") != std::string::npos);
  CHECK(answer.find(R"("more":true,"reason")") != std::string::npos);
  CHECK(answer.ends_with(R"(],"more":true})"));
  CHECK(answer.find(queue.get()) == std::string::npos);
}

TEST_CASE("a mapping that isn't there, or is somebody else's, isn't found") {
  ControlFixture f;
  const auto id = f.map();
  CHECK(f.get("mappings/x") == R"({"error":"NotFound","message":"There is no mapping x."})");
  CHECK(f.call("GET", "mappings/x").status == 404);
  CHECK(f.call("GET", "mappings/" + id.get() + "?region=eu-west-1").status == 404);
  CHECK(f.call("GET", "mappings/" + id.get() + "?account=*").status == 200);
}

TEST_CASE("a mapping of a queue shows what it is doing") {
  ControlFixture f;
  const auto id = f.map_queue(R"(,"BatchSize":2,"MaximumBatchingWindowInSeconds":5)");
  const std::string path = "mappings/" + id.get();
  const std::string head = R"({"mapping":")" + id.get() +
                           R"(","function":"arn:aws:lambda:us-east-1:000000000000:function:f",)"
                           R"("queue":"arn:aws:sqs:us-east-1:000000000000:q","state":"Enabled",)";
  f.settle();
  CHECK(f.without_warnings(f.get(path)) ==
        head + R"("caught_up":true,"records":{"delivered":0,"filtered":0,)"
               R"("discarded":0},"invocations":{"ok":0,"failed":0},"pending":0,)"
               R"("gathered":0,"running":0})");
  f.queue.send("a");
  CHECK(f.get(path).find(R"("caught_up":false)") != std::string::npos);
  f.settle();
  CHECK(f.get(path).ends_with(R"("pending":1,"gathered":1,"running":0})"));
  for (const char* body : {"b", "c"}) f.queue.send(body);
  f.settle();
  CHECK(f.get(path).ends_with(R"("pending":3,"gathered":1,"running":1})"));
  f.fail();
  CHECK(f.get(path).ends_with(
      R"("caught_up":false,"records":{"delivered":0,"filtered":0,"discarded":0},)"
      R"("invocations":{"ok":0,"failed":1},"pending":1,"gathered":1,"running":0,)"
      R"("last_error":"Error: no"})"));
  CHECK(f.get("mappings") == R"({"mappings":[)" + f.get(path) + "]}");
  CHECK(f.get("mappings?account=000000000001") == R"({"mappings":[]})");
  CHECK(f.call("GET", path + "?account=000000000001").status == 404);
  CHECK(f.get(path + "/records") == R"({"error":"Conflict","message":"The mapping )" + id.get() +
                                        R"( reads a queue, not a stream."})");
}

TEST_CASE("mappings of both kinds are listed by their ids, in pages") {
  ControlFixture f;
  std::vector<std::string> ids = {f.map().get(), f.map_queue().get(), f.map("", "g").get()};
  std::sort(ids.begin(), ids.end());
  std::string after;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string page = f.get("mappings?limit=1" + after);
    CHECK(page.starts_with(R"({"mappings":[{"mapping":")" + ids[i] + "\""));
    CHECK(page.ends_with(R"("next":")" + ids[i] + "\"}") == (i < 2));
    after = "&after=" + ids[i];
  }
}

TEST_CASE("a mapping and its trace show warnings, while there are any") {
  ControlFixture f;
  const std::string endless =
      R"("a record that always fails holds up its shard as long as the stream keeps it: neither )"
      R"(MaximumRetryAttempts nor MaximumRecordAgeInSeconds has a limit")";
  const std::string loop =
      R"("the function writes to the table that feeds it: unless something ends that, each of its )"
      R"(writes causes the next")";
  const std::string path = "mappings/" + f.map().get();
  CHECK(f.get(path).ends_with(R"(,"warnings":[)" + endless + "]}"));
  CHECK(f.get(path + "/records") == R"({"records":[],"warnings":[)" + endless + "]}");
  const std::string sound = "mappings/" + f.map(R"(,"MaximumRetryAttempts":3)", "g").get();
  CHECK(f.get(sound).find("warnings") == std::string::npos);
  const core::TableName things("Things");
  f.mappings->note_write(f.engine.scope, core::FunctionName("g"), core::TableName("Thing"));
  f.mappings->note_write({core::AccountId("000000000001"), f.engine.scope.region},
                         core::FunctionName("g"), things);
  CHECK(f.get(sound).find("warnings") == std::string::npos);
  f.mappings->note_write(f.engine.scope, core::FunctionName("g"), things);
  CHECK(f.get(sound).ends_with(R"(,"warnings":[)" + loop + "]}"));
  CHECK(f.get(path).ends_with(R"(,"warnings":[)" + endless + "]}"));
}

}  // namespace control_mappings_test
