#include "server/operations/transfers/export_json.h"

#include <doctest/doctest.h>

#include <functional>

namespace export_json_test {

using namespace server::operations;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

Export full() {
  Export of;
  of.scope = kScope;
  of.arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Music/export/01734480000000-1a2b3c4d";
  of.table = "Music";
  of.table_id = "id";
  of.client_token = "token";
  of.bucket = "exports";
  of.export_time = core::from_epoch_milliseconds(3000);
  of.started_at = core::from_epoch_milliseconds(4001);
  return of;
}

// With something else in each member that full() leaves as it is.
Export incremental() {
  Export of = full();
  of.incremental = of.type_stated = of.end_stated = true;
  of.from = core::from_epoch_milliseconds(1000);
  of.to = core::from_epoch_milliseconds(2000);
  of.old_images = false;
  of.bucket_owner = "000000000001";
  of.prefix = "p";
  of.sse_algorithm = "KMS";
  of.sse_key = "key";
  of.since = 5;
  of.until = 7;
  of.status = TransferStatus::failed;
  of.ended_at = core::from_epoch_milliseconds(6000);
  of.failure = {"UNKNOWN", "why"};
  of.item_count = 8;
  of.billed_bytes = 9;
  return of;
}

std::string described(const Export& shown) {
  core::json::Writer writer;
  writer.begin_object();
  write_export_description(writer, shown);
  return writer.end_object().take();
}

}  // namespace

TEST_CASE("an export is read back as it was stored") {
  for (const Export& stored : {full(), incremental()}) {
    const Export read = export_from_json(export_to_json(stored), kScope);
    CHECK(described(read) == described(stored));
    CHECK(export_to_json(read) == export_to_json(stored));
    CHECK(same_request(read, stored));
    CHECK(read.since == stored.since);
    CHECK(read.until == stored.until);
    CHECK(read.scope == kScope);
  }
}

TEST_CASE("a failed incremental export is described with its period and its failure") {
  CHECK(described(incremental()) ==
        R"({"ExportDescription":{"ExportArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music)"
        R"(/export/01734480000000-1a2b3c4d","ExportStatus":"FAILED","StartTime":4.001,)"
        R"("TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music","TableId":"id",)"
        R"("ClientToken":"token","S3Bucket":"exports","S3BucketOwner":"000000000001",)"
        R"("S3Prefix":"p","S3SseAlgorithm":"KMS","S3SseKmsKeyId":"key",)"
        R"("ExportFormat":"DYNAMODB_JSON","ExportType":"INCREMENTAL_EXPORT",)"
        R"("IncrementalExportSpecification":{"ExportFromTime":1.000,"ExportToTime":2.000,)"
        R"("ExportViewType":"NEW_IMAGE"},"EndTime":6.000,"FailureCode":"UNKNOWN",)"
        R"("FailureMessage":"why"}})");
}

TEST_CASE("requests are alike if all that they stated is") {
  CHECK(same_request(full(), full()));
  Export later = full();
  later.export_time += std::chrono::seconds(1);
  later.client_token = "other";
  CHECK(same_request(full(), later));
  const std::function<void(Export&)> changes[] = {
      [](Export& each) { each.incremental = true; }, [](Export& each) { each.end_stated = true; },
      [](Export& each) { each.old_images = false; }, [](Export& each) { each.table_id = "x"; },
      [](Export& each) { each.bucket = "x"; },       [](Export& each) { each.bucket_owner = "x"; },
      [](Export& each) { each.prefix = "x"; },       [](Export& each) { each.sse_algorithm = "x"; },
      [](Export& each) { each.sse_key = "x"; },
  };
  for (const auto& change : changes) {
    Export changed = full();
    change(changed);
    CHECK_FALSE(same_request(full(), changed));
  }
  Export other = incremental();
  other.from += std::chrono::seconds(1);
  CHECK_FALSE(same_request(incremental(), other));
  other = incremental();
  other.to += std::chrono::seconds(1);
  CHECK_FALSE(same_request(incremental(), other));
}

}  // namespace export_json_test
