#include "tests/support/engine.h"
#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

#include <string>

namespace update_table_test {

using tests::Engine;

namespace {

const std::string kInvalid = "ValidationException: One or more parameter values were invalid: ";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void create(Engine& engine, const std::string& rest) {
  engine.answer("CreateTable",
                R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id",)"
                R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)" +
                    rest + "}");
}

std::string update(const std::string& rest) {
  return R"({"TableName":"Music",)" + rest + "}";
}

constexpr const char* kOnDemand = R"("BillingMode":"PAY_PER_REQUEST")";
constexpr const char* kProvisioned =
    R"("ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5})";
constexpr const char* kNewIndex =
    R"("AttributeDefinitions":[{"AttributeName":"genre","AttributeType":"S"}],)"
    R"("GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"ByGenre","KeySchema":[)"
    R"({"AttributeName":"genre","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}}])";

}  // namespace

TEST_CASE("a new index holds the items that were there, but for those it can't") {
  Engine engine;
  create(engine, kOnDemand);
  for (const char* item :
       {R"({"id":{"S":"1"},"genre":{"S":"Pop"},"x":{"S":"long"}})", R"({"id":{"S":"2"}})",
        R"({"id":{"S":"3"},"genre":{"N":"7"}})", R"({"id":{"S":"4"},"genre":{"S":""}})"}) {
    engine.answer("PutItem", std::string(R"({"TableName":"Music","Item":)") + item + "}");
  }
  const std::string answer = engine.answer("UpdateTable", update(kNewIndex));
  CHECK(contains(answer, R"("IndexStatus":"CREATING")"));
  CHECK(contains(answer, R"("TableStatus":"UPDATING")"));
  // "id1genrePop" is projected: 11 bytes.
  CHECK(contains(described(engine), R"("IndexSizeBytes":11,"ItemCount":1)"));

  SUBCASE("an item without a place in it can be changed and deleted") {
    CHECK(engine
              .error("PutItem",
                     R"({"TableName":"Music","Item":{"id":{"S":"3"},"genre":{"S":"Rock"}}})")
              .empty());
    CHECK(engine.error("DeleteItem", R"({"TableName":"Music","Key":{"id":{"S":"4"}}})").empty());
    CHECK(contains(described(engine), R"("IndexSizeBytes":23,"ItemCount":2)"));
  }
  SUBCASE("it goes with what was defined for it") {
    CHECK(contains(
        engine.answer(
            "UpdateTable",
            update(R"("GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"ByGenre"}}])")),
        R"("IndexStatus":"DELETING")"));
    CHECK_FALSE(contains(described(engine), "genre"));
    CHECK(
        engine
            .error("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"9"},"genre":{"N":"1"}}})")
            .empty());
    CHECK(engine.error("UpdateTable", update(kNewIndex)).empty());
  }
}

TEST_CASE("the answer shows the old throughput, the next one the new") {
  Engine engine;
  create(engine, kProvisioned);
  const std::string change =
      R"("ProvisionedThroughput":{"ReadCapacityUnits":9,"WriteCapacityUnits":3})";
  const std::string answer = engine.answer("UpdateTable", update(change));
  CHECK(contains(answer, R"("ReadCapacityUnits":5,"WriteCapacityUnits":5})"));
  CHECK(contains(answer, "LastIncreaseDateTime"));
  CHECK(contains(described(engine), R"("NumberOfDecreasesToday":1,"ReadCapacityUnits":9)"));
  engine.clock.advance(std::chrono::hours(24));
  CHECK(contains(described(engine), R"("NumberOfDecreasesToday":0,"ReadCapacityUnits":9)"));
  CHECK(engine.error("UpdateTable", update(change)) ==
        "ValidationException: The provisioned throughput for the table will not change. The "
        "requested "
        "value equals the current value. Current ReadCapacityUnits provisioned for the table: 9. "
        "Requested ReadCapacityUnits: 9. Current WriteCapacityUnits provisioned for the table: 3. "
        "Requested WriteCapacityUnits: 3. Refer to the Amazon DynamoDB Developer Guide for current "
        "limits and how to request higher limits.");
}

TEST_CASE("a table that becomes provisioned needs units for each index") {
  Engine engine;
  create(engine, kOnDemand);
  engine.answer("UpdateTable", update(kNewIndex));
  const std::string provisioned = std::string(R"("BillingMode":"PROVISIONED",)") + kProvisioned;
  CHECK(engine.error("UpdateTable", update(provisioned)) ==
        kInvalid + "ProvisionedThroughput must be specified for index: ByGenre");
  CHECK(
      engine
          .error("UpdateTable", update(provisioned +
                                       R"(,"GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":)"
                                       R"("ByGenre",)" +
                                       kProvisioned + "}}]"))
          .empty());
  CHECK(contains(described(engine), R"("BillingModeSummary":{"BillingMode":"PROVISIONED")"));
}

TEST_CASE("a stream is enabled once, and another one after it was disabled") {
  Engine engine;
  create(engine, kOnDemand);
  const std::string on =
      R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"})";
  const std::string off = R"("StreamSpecification":{"StreamEnabled":false})";
  CHECK(engine.error("UpdateTable", update(off)) ==
        "ValidationException: Table has no stream to disable: TableName: Music");
  CHECK(contains(engine.answer("UpdateTable", update(on)), R"("StreamViewType":"KEYS_ONLY")"));
  CHECK(engine.error("UpdateTable", update(on)) ==
        "ValidationException: Table already has an enabled stream: TableName: Music");
  const std::string disabled = engine.answer("UpdateTable", update(off));
  CHECK(contains(disabled, "LatestStreamLabel"));
  CHECK_FALSE(contains(disabled, "StreamSpecification"));
  engine.answer("UpdateTable", update(on));
  CHECK(engine.stream_registry.list(engine.scope, "Music", "").size() == 2);
}

TEST_CASE("a new index takes its attributes as the table knows them") {
  Engine engine;
  create(engine, kOnDemand);
  engine.answer("UpdateTable", update(kNewIndex));
  const auto second = [](const std::string& definitions) {
    return update(R"("AttributeDefinitions":[)" + definitions +
                  R"(],"GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"Second",)"
                  R"("KeySchema":[{"AttributeName":"genre","KeyType":"HASH"},)"
                  R"({"AttributeName":"year","KeyType":"RANGE"}],)"
                  R"("Projection":{"ProjectionType":"KEYS_ONLY"}}}])");
  };
  const std::string year = R"({"AttributeName":"year","AttributeType":"N"})";
  CHECK(engine.error("UpdateTable",
                     second(R"({"AttributeName":"genre","AttributeType":"N"},)" + year)) ==
        kInvalid +
            "Attributes cannot be redefined. Please check that your attribute has the same "
            "type as previously defined. Existing schema: Schema:[SchemaElement: "
            "key{genre:S:HASH}] New schema: Schema:[SchemaElement: key{genre:N:HASH}, "
            "SchemaElement: key{year:N:RANGE}]");
  // One that the index doesn't use keeps its type.
  CHECK(engine.error("UpdateTable",
                     second(R"({"AttributeName":"id","AttributeType":"N"},)" + year)) == "");
  CHECK(contains(described(engine), R"({"AttributeName":"id","AttributeType":"S"})"));
}

TEST_CASE("UpdateTable refuses with AWS's words") {
  struct Case {
    std::string change;
    std::string error;
  };
  const std::string index = R"("GlobalSecondaryIndexUpdates":[)";
  const Case cases[] = {
      {R"("AttributeDefinitions":[])",
       "ValidationException: At least one of ProvisionedThroughput, BillingMode, "
       "UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, "
       "MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, "
       "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required"},
      {R"("BillingMode":"PROVISIONED")",
       kInvalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"     },
      {index + R"({"Delete":{"IndexName":"abc"}},{"Delete":{"IndexName":"abc"}}])",
       kInvalid + "Only one global secondary index update per index is allowed simultaneously. "
                  "Index: abc"                                                                  },
      {index + R"({"Delete":{"IndexName":"abc"}},{"Delete":{"IndexName":"abd"}}])",
       "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or "
       "deleted simultaneously per table"                                                       },
      {index + R"({"Delete":{"IndexName":"abc"}}])",
       "ResourceNotFoundException: Requested resource not found: Index abc for table Music"     },
      {index + "{}]",
       kInvalid + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                  "GlobalSecondaryIndexUpdate.Delete must not be null"                          },
      {R"("TableClass":"STANDARD","DeletionProtectionEnabled":true)",
       kInvalid + "TableClass modification must be the only operation in the request"           },
      {R"("WarmThroughput":{"ReadUnitsPerSecond":1})",
       kInvalid + "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current "
                  "WarmThroughput, decreasing WarmThroughput is not supported"                  },
      {R"("VectorIndexUpdates":[{}])",
       "ValidationException: VectorIndexUpdates is not supported: Rivulet has no vector indexes"},
      {R"("SSESpecification":{"Enabled":false})",
       kInvalid + "Table is already encrypted by default"                                       },
  };
  Engine engine;
  create(engine, kOnDemand);
  for (const Case& c : cases) {
    CAPTURE(c.change);
    CHECK(engine.error("UpdateTable", update(c.change)) == c.error);
  }
}

TEST_CASE("an empty list of index updates is nothing, alone; beside a change it is refused") {
  Engine engine;
  create(engine, kOnDemand);
  const std::string empty = R"("GlobalSecondaryIndexUpdates":[])";
  CHECK(engine.error("UpdateTable", update(empty))
            .starts_with(
                "ValidationException: At least one of ProvisionedThroughput, BillingMode, "));
  CHECK(engine.error("UpdateTable", update(empty + R"(,"DeletionProtectionEnabled":true)")) ==
        kInvalid + "List of GlobalSecondaryIndexUpdates is empty");
}

TEST_CASE("an index of an on-demand table is only updated with on-demand or warm throughput") {
  Engine engine;
  create(engine, kOnDemand);
  engine.answer("UpdateTable", update(kNewIndex));
  const auto update_index = [&](const std::string& members, const std::string& rest = "") {
    return engine.error(
        "UpdateTable", update(R"("GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"ByGenre")" +
                              members + "}}]" + rest));
  };
  const std::string only = kInvalid +
                           "The only Updates for index: ByGenre when TableThroughputMode is "
                           "PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput";
  CHECK(update_index("") == only);
  CHECK(update_index(R"(,"OnDemandThroughput":{})") == only);
  CHECK(update_index(std::string(",") + kProvisioned) == only);
  CHECK(update_index(R"(,"OnDemandThroughput":{"MaxReadRequestUnits":5})") == "");
  CHECK(update_index(R"(,"WarmThroughput":{"ReadUnitsPerSecond":12001})") == "");
  const std::string empty_warm = kInvalid +
                                 "WarmThroughput must have at least one of ReadUnitsPerSecond or "
                                 "WriteUnitsPerSecond specified for index: ByGenre";
  CHECK(update_index(R"(,"WarmThroughput":{})") == empty_warm);
  CHECK(update_index(R"(,"WarmThroughput":{})", R"(,"TableClass":"STANDARD")") == empty_warm);
}

TEST_CASE("a new index and warm throughput don't go together") {
  Engine engine;
  create(engine, kOnDemand);
  CHECK(engine.error("UpdateTable", update(std::string(kNewIndex) +
                                           R"(,"WarmThroughput":{"ReadUnitsPerSecond":12001})")) ==
        kInvalid +
            "Create global secondary index cannot be specified when updating WarmThroughput");
}

TEST_CASE("a table class is one of two") {
  Engine engine;
  create(engine, kOnDemand);
  CHECK(engine.error("UpdateTable", update(R"("TableClass":"FANCY")")) ==
        "ValidationException: Invalid table-class parameter provided. Please try again with a "
        "valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].");
  CHECK(
      engine.error("UpdateTable", update(R"("TableClass":"STANDARD_INFREQUENT_ACCESS")")).empty());
  CHECK(contains(described(engine), R"({"TableClass":"STANDARD_INFREQUENT_ACCESS"})"));
}

}  // namespace update_table_test
