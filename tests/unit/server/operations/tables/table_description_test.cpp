#include "server/operations/tables/table_description.h"

#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace table_description_test {

using namespace tests;
using server::operations::TableStatus;
using server::operations::Transition;

namespace {

std::string describe(Engine& engine, const Transition& transition = {}) {
  core::json::Writer writer;
  server::operations::write_table_description(writer, *engine.catalog.find(engine.scope, "Music"),
                                              transition, engine.clock.now());
  return writer.take();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a table is described with what it was told, and nothing else") {
  Engine engine;
  create_music(engine);
  engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"1"}}})");
  std::string text = describe(engine);
  const auto id = text.find(R"("TableId":")");
  text.erase(id, text.find(',', id) + 1 - id);
  CHECK(text ==
        R"({"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
        R"("BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST",)"
        R"("LastUpdateToPayPerRequestDateTime":1734480000.000},)"
        R"("CreationDateTime":1734480000.000,"DeletionProtectionEnabled":false,"ItemCount":1,)"
        R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"ProvisionedThroughput":)"
        R"({"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0},"TableArn":)"
        R"("arn:aws:dynamodb:us-east-1:000000000000:table/Music","TableName":"Music",)"
        R"("TableSizeBytes":3,"TableStatus":"ACTIVE","WarmThroughput":)"
        R"({"ReadUnitsPerSecond":12000,"Status":"ACTIVE","WriteUnitsPerSecond":4000}})");
}

TEST_CASE("options are described once they were stated") {
  Engine engine;
  create_music(engine,
               R"(,"TableClass":"STANDARD","DeletionProtectionEnabled":true,"SSESpecification":)"
               R"({"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"one"})");
  const std::string text = describe(engine);
  CHECK(contains(text, R"("TableClassSummary":{"TableClass":"STANDARD"})"));
  CHECK(contains(text, R"("DeletionProtectionEnabled":true)"));
  CHECK(contains(text, R"("SSEDescription":{"KMSMasterKeyArn":)"
                       R"("arn:aws:kms:us-east-1:000000000000:key/one","SSEType":"KMS",)"
                       R"("Status":"ENABLED"})"));
}

TEST_CASE("an index is described with its projection, and comes and goes with its table") {
  Engine engine;
  create_music(engine, R"(,"GlobalSecondaryIndexes":[{"IndexName":"ById","KeySchema":[)"
                       R"({"AttributeName":"id","KeyType":"HASH"}],"Projection":)"
                       R"({"ProjectionType":"INCLUDE","NonKeyAttributes":["x","y"]}}])");
  const std::string text = describe(engine);
  CHECK(contains(text, R"("GlobalSecondaryIndexes":[{"IndexArn":)"
                       R"("arn:aws:dynamodb:us-east-1:000000000000:table/Music/index/ById",)"
                       R"("IndexName":"ById","IndexSizeBytes":0,"ItemCount":0,"KeySchema":[)"
                       R"({"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":)"
                       R"("INCLUDE","NonKeyAttributes":["x","y"]},"IndexStatus":"ACTIVE",)"));
  Transition creating;
  creating.status = TableStatus::creating;
  CHECK(
      contains(describe(engine, creating), R"("IndexStatus":"CREATING","ProvisionedThroughput")"));
  CHECK_FALSE(contains(describe(engine, creating), "WarmThroughput"));
  Transition deleting;
  deleting.status = TableStatus::deleting;
  for (const char* member : {"AttributeDefinitions", "CreationDateTime", "GlobalSecondaryIndexes",
                             "KeySchema", "WarmThroughput"}) {
    CHECK_FALSE(contains(describe(engine, deleting), member));
  }
}

}  // namespace table_description_test
