#include "storage/backfill.h"
#include "tests/support/engine.h"
#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

#include <string>

namespace backfilling_test {

// What UpdateTable and others do with a table whose index isn't complete yet.
using tests::Engine;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string update(const std::string& rest) {
  return R"({"TableName":"Music",)" + rest + "}";
}

constexpr const char* kNewIndex =
    R"("AttributeDefinitions":[{"AttributeName":"genre","AttributeType":"S"}],)"
    R"("GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"ByGenre","KeySchema":[)"
    R"({"AttributeName":"genre","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}}])";

// More items than an update puts into its new index by itself.
void create_large(Engine& engine) {
  engine.answer("CreateTable",
                R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id",)"
                R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
                R"("BillingMode":"PAY_PER_REQUEST"})");
  for (int i = 0; i < 1500; ++i) {
    engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":")" + std::to_string(i) +
                                 R"("},"genre":{"S":"Pop"},"ttl":{"N":"1"}}})");
  }
}

const char* const kOtherIndex =
    R"("AttributeDefinitions":[{"AttributeName":"x","AttributeType":"S"}],)"
    R"("GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"Other","KeySchema":[)"
    R"({"AttributeName":"x","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}}])";
const char* const kScanIndex = R"({"TableName":"Music","IndexName":"ByGenre","Select":"COUNT"})";
const char* const kOneAtATime =
    "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or "
    "deleted simultaneously per table";

}  // namespace

TEST_CASE("an index of a large table is filled by and by, and shown as such") {
  Engine engine;
  create_large(engine);
  CHECK(contains(engine.answer("UpdateTable", update(kNewIndex)), R"("Backfilling":false)"));
  CHECK(contains(described(engine), R"("IndexStatus":"CREATING","Backfilling":true)"));
  CHECK(contains(described(engine), R"("TableStatus":"ACTIVE")"));
  CHECK(engine.error("Scan", kScanIndex) ==
        "ValidationException: Cannot read from backfilling global secondary index: ByGenre");
  CHECK(engine.error("UpdateTable", update(kOtherIndex)) == kOneAtATime);
  CHECK(
      engine.error("DeleteTable", R"({"TableName":"Music"})") ==
      "ResourceInUseException: Attempt to change a resource which is still in use: Table is being "
      "updated: Music");
  storage::Backfill backfill(engine.catalog, engine.writer);
  while (backfill.step()) {
  }
  CHECK(contains(described(engine), R"("IndexStatus":"ACTIVE")"));
  CHECK_FALSE(contains(described(engine), "Backfilling"));
  CHECK(contains(engine.answer("Scan", kScanIndex), R"("Count":1500)"));
  CHECK(engine.error("UpdateTable", update(kOtherIndex)).empty());
}

TEST_CASE("an index that is backfilling may be deleted") {
  Engine engine;
  create_large(engine);
  engine.answer("UpdateTable", update(kNewIndex));
  CHECK(engine
            .error("UpdateTable",
                   update(R"("GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"ByGenre"}}])"))
            .empty());
  CHECK(engine.error("UpdateTable", update(kOtherIndex)).empty());
}

TEST_CASE("a time to live of a large table takes effect by and by") {
  Engine engine;
  create_large(engine);
  const auto ttl = [](const char* enabled) {
    return std::string(
               R"({"TableName":"Music","TimeToLiveSpecification":{"AttributeName":"ttl",)") +
           R"("Enabled":)" + enabled + "}}";
  };
  engine.answer("UpdateTimeToLive", ttl("true"));
  storage::Table& table = *engine.catalog.find(engine.scope, "Music");
  CHECK(table.expiry->filled_to);
  storage::Backfill backfill(engine.catalog, engine.writer);
  while (backfill.step()) {
  }
  CHECK_FALSE(table.expiry->filled_to);
  engine.answer("UpdateTimeToLive", ttl("false"));
  CHECK_FALSE(table.expiry);
  engine.answer("UpdateTimeToLive", ttl("true"));
  CHECK(engine.error("DeleteTable", R"({"TableName":"Music"})").empty());
}

}  // namespace backfilling_test
