#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace backups_test {

using namespace tests;

namespace {

std::string backup(const std::string& name = "nightly") {
  return R"({"TableName":"Music","BackupName":")" + name + R"("})";
}

std::string arn_in(const std::string& answer) {
  const auto begin = answer.find(R"("BackupArn":")") + 13;
  return answer.substr(begin, answer.find('"', begin) - begin);
}

std::string make(Engine& engine, const std::string& name = "nightly") {
  return arn_in(engine.answer("CreateBackup", backup(name)));
}

std::string body(const std::string& arn) {
  return R"({"BackupArn":")" + arn + R"("})";
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

const std::string kUnknown =
    "arn:aws:dynamodb:us-east-1:000000000000:table/Music/backup/01734480000000-00000001";

}  // namespace

TEST_CASE("a backup is made, described and deleted") {
  Engine engine;
  create_music(engine);
  engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":"a"}}})");
  const std::string made = engine.answer("CreateBackup", backup());
  const std::string arn = arn_in(made);
  CHECK(arn.starts_with(std::string(kMusicArn) + "/backup/01734480000000-"));
  const auto details = [&](const std::string& status) {
    return R"("BackupDetails":{"BackupArn":")" + arn +
           R"(","BackupName":"nightly","BackupCreationDateTime":1734480000.000,"BackupStatus":")" +
           status + R"(","BackupType":"USER","BackupSizeBytes":3})";
  };
  CHECK(made == "{" + details("CREATING") + "}");
  const std::string id = engine.catalog.find(engine.scope, "Music")->definition.id;
  const auto description = [&](const std::string& status) {
    return R"({"BackupDescription":{)" + details(status) +
           R"(,"SourceTableDetails":{"TableName":"Music","TableId":")" + id + R"(","TableArn":")" +
           kMusicArn +
           R"(","TableSizeBytes":3,"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
           R"("TableCreationDateTime":1734480000.000,"ProvisionedThroughput":)"
           R"({"ReadCapacityUnits":0,"WriteCapacityUnits":0},"ItemCount":1,)"
           R"("BillingMode":"PAY_PER_REQUEST"},"SourceTableFeatureDetails":{}}})";
  };
  CHECK(engine.answer("DescribeBackup", body(arn)) == description("AVAILABLE"));
  CHECK(engine.answer("DeleteBackup", body(arn)) == description("DELETED"));
  for (const char* operation : {"DescribeBackup", "DeleteBackup"}) {
    CHECK(engine.error(operation, body(arn)) ==
          "BackupNotFoundException: Backup not found: " + arn);
  }
}

TEST_CASE("a backup shows streams, time to live, encryption and indexes of its table") {
  Engine engine;
  engine.answer(
      "CreateTable",
      R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},)"
      R"({"AttributeName":"n","AttributeType":"N"}],"KeySchema":[{"AttributeName":"id",)"
      R"("KeyType":"HASH"}],"BillingMode":"PROVISIONED","ProvisionedThroughput":)"
      R"({"ReadCapacityUnits":1,"WriteCapacityUnits":2},"GlobalSecondaryIndexes":[{"IndexName":)"
      R"("ByN","KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],"Projection":)"
      R"({"ProjectionType":"KEYS_ONLY"},"ProvisionedThroughput":{"ReadCapacityUnits":3,)"
      R"("WriteCapacityUnits":4}}],"StreamSpecification":{"StreamEnabled":true,"StreamViewType":)"
      R"("NEW_IMAGE"}})");
  engine.answer("UpdateTimeToLive",
                R"({"TableName":"Music","TimeToLiveSpecification":{"Enabled":true,)"
                R"("AttributeName":"ttl"}})");
  const std::string shown = engine.answer("DescribeBackup", body(make(engine)));
  CHECK(shown.find(R"("ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2})") !=
        std::string::npos);
  CHECK(shown.find(R"("SourceTableFeatureDetails":{"GlobalSecondaryIndexes":[{"IndexName":"ByN",)"
                   R"("KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],"Projection":)"
                   R"({"ProjectionType":"KEYS_ONLY"},"ProvisionedThroughput":)"
                   R"({"ReadCapacityUnits":3,"WriteCapacityUnits":4}}],"StreamDescription":)"
                   R"({"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},"TimeToLiveDescription":)"
                   R"({"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}})") !=
        std::string::npos);
}

TEST_CASE("names of backups needn't differ, and backups outlive their table") {
  Engine engine;
  create_music(engine);
  const std::string first = make(engine);
  CHECK(make(engine) != first);
  engine.answer("DeleteTable", kMusic);
  CHECK(count(engine.answer("ListBackups", kMusic), "BackupArn") == 2);
  CHECK(engine.error("CreateBackup", backup()) == "TableNotFoundException: Table not found: Music");
}

TEST_CASE("a table that is being created has no backups yet") {
  Engine engine;
  engine.services.settings.delay_transient_statuses = true;
  create_music(engine);
  for (const char* operation : {"CreateBackup", "DescribeContinuousBackups"}) {
    CHECK(engine.error(operation, backup()) == "TableNotFoundException: Table not found: Music");
  }
}

TEST_CASE("lists are filtered by table, type and time, and end with a place to go on") {
  Engine engine;
  create_music(engine);
  const std::string first = make(engine, "first");
  engine.clock.advance(std::chrono::milliseconds(500));
  const std::string second = make(engine, "second");
  const auto list = [&](const std::string& members) {
    return engine.answer("ListBackups", "{" + members + "}");
  };
  CHECK(count(list(""), "BackupArn") == 2);
  CHECK(count(list(R"("TableName":"Other")"), "BackupArn") == 0);
  CHECK(count(list(R"("BackupType":"SYSTEM")"), "BackupArn") == 0);
  CHECK(count(list(R"("BackupType":"AWS_BACKUP")"), "BackupArn") == 0);
  CHECK(count(list(R"("BackupType":"ALL")"), "BackupArn") == 2);
  CHECK(arn_in(list(R"("TimeRangeLowerBound":1734480000.5)")) == second);
  CHECK(count(list(R"("TimeRangeLowerBound":1734480000.5)"), "BackupArn") == 1);
  CHECK(count(list(R"("TimeRangeUpperBound":1734480000.5)"), "BackupArn") == 1);
  CHECK(count(list(R"("TimeRangeUpperBound":1734480000.501)"), "BackupArn") == 2);
  const std::string page = list(R"("Limit":1)");
  CHECK(arn_in(page) == first);
  CHECK(page.ends_with(R"("LastEvaluatedBackupArn":")" + first + "\"}"));
  const std::string rest = list(R"("Limit":1,"ExclusiveStartBackupArn":")" + first + "\"");
  CHECK(arn_in(rest) == second);
  CHECK(rest.find("LastEvaluatedBackupArn") == std::string::npos);
  // The place needs no backup that is still there.
  engine.answer("DeleteBackup", body(first));
  CHECK(arn_in(list(R"("ExclusiveStartBackupArn":")" + first + "\"")) == second);
}

TEST_CASE("faults of a list") {
  Engine engine;
  CHECK(engine.error("ListBackups", R"({"TimeRangeLowerBound":2,"TimeRangeUpperBound":1})") ==
        "ValidationException: One or more parameter values were invalid: Time range lower bound "
        "must be less than or equal to upper bound");
  CHECK(engine.error("ListBackups",
                     R"({"ExclusiveStartBackupArn":"arn:aws:dynamodb:us-west-2:000000000000:)"
                     R"(table/Music/backup/01734480000000-00000001"})") ==
        "ValidationException: Invalid Request: The supplied ExclusiveStartBackupArn does not match "
        "the region");
}

TEST_CASE("what isn't the ARN of a backup is refused") {
  struct Case {
    std::string arn;
    std::string error;
  };
  const Case cases[] = {
      {kUnknown,                             "BackupNotFoundException: Backup not found: " + kUnknown},
      {std::string(kMusicArn) + "/stream/x", "ValidationException: Invalid Backup ARN"               },
      {std::string(48,                       'x'),                                                     "ValidationException: Invalid Backup ARN"},
      {"arn:aws-cn:dynamodb:us-east-1:000000000000:table/Music/backup/0-1",
       "ValidationException: Invalid Request: BackupArn is not valid"                         },
      {"arn:aws:sqs:us-east-1:000000000000:table/Music/backup/0-1",
       "ValidationException: Invalid Request: BackupArn is not valid"        },
      {"arn:aws:dynamodb:us-east-1:111111111111:table/Music/backup/0-1",
       "AccessDeniedException: Access is denied"                    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.arn);
    Engine engine;
    CHECK(engine.error("DescribeBackup", body(c.arn)) == c.error);
  }
}

TEST_CASE("a deleted table leaves a backup only if it could be recovered") {
  Engine engine;
  create_music(engine);
  engine.answer("DeleteTable", kMusic);
  CHECK(count(engine.answer("ListBackups", R"({"BackupType":"ALL"})"), "BackupArn") == 0);
  create_music(engine);
  engine.answer("UpdateContinuousBackups",
                R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                R"({"PointInTimeRecoveryEnabled":true}})");
  engine.answer("DeleteTable", kMusic);
  const std::string left = engine.answer("ListBackups", R"({"BackupType":"SYSTEM"})");
  const std::string arn = std::string(kMusicArn) + "/backup/01734480000000-00000000";
  CHECK(arn_in(left) == arn);
  CHECK(left.find(R"("BackupName":"Music$DeletedTableBackup")") != std::string::npos);
  CHECK(left.find(R"("BackupExpiryDateTime":1737504000.000)") != std::string::npos);
  CHECK(
      engine.error("DeleteBackup", body(arn)) ==
      "ValidationException: Invalid Request: User is not allowed to delete the system backup with "
      "arn " +
          arn + ". It will automatically expire on 2025-01-22T00:00:00.000Z");
}

}  // namespace backups_test
