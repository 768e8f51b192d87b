#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace export_request_test {

using namespace std::chrono_literals;
using namespace tests;

namespace {

struct Fixture : TransferEngine {
  Fixture() {
    objects.buckets["exports"];
    create_recoverable_music();
  }
  std::string error(const std::string& more, const std::string& arn = kMusicArn) {
    return engine.error("ExportTableToPointInTime",
                        R"({"TableArn":")" + arn + R"(","S3Bucket":"exports")" + more + "}");
  }
  std::string period_error(const std::string& members) {
    return error(R"(,"ExportType":"INCREMENTAL_EXPORT","IncrementalExportSpecification":{)" +
                 members + "}");
  }
};

}  // namespace

TEST_CASE("the table to export must be there, of the caller's, and named by its ARN") {
  Fixture f;
  const std::string arn = kMusicArn;
  CHECK(f.error("", arn + "x") == "TableNotFoundException: Table not found: " + arn + "x");
  CHECK(f.error("", "arn:aws:dynamodb:us-east-2:000000000000:table/Music") ==
        "TableNotFoundException: Table not found: "
        "arn:aws:dynamodb:us-east-2:000000000000:table/Music");
  CHECK(f.error("", "Music") ==
        "ValidationException: One or more parameter values were invalid: tableArn is not a valid "
        "ARN");
  for (const std::string& other :
       {arn + "/index/x", std::string("arn:aws:dynamodb:us-east-1:000000000000:backup/Music"),
        std::string("arn:aws:s3:us-east-1:000000000000:table/Music")}) {
    CHECK(f.error("", other) == "ValidationException: Invalid Request: Table ARN is invalid.");
  }
  CHECK(f.error("", "arn:aws:dynamodb:us-east-1:000000000001:table/Music") ==
        "AccessDeniedException: Access is denied");
  f.set_recovery("false");
  CHECK(f.error("") ==
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table "
        "'Music'");
}

TEST_CASE("what isn't exported is refused by its name") {
  Fixture f;
  CHECK(f.error(R"(,"ExportFormat":"ION")") ==
        "ValidationException: Invalid Request: ExportFormat ION is not supported: Rivulet exports "
        "DYNAMODB_JSON");
  CHECK(f.error(R"(,"FilterSpecification":{"FilterExpression":"a = b"})") ==
        "ValidationException: Invalid Request: FilterSpecification is not supported: Rivulet "
        "exports all items");
  CHECK(f.error(R"(,"S3SseKmsKeyId":"k")") ==
        "ValidationException: Invalid Request: KMS Key Id is not supported for this encryption "
        "type");
  CHECK(f.error(R"(,"S3SseAlgorithm":"KMS","S3SseKmsKeyId":"k")") == "");
}

TEST_CASE("a time to export lies in the table's past") {
  Fixture f;
  const std::string wrong = "InvalidExportTimeException: Export Time is invalid";
  CHECK(f.error(R"(,"ExportTime":1734479999)") == wrong);
  CHECK(f.error(R"(,"ExportTime":1734480000)") == "");
  CHECK(f.error(R"(,"ExportTime":1734480001)") == wrong);
  f.engine.clock.advance(1s);
  CHECK(f.error(R"(,"ExportTime":1734480001)") == "");
}

TEST_CASE("a type and a period belong together") {
  Fixture f;
  const std::string period = R"(,"IncrementalExportSpecification":{"ExportFromTime":1734480000})";
  CHECK(f.error(period) ==
        "ValidationException: Invalid Request: Export Type expected to be Incremental Export when "
        "incremental export specification is provided");
  CHECK(f.error(R"(,"ExportType":"FULL_EXPORT")" + period) ==
        "ValidationException: Invalid Request: When Export Type is Full Export , Incremental "
        "Export Specification should not be provided");
  CHECK(f.error(R"(,"ExportType":"INCREMENTAL_EXPORT")") ==
        "ValidationException: Invalid Request: Incremental Export Specification expected when "
        "export type is set as Incremental Export");
  CHECK(f.period_error("") ==
        "ValidationException: Invalid Request: ExportFromTime must be provided in "
        "IncrementalExportSpecification");
}

TEST_CASE("a period has 15 minutes to 24 hours of the table's past") {
  Fixture f;
  const auto error = [&](int from, int to) {
    const auto time = [](int after) { return std::to_string(1'734'480'000 + after); };
    return f.period_error(R"("ExportFromTime":)" + time(from) + R"(,"ExportToTime":)" + time(to));
  };
  constexpr int kDay = 86400;
  f.engine.clock.advance(48h);
  CHECK(error(0, 900) == "");
  CHECK(error(0, 899) ==
        "InvalidExportTimeException: Difference between export period from time and export period "
        "to time is less than 15 minutes");
  CHECK(error(0, kDay) == "");
  CHECK(error(0, kDay + 1) ==
        "InvalidExportTimeException: Difference between export period from time and export period "
        "to time is more than 24 hours");
  CHECK(error(-1, 900) ==
        "InvalidExportTimeException: Incremental export period from time cannot be less than the "
        "table creation time : 2024-12-17T23:59:59Z");
  CHECK(error(2 * kDay - 900, 2 * kDay) == "");
  CHECK(error(2 * kDay - 899, 2 * kDay + 1) ==
        "InvalidExportTimeException: Incremental export period to time cannot be greater than the "
        "current time : 2024-12-20T00:00:01Z");
  // Without an end it ends now.
  CHECK(f.period_error(R"("ExportFromTime":1734652800)") ==
        "InvalidExportTimeException: Difference between export period from time and export period "
        "to time is less than 15 minutes");
  CHECK(f.period_error(R"("ExportFromTime":1734566400)") == "");
  f.set_recovery("false");
  CHECK(error(0, 900) ==
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table "
        "'Music'");
  f.set_recovery("true");
  CHECK(error(0, 900) == "InvalidExportTimeException: Export Time is invalid");
}

}  // namespace export_request_test
