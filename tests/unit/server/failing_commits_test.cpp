// Memory follows the commit, never leads it: whatever commit of a change fails, memory is as the
// database is, and the same change goes through afterwards.
#include "streams/retention.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/server/stored_world.h"

#include <doctest/doctest.h>

#include <functional>
#include <utility>

namespace failing_commits_test {

namespace {

using namespace std::chrono_literals;
using tests::StoredWorld;

constexpr const char* kTable =
    R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},)"
    R"({"AttributeName":"a","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST",)"
    R"("GlobalSecondaryIndexes":[{"IndexName":"ByA","KeySchema":[{"AttributeName":"a",)"
    R"("KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}],)"
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}})";
constexpr const char* kTableArn =
    R"("ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music")";
constexpr const char* kGroupArn =
    R"("resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g")";

struct Change {
  const char* name;
  std::function<void(StoredWorld&)> make;
};

Change change(const char* name, std::function<void(StoredWorld&)> make) {
  return {name, std::move(make)};
}

// A request of one of the JSON protocols.
std::function<void(StoredWorld&)> call(const char* operation, std::string body) {
  return [=](StoredWorld& world) { world.engine.answer(operation, body); };
}

void put(StoredWorld& world, const std::string& id) {
  world.engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":")" + id +
                                     R"("},"a":{"S":"x"},"ttl":{"N":"1"}}})");
}

lambda_host::FunctionSettings settings() {
  lambda_host::FunctionSettings settings;
  settings.runtime = "python3.12";
  settings.handler = "main.handler";
  settings.role = "arn:aws:iam::000000000000:role/r";
  return settings;
}

const core::FunctionName kFunction("f");
const core::FunctionName kOther("other");

void create_function(StoredWorld& world, const core::FunctionName& name) {
  world.functions.create(world.engine.scope, name, settings(), world.code());
}

const streams::Stream& stream_of(StoredWorld& world) {
  return *world.engine.stream_registry.enabled_stream(
      world.engine.catalog.find(world.engine.scope, "Music")->definition);
}

void with_body(const std::string& body, const std::function<void(core::json::Object)>& use) {
  const auto document = core::json::Document::parse(body);
  use(document.root().object());
}

void create_mapping(StoredWorld& world, const std::string& function) {
  with_body(
      R"({"FunctionName":")" + function + R"(","StartingPosition":"LATEST",)" +
          R"("EventSourceArn":")" + stream_of(world).arn.get() + "\"}",
      [&](const core::json::Object& body) { world.mappings.create(world.engine.scope, body); });
}

std::string mapping_id(StoredWorld& world) {
  return world.mappings.list(world.engine.scope, {}).mappings.front()->id.get();
}
std::string mapping_arn(StoredWorld& world) {
  return "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:" + mapping_id(world);
}

void set_up(StoredWorld& world) {
  world.engine.answer("CreateTable", kTable);
  put(world, "1");
  put(world, "2");
  world.engine.answer("TagResource",
                      "{" + std::string(kTableArn) + R"(,"Tags":[{"Key":"k","Value":"v"}]})");
  world.engine.answer("CreateLogGroup", R"({"logGroupName":"g","tags":{"k":"v"}})");
  world.engine.answer("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
  world.engine.answer("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":1})");
  create_function(world, kFunction);
  create_mapping(world, "f");
}

const Change kTableChanges[] = {
    change("CreateTable",
           [](StoredWorld& world) {
             std::string other = kTable;
             world.engine.answer("CreateTable",
                                 other.replace(other.find("\"Music\""), 7, "\"Other\""));
           }),
    change("DeleteTable", call("DeleteTable", R"({"TableName":"Music"})")),
    change("UpdateTable: billing",
           call("UpdateTable",
                R"({"TableName":"Music","BillingMode":"PROVISIONED","ProvisionedThroughput":)"
                R"({"ReadCapacityUnits":1,"WriteCapacityUnits":1},"GlobalSecondaryIndexUpdates":)"
                R"([{"Update":{"IndexName":"ByA","ProvisionedThroughput":)"
                R"({"ReadCapacityUnits":1,"WriteCapacityUnits":1}}}]})")),
    change(
        "UpdateTable: a new index",
        call(
            "UpdateTable",
            R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"b","AttributeType":"S"}],)"
            R"("GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"ByB","KeySchema":)"
            R"([{"AttributeName":"b","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]})")),
    change(
        "UpdateTable: an index less",
        call(
            "UpdateTable",
            R"({"TableName":"Music","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"ByA"}}]})")),
    change("UpdateTable: no stream",
           call("UpdateTable",
                R"({"TableName":"Music","StreamSpecification":{"StreamEnabled":false}})")),
    change("UpdateTable: protection",
           call("UpdateTable", R"({"TableName":"Music","DeletionProtectionEnabled":true})")),
    change("UpdateTimeToLive",
           call("UpdateTimeToLive", R"({"TableName":"Music","TimeToLiveSpecification":)"
                                    R"({"Enabled":true,"AttributeName":"ttl"}})")),
    change("UpdateContinuousBackups",
           call("UpdateContinuousBackups",
                R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                R"({"PointInTimeRecoveryEnabled":true}})")),
    change("TagResource", call("TagResource", "{" + std::string(kTableArn) +
                                                  R"(,"Tags":[{"Key":"new","Value":"v"}]})")),
    change("UntagResource",
           call("UntagResource", "{" + std::string(kTableArn) + R"(,"TagKeys":["k"]})")),
};

const Change kStreamChanges[] = {
    change("shards roll",
           [](StoredWorld& world) {
             const auto& stream = stream_of(world);
             world.engine.stream_registry.replace(stream.arn, streams::roll_all(stream));
           }),
    change("shards are dated back",
           [](StoredWorld& world) {
             world.engine.clock.set(stream_of(world).shards.front().created_at - 1h);
             world.engine.stream_registry.roll_due_shards();
           }),
    change("records are trimmed",
           [](StoredWorld& world) {
             world.engine.stream_registry.trim(stream_of(world).shards.front().number,
                                               core::WallTime::max());
           }),
    change("a shard goes",
           [](StoredWorld& world) {
             const auto& stream = stream_of(world);
             if (stream.shards.size() == 1) {
               world.engine.stream_registry.replace(stream.arn, streams::roll_all(stream));
             }
             world.engine.stream_registry.erase_shard(stream_of(world).shards.front().number);
           }),
};

const Change kLogChanges[] = {
    change("CreateLogGroup", call("CreateLogGroup", R"({"logGroupName":"new","tags":{"k":"v"}})")),
    change("DeleteLogGroup", call("DeleteLogGroup", R"({"logGroupName":"g"})")),
    change("CreateLogStream",
           call("CreateLogStream", R"({"logGroupName":"g","logStreamName":"new"})")),
    change("DeleteLogStream",
           call("DeleteLogStream", R"({"logGroupName":"g","logStreamName":"s"})")),
    change("PutRetentionPolicy",
           call("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":3})")),
    change("DeleteRetentionPolicy", call("DeleteRetentionPolicy", R"({"logGroupName":"g"})")),
    change("TagLogGroup", call("TagLogGroup", R"({"logGroupName":"g","tags":{"new":"v"}})")),
    change("UntagLogGroup", call("UntagLogGroup", R"({"logGroupName":"g","tags":["k"]})")),
    change("TagResource of a group",
           call("Logs_20140328.TagResource",
                "{" + std::string(kGroupArn) + R"(,"tags":{"new":"v"}})")),
    change("UntagResource of a group", call("Logs_20140328.UntagResource",
                                            "{" + std::string(kGroupArn) + R"(,"tagKeys":["k"]})")),
};

const Change kFunctionChanges[] = {
    change("CreateFunction", [](StoredWorld& world) { create_function(world, kOther); }),
    change("UpdateFunctionCode",
           [](StoredWorld& world) {
             world.functions.update_code(world.engine.scope, kFunction, {}, world.code());
           }),
    change("UpdateFunctionConfiguration",
           [](StoredWorld& world) {
             lambda_host::FunctionSettings changed;
             changed.timeout_seconds = 7;
             world.functions.update_configuration(world.engine.scope, kFunction, changed);
           }),
    change("TagResource of a function",
           [](StoredWorld& world) {
             world.functions.set_tags(world.engine.scope, kFunction,
                                      {
                                          {"new", "v"}
             });
           }),
    change("DeleteFunction",
           [](StoredWorld& world) { world.functions.erase(world.engine.scope, kFunction); }),
};

const Change kMappingChanges[] = {
    change("CreateEventSourceMapping",
           [](StoredWorld& world) {
             if (!world.functions.find(world.engine.scope, kOther)) create_function(world, kOther);
             create_mapping(world, "other");
           }),
    change("UpdateEventSourceMapping",
           [](StoredWorld& world) {
             with_body(R"({"BatchSize":7})", [&](const core::json::Object& body) {
               world.mappings.update(world.engine.scope, mapping_id(world), body);
             });
           }),
    change("DeleteEventSourceMapping",
           [](StoredWorld& world) { world.mappings.erase(world.engine.scope, mapping_id(world)); }),
    change("TagResource of a mapping",
           [](StoredWorld& world) {
             world.mappings.tag(world.engine.scope, mapping_arn(world),
                                {
                                    {"new", "v"}
             });
           }),
};

void check_agrees(StoredWorld& world) {
  CHECK(world.shown() == world.reopened()->shown());
}

// True when the change has so many commits, and the last of them failed.
bool fails_at(const Change& tried, int nth) {
  StoredWorld world;
  set_up(world);
  check_agrees(world);
  const std::string before = world.shown();
  bool failed = false;
  {
    const tests::FailingCommit failing(world.engine.connection, nth);
    try {
      tried.make(world);
    } catch (const std::exception&) {  // as the dispatcher answers it: with a 500
    }
    failed = failing.failed();
  }
  check_agrees(world);
  if (!failed) return false;
  if (nth == 1) CHECK(world.shown() == before);
  REQUIRE_NOTHROW(tried.make(world));
  CHECK(world.shown() != before);
  check_agrees(world);
  return true;
}

template <std::size_t N>
void check_all(const Change (&changes)[N]) {
  for (const Change& each : changes) {
    CAPTURE(std::string(each.name));
    CHECK(fails_at(each, 1));
    for (int nth = 2; fails_at(each, nth); ++nth) REQUIRE(nth < 10);
  }
}

}  // namespace

TEST_CASE("a change of a table whose commit fails leaves memory as the database") {
  check_all(kTableChanges);
}

TEST_CASE("a change of a stream whose commit fails leaves memory as the database") {
  check_all(kStreamChanges);
}

TEST_CASE("a change of a log group whose commit fails leaves memory as the database") {
  check_all(kLogChanges);
}

TEST_CASE("a change of a function whose commit fails leaves memory as the database") {
  check_all(kFunctionChanges);
}

TEST_CASE("a change of a mapping whose commit fails leaves memory as the database") {
  check_all(kMappingChanges);
}

TEST_CASE("a table whose deletion failed is described, written, rolled and deleted as ever") {
  StoredWorld world;
  set_up(world);
  {
    const tests::FailingCommit failing(world.engine.connection);
    CHECK_THROWS(world.engine.answer("DeleteTable", R"({"TableName":"Music"})"));
  }
  put(world, "3");
  const auto& stream = stream_of(world);
  world.engine.stream_registry.replace(stream.arn, streams::roll_all(stream));
  put(world, "4");
  const std::string scanned =
      world.engine.answer("Scan", R"({"TableName":"Music","IndexName":"ByA"})");
  CHECK(scanned.find(R"("Count":4)") != std::string::npos);
  world.engine.answer("DeleteTable", R"({"TableName":"Music"})");
  CHECK(world.engine.error("DescribeTable", R"({"TableName":"Music"})") ==
        "ResourceNotFoundException: Requested resource not found: Table: Music not found");
}

}  // namespace failing_commits_test
