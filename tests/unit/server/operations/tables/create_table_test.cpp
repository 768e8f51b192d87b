#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>

namespace create_table_test {

using tests::Engine;

namespace {

const std::string kInvalid = "ValidationException: One or more parameter values were invalid: ";

std::string table(const std::string& rest) {
  return R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"},)"
         R"({"AttributeName":"b","AttributeType":"N"}],"KeySchema":[{"AttributeName":"a",)"
         R"("KeyType":"HASH"},{"AttributeName":"b","KeyType":"RANGE"}],)" +
         rest + "}";
}

constexpr const char* kStreamed =
    R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST",)"
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}})";

std::string without_table_id(std::string description) {
  const auto at = description.find("\"TableId\"");
  return description.erase(at, description.find("\"TableName\"") - at);
}

}  // namespace

TEST_CASE("a new table is described as AWS was recorded to describe it") {
  Engine engine;
  CHECK(
      without_table_id(engine.answer("CreateTable", kStreamed)) ==
      R"({"TableDescription":{"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
      R"("BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},"CreationDateTime":1734480000.000,)"
      R"("DeletionProtectionEnabled":false,"ItemCount":0,"KeySchema":[{"AttributeName":"id",)"
      R"("KeyType":"HASH"}],"ProvisionedThroughput":{"NumberOfDecreasesToday":0,)"
      R"("ReadCapacityUnits":0,"WriteCapacityUnits":0},"LatestStreamArn":)"
      R"("arn:aws:dynamodb:us-east-1:000000000000:table/Music/stream/2024-12-18T00:00:00.000",)"
      R"("LatestStreamLabel":"2024-12-18T00:00:00.000","StreamSpecification":{"StreamEnabled":true,)"
      R"("StreamViewType":"NEW_IMAGE"},"TableArn":)"
      R"("arn:aws:dynamodb:us-east-1:000000000000:table/Music","TableName":"Music",)"
      R"("TableSizeBytes":0,"TableStatus":"CREATING"}})");
  const std::string later = engine.answer("DescribeTable", R"({"TableName":"Music"})");
  CHECK(later.find(R"("TableStatus":"ACTIVE","WarmThroughput":{"ReadUnitsPerSecond":12000,)"
                   R"("Status":"ACTIVE","WriteUnitsPerSecond":4000})") != std::string::npos);
  CHECK(later.find(R"("LastUpdateToPayPerRequestDateTime":1734480000.000)") != std::string::npos);
}

TEST_CASE("a table's ARNs are in its region's partition, and only there it is found by them") {
  Engine engine;
  engine.scope.region = core::Region("cn-north-1");
  const std::string created = engine.answer("CreateTable", kStreamed);
  const std::string arn = "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/Music";
  CHECK(created.find("\"TableArn\":\"" + arn + "\"") != std::string::npos);
  CHECK(created.find("\"LatestStreamArn\":\"" + arn + "/stream/") != std::string::npos);
  CHECK(engine.answer("DescribeTable", R"({"TableName":")" + arn + "\"}").find(arn) !=
        std::string::npos);
  const std::string foreign = "arn:aws:dynamodb:cn-north-1:000000000000:table/Music";
  CHECK(engine.error("DescribeTable", R"({"TableName":")" + foreign + "\"}") ==
        "ValidationException: 1 validation error detected: Invalid AWS partition in '" + foreign +
            "'");
}

TEST_CASE("another region's ARN is refused, by operations on tables as a faulty one") {
  Engine engine;
  engine.answer("CreateTable", kStreamed);
  const auto named = [](const std::string& arn) { return R"({"TableName":")" + arn + '"'; };
  const std::string denied = "AccessDeniedException: User is not authorized to access resource: ";
  const std::string foreign = "arn:aws:dynamodb:eu-west-1:000000000000:table/Music";
  for (const char* operation :
       {"DescribeTable", "DeleteTable", "DescribeTimeToLive", "DescribeContinuousBackups"}) {
    CAPTURE(operation);
    CHECK(engine.error(operation, named(foreign) + "}") ==
          "ValidationException: 1 validation error detected: Invalid AWS region in '" + foreign +
              "'");
  }
  CHECK(engine.error("Scan", named(foreign) + "}") == denied + foreign);
  for (const char* operation : {"DescribeTable", "Scan"}) {
    CAPTURE(operation);
    for (const char* region : {"us-east-1", "eu-west-1"}) {
      const std::string others =
          std::string("arn:aws:dynamodb:") + region + ":111111111111:table/Music";
      CHECK(engine.error(operation, named(others) + "}") == denied + others);
    }
  }
}

TEST_CASE("CreateTable refuses with AWS's words") {
  struct Case {
    const char* name;
    std::string rest;
    std::string error;
  };
  const std::string lsi = R"("BillingMode":"PAY_PER_REQUEST","LocalSecondaryIndexes":[)";
  const std::string gsi = R"("BillingMode":"PAY_PER_REQUEST","GlobalSecondaryIndexes":[)";
  const Case cases[] = {
      {"no throughput",                  R"("TableClass":"STANDARD")",
       kInvalid +
           "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode "
           "is PROVISIONED"                                                                                                                                                                                                                                     },
      {"throughput on demand",
       R"("BillingMode":"PAY_PER_REQUEST","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})",
       kInvalid +
           "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
           "is PAY_PER_REQUEST"                                                                                                                                                                                                                                 },
      {"too much",
       R"("ProvisionedThroughput":{"ReadCapacityUnits":1000000000001,"WriteCapacityUnits":1})",                                                                          "ValidationException: Given value 1000000000001 for ReadCapacityUnits is out of bounds"},
      {"other hash key",
       lsi +
           R"({"IndexName":"abc","KeySchema":[{"AttributeName":"b","KeyType":"HASH"},{"AttributeName":"a","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}])",
       kInvalid + "Index KeySchema does not have the same leading hash key as table KeySchema for "
                  "index: abc. index hash key: b, table hash key: a"                                                                                                                                                                                            },
      {"undefined key attribute",
       gsi +
           R"({"IndexName":"abc","KeySchema":[{"AttributeName":"c","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}])",
       kInvalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [c], "
                  "AttributeDefinitions: [a, b]"                                                                                                                                                                                                                },
      {"no projection type",
       gsi +
           R"({"IndexName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{}}])",
       kInvalid + "Unknown ProjectionType: null"                                                                                                                                                                                                                },
      {"nothing included",
       gsi +
           R"({"IndexName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE"}}])",
       kInvalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"                                                                                                                                                                            },
      {"RANGE before HASH",
       gsi +
           R"({"IndexName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"RANGE"},{"AttributeName":"b","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}])",
       "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type"                                                                                                                                                              },
      {"no indexes",                     R"("BillingMode":"PAY_PER_REQUEST","GlobalSecondaryIndexes":[])",
       kInvalid + "List of GlobalSecondaryIndexes is empty"                                                                                                                                                                                                     },
      {"view type of a disabled stream",
       R"("BillingMode":"PAY_PER_REQUEST","StreamSpecification":{"StreamEnabled":false,"StreamViewType":"KEYS_ONLY"})",
       kInvalid + "Table is being created with a stream disabled, UpdateViewType should not be "
                  "specified"                                                                                                                                                                                                                                   },
      {"unknown table class",            R"("BillingMode":"PAY_PER_REQUEST","TableClass":"FANCY")",
       "ValidationException: Invalid table-class parameter provided. Please try again with a valid "
       "table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS]."                                                                                                                                                                                             },
      {"AWS's own tag",                  R"("BillingMode":"PAY_PER_REQUEST","Tags":[{"Key":"aws:x","Value":""}])",
       "ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:x"                                                                                                                                                                                  },
      {"vector indexes",                 R"("BillingMode":"PAY_PER_REQUEST","VectorIndexes":[])",
       "ValidationException: VectorIndexes is not supported: Rivulet has no vector indexes"                                                                                                                                                                     },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    Engine engine;
    CHECK(engine.error("CreateTable", table(c.rest)) == c.error);
    CHECK(engine.answer("ListTables", "{}") == R"({"TableNames":[]})");
  }
}

TEST_CASE("an unused attribute is found before an index's faults, and keys print as Java's") {
  const auto create = [](const std::string& attributes, const std::string& rest) {
    std::string definitions;
    for (const char name : attributes) {
      definitions += definitions.empty() ? "" : ",";
      definitions += std::string(R"({"AttributeName":")") + name + R"(k","AttributeType":"S"})";
    }
    return R"({"TableName":"Music","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)" +
           definitions +
           R"(],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},)"
           R"({"AttributeName":"sk","KeyType":"RANGE"}])" +
           rest + "}";
  };
  const std::string faulty_index =
      R"(,"GlobalSecondaryIndexes":[{"IndexName":"abc","KeySchema":[{"AttributeName":"ak",)"
      R"("KeyType":"HASH"}],"Projection":{}}])";
  Engine engine;
  CHECK(engine.error("CreateTable", create("spax", faulty_index)) ==
        kInvalid +
            "Some AttributeDefinitions are not used. AttributeDefinitions: [sk, pk, ak, "
            "xk], keys used: [sk, ak, pk]");
  CHECK(engine.error("CreateTable", create("spx", faulty_index)) ==
        kInvalid +
            "Some index key attributes are not defined in AttributeDefinitions. Keys: [ak], "
            "AttributeDefinitions: [sk, pk, xk]");
  CHECK(engine.error("CreateTable", create("spx", R"(,"GlobalSecondaryIndexes":[])")) ==
        kInvalid + "List of GlobalSecondaryIndexes is empty");
  CHECK(engine.error("CreateTable", create("spx", R"(,"LocalSecondaryIndexes":[])")) ==
        kInvalid + "List of LocalSecondaryIndexes is empty");
  CHECK(engine.error("CreateTable", create("spa", faulty_index)) ==
        kInvalid + "Unknown ProjectionType: null");
  CHECK(engine.error("CreateTable", create("spx", "")) ==
        kInvalid +
            "Number of attributes in KeySchema does not exactly match number of attributes "
            "defined in AttributeDefinitions");
}

TEST_CASE("a name is taken until its table is deleted") {
  Engine engine;
  engine.answer("CreateTable", kStreamed);
  CHECK(engine.error("CreateTable", kStreamed) ==
        "ResourceInUseException: Table already exists: Music");
  CHECK(engine.answer("DeleteTable", R"({"TableName":"Music"})")
            .find(R"("TableStatus":"DELETING")") != std::string::npos);
  CHECK(engine.error("DeleteTable", R"({"TableName":"Music"})") ==
        "ResourceNotFoundException: Requested resource not found: Table: Music not found");
  CHECK(engine.stream_registry.list(engine.scope, "Music", "").at(0)->enabled() == false);
  CHECK(engine.error("CreateTable", kStreamed).empty());
}

TEST_CASE("delayed transitions last and are enforced") {
  Engine engine;
  engine.services.settings.delay_transient_statuses = true;
  const char* const name = R"({"TableName":"Music"})";
  const char* const put = R"({"TableName":"Music","Item":{"id":{"S":"1"}}})";
  engine.answer("CreateTable", kStreamed);
  CHECK(engine.error("PutItem", put) == "ResourceNotFoundException: Requested resource not found");
  CHECK(
      engine.error("DeleteTable", name) ==
      "ResourceInUseException: Attempt to change a resource which is still in use: Table is being "
      "created: Music");
  engine.clock.advance(std::chrono::seconds(2));
  CHECK(engine.error("PutItem", put).empty());
  engine.answer("DeleteTable", name);
  CHECK(engine.answer("DescribeTable", name).find(R"("TableStatus":"DELETING")") !=
        std::string::npos);
  CHECK(engine.answer("ListTables", "{}") == R"({"TableNames":["Music"]})");
  CHECK(engine.error("PutItem", put) == "ResourceNotFoundException: Requested resource not found");
  CHECK(engine.error("CreateTable", kStreamed) ==
        "ResourceInUseException: Table already exists: Music");
  engine.clock.advance(std::chrono::seconds(2));
  CHECK(engine.answer("ListTables", "{}") == R"({"TableNames":[]})");
  CHECK(engine.error("CreateTable", kStreamed).empty());
}

}  // namespace create_table_test
