#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace restore_table_test {

using namespace tests;

namespace {

struct Fixture {
  Engine engine;
  std::string arn;

  explicit Fixture(const std::string& more = "") {
    create_music(engine, more);
    engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"a"}}})");
    const std::string made =
        engine.answer("CreateBackup", R"({"TableName":"Music","BackupName":"nightly"})");
    const auto begin = made.find(R"("BackupArn":")") + 13;
    arn = made.substr(begin, made.find('"', begin) - begin);
  }

  std::string body(const std::string& members = "", const std::string& target = "Copy") const {
    return R"({"TargetTableName":")" + target + R"(","BackupArn":")" + arn + "\"" + members + "}";
  }
  std::string restore(const std::string& members = "") {
    return engine.answer("RestoreTableFromBackup", body(members));
  }
  std::string error(const std::string& members, const std::string& target = "Copy") {
    return engine.error("RestoreTableFromBackup", body(members, target));
  }
  bool has(const std::string& part, const std::string& table = "Copy") {
    return engine.answer("DescribeTable", R"({"TableName":")" + table + "\"}").find(part) !=
           std::string::npos;
  }
};

std::string point(const std::string& members, const std::string& target = "Copy") {
  return R"({"TargetTableName":")" + target + "\"," + members + "}";
}

void enable(Engine& engine) {
  engine.answer("UpdateContinuousBackups",
                R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                R"({"PointInTimeRecoveryEnabled":true}})");
}

}  // namespace

TEST_CASE("a restored table is being created in the answer, and there afterwards") {
  Fixture f;
  const std::string answer = f.restore();
  CHECK(answer.find(R"("RestoreSummary":{"SourceBackupArn":")" + f.arn + R"(","SourceTableArn":")" +
                    kMusicArn +
                    R"(","RestoreDateTime":1734480000.000,"RestoreInProgress":true})") !=
        std::string::npos);
  CHECK(answer.find(R"("TableStatus":"CREATING")") != std::string::npos);
  CHECK(f.has(R"("TableStatus":"ACTIVE")"));
  CHECK(f.has(R"("ItemCount":1)"));
  CHECK(!f.has("RestoreSummary"));
  CHECK(f.engine.answer("GetItem", R"({"TableName":"Copy","Key":{"id":{"S":"a"}}})") ==
        R"({"Item":{"id":{"S":"a"}}})");
}

TEST_CASE("a restored table has neither stream nor recovery, tags, class and protection") {
  Fixture f(R"(,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},"Tags":)"
            R"([{"Key":"k","Value":"v"}],"TableClass":"STANDARD_INFREQUENT_ACCESS",)"
            R"("DeletionProtectionEnabled":true,"OnDemandThroughput":{"MaxReadRequestUnits":100})");
  f.restore();
  CHECK(!f.has("Stream"));
  CHECK(!f.has("TableClassSummary"));
  CHECK(f.has(R"("DeletionProtectionEnabled":false)"));
  CHECK(f.has(R"("OnDemandThroughput":{"MaxReadRequestUnits":100})"));
  CHECK(f.has(R"("BillingMode":"PAY_PER_REQUEST")"));
  CHECK(
      f.engine.answer("ListTagsOfResource",
                      R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Copy"})") ==
      R"({"Tags":[]})");
}

TEST_CASE("billing, throughput and encryption can be overridden") {
  Fixture f;
  f.restore(R"(,"BillingModeOverride":"PROVISIONED","ProvisionedThroughputOverride":)"
            R"({"ReadCapacityUnits":3,"WriteCapacityUnits":4},"SSESpecificationOverride":)"
            R"({"Enabled":true,"SSEType":"KMS"})");
  CHECK(f.has(R"("ReadCapacityUnits":3,"WriteCapacityUnits":4)"));
  CHECK(f.has(R"("SSEType":"KMS")"));
}

TEST_CASE("overrides that don't fit are told apart") {
  const std::string request = "ValidationException: Invalid Request: ";
  const std::string units =
      R"(,"ProvisionedThroughputOverride":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})";
  struct Case {
    std::string members;
    std::string error;
  };
  const Case cases[] = {
      {units,                                                                                                                                                  "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED"},
      {R"(,"BillingModeOverride":"PAY_PER_REQUEST")" + units,
       "Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST"                                                                                                                                          },
      {R"(,"BillingModeOverride":"PROVISIONED")",
       "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED"                                                                                                                                                },
      {R"(,"OnDemandThroughputOverride":{"MaxReadRequestUnits":0})",
       "Requested MaxReadRequestUnits for OnDemandThroughput is outside of valid range"                                                                                                                                                 },
      {R"(,"BillingModeOverride":"PROVISIONED","OnDemandThroughputOverride":{"MaxWriteRequestUnits":1})" +
           units,                                                                                                                                       "Cannot override MaxWriteRequestUnits for OnDemandThroughput unless BillingModeOverride is "
       "PAY_PER_REQUEST"                                                                                                                                                                                        },
      {R"(,"GlobalSecondaryIndexOverride":[{"IndexName":"New","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}])",
       "Index New does not match a secondary index that existed in the source table and cannot be "
       "created during the restore operation"                                                                                                                                                                                           },
  };
  for (const Case& c : cases) {
    CAPTURE(c.members);
    Fixture f;
    CHECK(f.error(c.members) == request + c.error);
    CHECK(f.engine.answer("ListTables", "{}") == R"({"TableNames":["Music"]})");
  }
}

TEST_CASE("indexes come along, are renamed, or are left out") {
  Engine engine;
  engine.answer(
      "CreateTable",
      R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},)"
      R"({"AttributeName":"n","AttributeType":"N"}],"KeySchema":[{"AttributeName":"id",)"
      R"("KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST","GlobalSecondaryIndexes":)"
      R"([{"IndexName":"ByN","KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],"Projection":)"
      R"({"ProjectionType":"ALL"}}]})");
  engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"a"},"n":{"N":"1"}}})");
  const std::string made =
      engine.answer("CreateBackup", R"({"TableName":"Music","BackupName":"nightly"})");
  const auto begin = made.find(R"("BackupArn":")") + 13;
  const std::string arn = made.substr(begin, made.find('"', begin) - begin);
  const auto restore = [&](const std::string& target, const std::string& members) {
    engine.answer("RestoreTableFromBackup",
                  point(R"("BackupArn":")" + arn + "\"" + members, target));
    return engine.answer("DescribeTable", R"({"TableName":")" + target + "\"}");
  };
  restore("Same", "");
  CHECK(engine.answer("Query",
                      R"({"TableName":"Same","IndexName":"ByN","KeyConditionExpression":"n = :n",)"
                      R"("ExpressionAttributeValues":{":n":{"N":"1"}},"Select":"COUNT"})") ==
        R"({"Count":1,"ScannedCount":1})");
  const std::string none = restore("None", R"(,"GlobalSecondaryIndexOverride":[])");
  CHECK(none.find("GlobalSecondaryIndexes") == std::string::npos);
  CHECK(none.find(R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}])") !=
        std::string::npos);
  const std::string renamed = restore(
      "Renamed",
      R"(,"GlobalSecondaryIndexOverride":[{"IndexName":"Other","KeySchema":)"
      R"([{"AttributeName":"n","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}])");
  CHECK(renamed.find(R"("IndexName":"Other")") != std::string::npos);
  CHECK(engine.error("RestoreTableFromBackup",
                     point(R"("BackupArn":")" + arn +
                           R"(","BillingModeOverride":"PROVISIONED",)"
                           R"("ProvisionedThroughputOverride":{"ReadCapacityUnits":1,)"
                           R"("WriteCapacityUnits":1})")) ==
        "ValidationException: Invalid Request: Must specify provisioned throughput for index ByN");
}

TEST_CASE("the target's name must be free, and the backup there") {
  Fixture f;
  CHECK(f.error("", "Music") == "TableAlreadyExistsException: Table already exists: Music");
  f.engine.answer("DeleteBackup", R"({"BackupArn":")" + f.arn + "\"}");
  CHECK(f.error("") == "BackupNotFoundException: Backup not found: " + f.arn);
  f.arn = kMusicArn + std::string("/index/ByN");
  CHECK(f.error("") == "ValidationException: Invalid Backup ARN");
}

TEST_CASE("a restore from another region wants to be told the encryption") {
  Fixture f;
  f.engine.scope.region = core::Region("us-west-2");
  CHECK(f.error("") ==
        "ValidationException: Invalid Request: sseSpecificationOverride must be provided for "
        "cross-region restores");
  f.restore(R"(,"SSESpecificationOverride":{"Enabled":false})");
  CHECK(f.has(R"("TableArn":"arn:aws:dynamodb:us-west-2:000000000000:table/Copy")"));
  CHECK(f.has(R"("ItemCount":1)"));
}

TEST_CASE("a table is restored to a second, or to the latest that can be") {
  Engine engine;
  create_music(engine);
  enable(engine);
  engine.clock.advance(std::chrono::seconds(10));
  engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"a"}}})");
  engine.clock.advance(std::chrono::seconds(309));
  const auto restored = [&](const std::string& target, const std::string& when) {
    engine.answer("RestoreTableToPointInTime",
                  point(R"("SourceTableName":"Music",)" + when, target));
    return engine.catalog.find(engine.scope, target)->statistics.item_count;
  };
  CHECK(restored("Before", R"("RestoreDateTime":1734480009)") == 0);
  CHECK(restored("Latest9", R"("UseLatestRestorableTime":true)") == 1);
  CHECK(restored("After", R"("RestoreDateTime":1734480010)") == 1);
  CHECK(engine
            .answer("RestoreTableToPointInTime",
                    point(R"("SourceTableArn":")" + std::string(kMusicArn) +
                          R"(","RestoreDateTime":1734480010.7)"))
            .find(R"("RestoreSummary":{"SourceTableArn":")" + std::string(kMusicArn) +
                  R"(","RestoreDateTime":1734480010.000,"RestoreInProgress":true})") !=
        std::string::npos);
}

TEST_CASE("a point in time that can't be restored to is refused in AWS's order") {
  Engine engine;
  create_music(engine);
  const auto error = [&](const std::string& members, const std::string& target = "Copy") {
    return engine.error("RestoreTableToPointInTime", point(members, target));
  };
  const std::string request = "ValidationException: Invalid Request: ";
  const std::string source = R"("SourceTableName":"Music")";
  const std::string latest = R"(,"UseLatestRestorableTime":true)";
  CHECK(error(source) == request +
                             "Either one of RestoreDateTime or UseLatestRestorableTime must be "
                             "specified, but not both");
  CHECK(error(source + latest + R"(,"RestoreDateTime":1)") ==
        request +
            "Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time "
            "restore request. Please specify either RestoreDateTime time or "
            "UseLatestRestorableTime");
  CHECK(error(source + R"(,"SourceTableArn":"arn")" + latest) ==
        "ValidationException: Must provide exactly one of: sourceTableArn, sourceTableName");
  CHECK(error(R"("UseLatestRestorableTime":true)") ==
        "ValidationException: The parameter 'TableName' is required but was not present in the "
        "request");
  CHECK(error(R"("SourceTableName":"None")" + latest, "Music") ==
        "TableNotFoundException: Table not found: None");
  CHECK(error(source + latest, "Music") ==
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table "
        "'Music'");
  enable(engine);
  CHECK(error(source + R"(,"RestoreDateTime":1734479999)", "Music") ==
        "InvalidRestoreTimeException: RestoreDateTime '2024-12-17T23:59:59Z' must be within "
        "EarliestRestorableDateTime '2024-12-18T00:00:00Z' and LatestRestorableDateTime "
        "'2024-12-18T00:00:00Z'");
  CHECK(error(source + R"(,"RestoreDateTime":1734480001)").starts_with("InvalidRestoreTime"));
  CHECK(error(source + latest, "Music") ==
        "TableAlreadyExistsException: Table already exists: Music");
  const auto arn_error = [&](const std::string& arn) {
    return error(R"("SourceTableArn":")" + arn + "\"" + latest);
  };
  CHECK(arn_error("Music") ==
        "ValidationException: One or more parameter values were invalid: ARNs must start with "
        "'arn:': Music");
  CHECK(arn_error("arn:aws:dynamodb:us-east-1:000000000000:export/x") ==
        request + "sourceTableArn is not a valid ARN");
  CHECK(arn_error("arn:aws:dynamodb:us-east-1:111111111111:table/Music") ==
        "ValidationException: This action is only supported by accounts that match the resource "
        "owner’s account.");
}

TEST_CASE("restores that last show their origin while they do") {
  Fixture f;
  f.engine.services.settings.delay_transient_statuses = true;
  f.restore();
  CHECK(f.has(R"("TableStatus":"CREATING")"));
  CHECK(f.has("RestoreSummary"));
  CHECK(f.error("") ==
        "TableInUseException: Table: Copy is already being restored from backup: " + f.arn);
  CHECK(f.engine.error("DeleteTable", R"({"TableName":"Copy"})") ==
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is "
        "being created: Copy");
  f.engine.clock.advance(std::chrono::seconds(2));
  CHECK(f.has(R"("TableStatus":"ACTIVE")"));
  CHECK(!f.has("RestoreSummary"));
}

}  // namespace restore_table_test
