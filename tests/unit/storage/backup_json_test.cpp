#include "storage/backup_json.h"

#include <doctest/doctest.h>

namespace backup_json_test {

using namespace storage;
using namespace std::chrono_literals;

TEST_CASE("a backup is read as it was stored") {
  const core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  Backup backup;
  backup.number = 3;
  backup.arn = backup_arn(scope, core::TableName("T"), "01791504762511-2779fadd");
  backup.name = "nightly";
  backup.type = BackupType::system;
  backup.created_at = core::WallTime{5000ms};
  backup.table.name = core::TableName("T");
  backup.table.id = "id";
  backup.statistics = {6, 7};
  backup.complete = true;
  const Backup read = backup_from_json(backup_to_json(backup), scope);
  CHECK(read.arn ==
        "arn:aws:dynamodb:us-east-1:000000000000:table/T/backup/01791504762511-2779fadd");
  CHECK(read.number == 3);
  CHECK(read.name == "nightly");
  CHECK(read.type == BackupType::system);
  CHECK(read.created_at == backup.created_at);
  CHECK(read.scope() == scope);
  CHECK(read.table.name == backup.table.name);
  CHECK(read.table.id == "id");
  CHECK(read.statistics.item_count == 6);
  CHECK(read.statistics.size_bytes == 7);
  CHECK(read.complete);
}

TEST_CASE("only the ARN of a backup names one") {
  CHECK(backup_name_in("arn:aws:dynamodb:r:1:table/T/backup/0-1") == "T/backup/0-1");
  CHECK(backup_name_in("arn:aws:dynamodb:r:1:table/T/stream/0-1").empty());
  CHECK(backup_name_in("arn:aws:dynamodb:r:1:table/T").empty());
  CHECK(backup_name_in("arn:aws:sqs:r:1:table/T/backup/0-1").empty());
  CHECK(backup_name_in("T/backup/0-1").empty());
}

}  // namespace backup_json_test
