#include "server/operations/transfers/import_json.h"

#include <doctest/doctest.h>

#include <functional>

namespace import_json_test {

using namespace server::operations;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

Import failed() {
  Import of;
  of.scope = kScope;
  of.arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Music/import/01734480000000-1a2b3c4d";
  of.table = "Music";
  of.table_id = "id";
  of.client_token = "token";
  of.bucket = "imports";
  of.bucket_owner = "000000000001";
  of.prefix = "p";
  of.format = InputFormat::csv;
  of.compression = Compression::zstd;
  of.options = R"({"Csv":{"Delimiter":";"}})";
  of.creation_parameters = R"({"TableName":"Music"})";
  of.status = TransferStatus::failed;
  of.started_at = core::from_epoch_milliseconds(1000);
  of.ended_at = core::from_epoch_milliseconds(2000);
  of.failure = {"UNKNOWN", "why"};
  of.last_key = "p/3";
  of.counts = {1, 2, 3, 4};
  return of;
}

std::string described(const Import& shown) {
  core::json::Writer writer;
  writer.begin_object();
  write_import_description(writer, shown);
  return writer.end_object().take();
}

}  // namespace

TEST_CASE("an import is read back as it was stored") {
  const Import read = import_from_json(import_to_json(failed()), kScope);
  CHECK(described(read) == described(failed()));
  CHECK(import_to_json(read) == import_to_json(failed()));
  CHECK(same_request(read, failed()));
  CHECK(read.last_key == "p/3");
  CHECK(read.scope == kScope);
}

TEST_CASE("a failed import is described with its failure") {
  CHECK(described(failed()) ==
        R"({"ImportTableDescription":{"ImportArn":"arn:aws:dynamodb:us-east-1:000000000000:table)"
        R"(/Music/import/01734480000000-1a2b3c4d","ImportStatus":"FAILED",)"
        R"("TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music","S3BucketSource":)"
        R"({"S3BucketOwner":"000000000001","S3Bucket":"imports","S3KeyPrefix":"p"},)"
        R"("CloudWatchLogGroupArn":)"
        R"("arn:aws:logs:us-east-1:000000000000:log-group:/aws-dynamodb/imports:*",)"
        R"("InputFormat":"CSV","StartTime":1.000,"EndTime":2.000,"TableId":"id",)"
        R"("ClientToken":"token","ErrorCount":4,"InputFormatOptions":{"Csv":{"Delimiter":";"}},)"
        R"("InputCompressionType":"ZSTD","TableCreationParameters":{"TableName":"Music"},)"
        R"("ProcessedSizeBytes":1,"ProcessedItemCount":2,"ImportedItemCount":3,)"
        R"("FailureCode":"UNKNOWN","FailureMessage":"why"}})");
}

TEST_CASE("requests for imports are alike if all of them but the token is") {
  Import other = failed();
  other.client_token = "other";
  other.last_key = "";
  other.counts = {};
  CHECK(same_request(failed(), other));
  const std::function<void(Import&)> changes[] = {
      [](Import& each) { each.bucket = "x"; },
      [](Import& each) { each.bucket_owner = "x"; },
      [](Import& each) { each.prefix = "x"; },
      [](Import& each) { each.format = InputFormat::dynamodb_json; },
      [](Import& each) { each.compression = Compression::none; },
      [](Import& each) { each.options = ""; },
      [](Import& each) { each.creation_parameters = "x"; },
  };
  for (const auto& change : changes) {
    Import changed = failed();
    change(changed);
    CHECK_FALSE(same_request(failed(), changed));
  }
}

}  // namespace import_json_test
