#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace delete_table_test {

using namespace tests;

TEST_CASE("a table that goes is described without its form") {
  Engine engine;
  engine.answer("CreateTable", music(R"(,"GlobalSecondaryIndexes":[{"IndexName":"abc",)"
                                     R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                                     R"("Projection":{"ProjectionType":"ALL"}}])"));
  const std::string deleted = engine.answer("DeleteTable", kMusic);
  for (const char* member : {"AttributeDefinitions", "KeySchema", "CreationDateTime",
                             "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "WarmThroughput"}) {
    CAPTURE(member);
    CHECK(deleted.find(member) == std::string::npos);
  }
  for (const char* member :
       {"TableName", "TableStatus", "TableId", "TableArn", "ItemCount", "TableSizeBytes",
        "BillingModeSummary", "ProvisionedThroughput", "DeletionProtectionEnabled"}) {
    CAPTURE(member);
    CHECK(deleted.find(member) != std::string::npos);
  }
}

TEST_CASE("a protected table stays") {
  Engine engine;
  create_music(engine, R"(,"DeletionProtectionEnabled":true)");
  CHECK(engine.error("DeleteTable", kMusic) ==
        "ValidationException: Resource cannot be deleted as it is currently protected against "
        "deletion. Disable deletion protection first.");
  CHECK(engine.answer("ListTables", "{}") == R"({"TableNames":["Music"]})");
}

TEST_CASE("an unprotected table goes, with its items") {
  Engine engine;
  create_music(engine);
  engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"1"}}})");
  CHECK(engine.answer("DeleteTable", kMusic).starts_with(R"({"TableDescription":{)"));
  CHECK(engine.error("DescribeTable", kMusic) ==
        "ResourceNotFoundException: Requested resource not found: Table: Music not found");
  create_music(engine);
  CHECK(engine.answer("Scan", kMusic) == R"({"Items":[],"Count":0,"ScannedCount":0})");
}

TEST_CASE("a table is deleted by its ARN, and its stream is disabled") {
  Engine engine;
  create_music(engine,
               R"(,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"})");
  engine.answer("DeleteTable", std::string(R"({"TableName":")") + kMusicArn + "\"}");
  const auto streams = engine.stream_registry.list(engine.scope, "Music", "");
  REQUIRE(streams.size() == 1);
  CHECK_FALSE(streams.front()->enabled());
}

}  // namespace delete_table_test
