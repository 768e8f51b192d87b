#include "server/operations/transfers/transfer_arn.h"

#include <doctest/doctest.h>

namespace transfer_arn_test {

using namespace server::operations;

TEST_CASE("a transfer's ARN has its table, its kind and its time, and is no other's") {
  const core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  const auto now = core::from_epoch_milliseconds(1'734'480'000'123);
  const std::string arn = new_transfer_arn(scope, "Music", "export", now);
  const std::string head =
      "arn:aws:dynamodb:us-east-1:000000000000:table/Music/export/01734480000123-";
  CHECK(arn.substr(0, head.size()) == head);
  CHECK(arn.size() == head.size() + 8);
  CHECK(new_transfer_arn(scope, "Music", "export", now) != arn);
}

TEST_CASE("an ARN is that of an export or of an import") {
  const std::string table = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";
  CHECK(is_transfer_arn(table + "/export/01734480000123-1a2b3c4d", "export"));
  CHECK_FALSE(is_transfer_arn(table + "/export/01734480000123-1a2b3c4d", "import"));
  CHECK_FALSE(is_transfer_arn(table, "export"));
  CHECK_FALSE(is_transfer_arn("arn:aws:s3:us-east-1:000000000000:table/Music/export/1", "export"));
  CHECK_FALSE(
      is_transfer_arn("arn:aws:dynamodb:us-east-1:000000000000:backup/M/export/1", "export"));
  CHECK_FALSE(is_transfer_arn("Music/export/1", "export"));
}

}  // namespace transfer_arn_test
