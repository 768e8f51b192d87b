#include "server/seeds/document.h"
#include "server/seeds/seed.h"

#include <doctest/doctest.h>

namespace tables_test {

using namespace server::seeds;

namespace {

Resource table(const std::string& yaml) {
  const Seed seed = resources_of(
      read_document("s.yaml", yaml),
      {
          "s.yaml", "/seeds", {core::AccountId("000000000042"), core::Region("eu-west-1")}
  });
  REQUIRE(seed.resources.size() == 1);
  return seed.resources.front();
}

const char* const kKey = R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                         R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}])";

std::string with_key(const std::string& rest) {
  return R"({"tables":[{"TableName":"T",)" + std::string(kKey) + rest + "}]}";
}

}  // namespace

TEST_CASE("a table is made as CreateTable takes it, on demand unless it says how much") {
  const Resource plain = table(with_key(""));
  CHECK(plain.what == "table T");
  CHECK(plain.make.service == "DynamoDB_20120810.CreateTable");
  CHECK(to_json(plain.make.body) ==
        R"({"TableName":"T",)" + std::string(kKey) + R"(,"BillingMode":"PAY_PER_REQUEST"})");
  CHECK(plain.look->service == "DynamoDB_20120810.DescribeTable");
  CHECK(to_json(plain.look->body) == R"({"TableName":"T"})");
  CHECK(plain.undo.size() == 1);
  CHECK(plain.undo.front().service == "DynamoDB_20120810.DeleteTable");
  CHECK(plain.outputs.front().name == "the stream of table T");

  const std::string units =
      R"("ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6})";
  CHECK(to_json(table(with_key("," + units)).make.body) ==
        R"({"TableName":"T",)" + std::string(kKey) + "," + units + "}");
}

TEST_CASE("what describe-table prints is what CreateTable takes, without how the table fares") {
  const std::string index =
      R"("IndexName":"I","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"})";
  const std::string described =
      R"({"Table":{"TableName":"T",)" + std::string(kKey) +
      R"(,"TableStatus":"ACTIVE","CreationDateTime":1.5,"ItemCount":3,"TableArn":"arn:x","TableId":"y",
      "ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0},
      "BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST","LastUpdateToPayPerRequestDateTime":1},
      "TableClassSummary":{"TableClass":"STANDARD"},"LatestStreamLabel":"z","LatestStreamArn":"arn:s",
      "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},
      "WarmThroughput":{"Status":"ACTIVE"},"DeletionProtectionEnabled":true,
      "GlobalSecondaryIndexes":[{)" +
      index + R"(,"IndexStatus":"ACTIVE","ItemCount":0,"IndexArn":"x",
        "ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0}}]}})";
  const Resource resource = table(described);
  CHECK(
      to_json(resource.make.body) ==
      R"({"TableName":"T",)" + std::string(kKey) + R"(,"GlobalSecondaryIndexes":[{)" + index +
          R"(}],"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},)"
          R"("DeletionProtectionEnabled":true,"BillingMode":"PAY_PER_REQUEST","TableClass":"STANDARD"})");
  // Protected as it is, it can go only when it isn't any more.
  REQUIRE(resource.undo.size() == 2);
  CHECK(to_json(resource.undo[0].body) == R"({"TableName":"T","DeletionProtectionEnabled":false})");
  CHECK(resource.undo[1].service == "DynamoDB_20120810.DeleteTable");
}

TEST_CASE("a described table keeps its key and what it is warm for, and so do indexes") {
  const std::string index =
      R"("IndexName":"I","KeySchema":[],"Projection":{"ProjectionType":"ALL"})";
  const Resource resource =
      table(R"({"TableName":"T",)" + std::string(kKey) +
            R"(,"TableStatus":"ACTIVE","BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},
      "SSEDescription":{"Status":"ENABLED","SSEType":"KMS","KMSMasterKeyArn":"arn:k"},
      "WarmThroughput":{"ReadUnitsPerSecond":13000,"WriteUnitsPerSecond":5000,"Status":"ACTIVE"},
      "GlobalSecondaryIndexes":[{)" +
            index + R"(,"WarmThroughput":{"ReadUnitsPerSecond":14000,"Status":"ACTIVE"}}]})");
  CHECK(to_json(resource.make.body) ==
        R"({"TableName":"T",)" + std::string(kKey) + R"(,"GlobalSecondaryIndexes":[{)" + index +
            R"(,"WarmThroughput":{"ReadUnitsPerSecond":14000}}],)"
            R"("WarmThroughput":{"ReadUnitsPerSecond":13000,"WriteUnitsPerSecond":5000},)"
            R"("SSESpecification":{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"arn:k"},)"
            R"("BillingMode":"PAY_PER_REQUEST"})");
  CHECK_FALSE(resource.wanted.find("GlobalSecondaryIndexes")->list[0].has("WarmThroughput"));
  CHECK_FALSE(resource.wanted.has("WarmThroughput"));
  const Resource amazons = table(R"({"TableName":"T","TableStatus":"ACTIVE",)" + std::string(kKey) +
                                 R"(,"SSEDescription":{"Status":"ENABLED","SSEType":"AES256"}})");
  CHECK_FALSE(amazons.make.body.has("SSESpecification"));
}

TEST_CASE("a described table keeps its throughput if it has one") {
  const Resource resource = table(
      R"({"tables":[{"Table":{"TableName":"T",)" + std::string(kKey) +
      R"(,"TableStatus":"ACTIVE","ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":1,"WriteCapacityUnits":2}},"items":[]}]})");
  CHECK(to_json(resource.make.body) ==
        R"({"TableName":"T",)" + std::string(kKey) +
            R"(,"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}})");
  CHECK(resource.items.empty());
}

TEST_CASE("what a table that is there must show") {
  const Resource resource = table(with_key(""));
  CHECK(resource.found_at == Where{"Table"});
  CHECK(
      to_json(resource.wanted) ==
      R"({"TableName":"T",)" + std::string(kKey) +
          R"(,"GlobalSecondaryIndexes":[],"LocalSecondaryIndexes":[],"BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"}})");
}

TEST_CASE("settings that CreateTable doesn't take come after it") {
  const Resource resource = table(with_key(
      R"(,"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true},"PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true})"));
  REQUIRE(resource.after.size() == 2);
  CHECK(resource.after[0].service == "DynamoDB_20120810.UpdateTimeToLive");
  CHECK(to_json(resource.after[0].body) ==
        R"({"TableName":"T","TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true}})");
  CHECK(resource.after[1].service == "DynamoDB_20120810.UpdateContinuousBackups");
  CHECK_FALSE(resource.make.body.has("TimeToLiveSpecification"));
}

TEST_CASE("items are in the document, in a file, or both") {
  const Resource one = table(with_key(R"(,"items":"a.jsonl")"));
  REQUIRE(one.items.size() == 1);
  CHECK(std::get<std::filesystem::path>(one.items[0].items) == "/seeds/a.jsonl");
  CHECK(one.items[0].table == "T");
  CHECK(one.items[0].key == std::vector<std::string>{"id"});
  CHECK(one.items[0].types == KeyTypes{
                                  {"id", "S"}
  });
  const Resource mixed =
      table(with_key(R"(,"items":["a.jsonl",{"id":"1"},{"id":"2"},"/b.jsonl",{"id":"3"}])"));
  REQUIRE(mixed.items.size() == 4);
  CHECK(std::get<std::filesystem::path>(mixed.items[0].items) == "/seeds/a.jsonl");
  CHECK(std::get<std::vector<Value>>(mixed.items[1].items).size() == 2);
  CHECK(mixed.items[1].first == 1);
  CHECK(std::get<std::filesystem::path>(mixed.items[2].items) == "/b.jsonl");
  CHECK(std::get<std::vector<Value>>(mixed.items[3].items).size() == 1);
  CHECK(mixed.items[3].first == 4);
  CHECK_THROWS_WITH(
      table(with_key(R"(,"items":5)")),
      "s.yaml, line 1, tables[0].items: items are a list of them, or a file with one on each line");
}

}  // namespace tables_test
