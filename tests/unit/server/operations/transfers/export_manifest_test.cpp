#include "server/operations/transfers/export_manifest.h"

#include <doctest/doctest.h>

namespace export_manifest_test {

using namespace server::operations;

namespace {

Export finished() {
  Export full;
  full.scope = {core::AccountId("000000000000"), core::Region("us-east-1")};
  full.arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Music/export/01734480000000-1a2b3c4d";
  full.table = "Music";
  full.table_id = "12345a12-abcd-123a-ab12-1234abc12345";
  full.started_at = core::from_epoch_milliseconds(1'734'480'000'028);
  full.ended_at = core::from_epoch_milliseconds(1'734'480'300'897);
  full.export_time = full.started_at;
  full.bucket = "exports";
  full.item_count = 8;
  full.billed_bytes = 250;
  return full;
}

constexpr const char* kHead =
    R"("exportArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music/export/01734480000000-1a2b3c4d",)"
    R"("startTime":"2024-12-18T00:00:00.028Z","endTime":"2024-12-18T00:05:00.897Z",)"
    R"("tableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music",)"
    R"("tableId":"12345a12-abcd-123a-ab12-1234abc12345",)";

}  // namespace

TEST_CASE("the summary of a full export is that of the guide") {
  CHECK(summary_manifest(finished()) ==
        std::string(R"({"version":"2020-06-30",)") + kHead +
            R"("exportTime":"2024-12-18T00:00:00.028Z","s3Bucket":"exports","s3Prefix":null,)"
            R"("s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,)"
            R"("manifestFilesS3Key":"AWSDynamoDB/01734480000000-1a2b3c4d/manifest-files.json",)"
            R"("billedSizeBytes":250,"itemCount":8,"outputFormat":"DYNAMODB_JSON"})");
}

TEST_CASE("the summary of an incremental export tells its period and view") {
  Export incremental = finished();
  incremental.incremental = true;
  incremental.from = core::from_epoch_milliseconds(1'734'400'000'000);
  incremental.to = core::from_epoch_milliseconds(1'734'403'600'000);
  incremental.prefix = "a/";
  incremental.sse_algorithm = "KMS";
  incremental.sse_key = "key";
  const auto summary = [&](const char* view) {
    return std::string(R"({"version":"2023-08-01",)") + kHead +
           R"("exportFromTime":"2024-12-17T01:46:40.000Z",)"
           R"("exportToTime":"2024-12-17T02:46:40.000Z","s3Bucket":"exports","s3Prefix":"a/",)"
           R"("s3SseAlgorithm":"KMS","s3SseKmsKeyId":"key",)"
           R"("manifestFilesS3Key":"a/AWSDynamoDB/01734480000000-1a2b3c4d/manifest-files.json",)"
           R"("billedSizeBytes":250,"itemCount":8,"outputFormat":"DYNAMODB_JSON","outputView":")" +
           view + R"(","exportType":"INCREMENTAL_EXPORT"})";
  };
  CHECK(summary_manifest(incremental) == summary("NEW_AND_OLD_IMAGES"));
  incremental.old_images = false;
  CHECK(summary_manifest(incremental) == summary("NEW_IMAGE"));
}

TEST_CASE("the manifest of files has a line for each") {
  const std::string md5 = raw_md5("content");
  CHECK(files_manifest({
            {"data/a.json.gz", md5, 8},
            {"data/b.json.gz", md5, 0}
  }) ==
        R"({"itemCount":8,"md5Checksum":"mgNkuembtIDdJeHwKEyFVQ==",)"
        R"("etag":"9a0364b9e99bb480dd25e1f0284c8555","dataFileS3Key":"data/a.json.gz"})"
        "\n"
        R"({"itemCount":0,"md5Checksum":"mgNkuembtIDdJeHwKEyFVQ==",)"
        R"("etag":"9a0364b9e99bb480dd25e1f0284c8555","dataFileS3Key":"data/b.json.gz"})"
        "\n");
  CHECK(checksum_text("content") == "mgNkuembtIDdJeHwKEyFVQ==");
}

}  // namespace export_manifest_test
