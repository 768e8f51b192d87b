#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace exports_test {

using namespace std::chrono_literals;
using namespace tests;

namespace {

std::string request(const std::string& more = "") {
  return std::string(R"({"TableArn":")") + kMusicArn + R"(","S3Bucket":"exports")" + more + "}";
}

struct Fixture : TransferEngine {
  Fixture() {
    objects.buckets["exports"];
    create_recoverable_music();
  }
  // The ARN of a new export, which hasn't begun yet.
  std::string begin(const std::string& more = "") {
    return member(engine.answer("ExportTableToPointInTime", request(more)), "ExportArn");
  }
  std::string describe(const std::string& arn) {
    return engine.answer("DescribeExport", R"({"ExportArn":")" + arn + R"("})");
  }
  // What is told of a new export once it has ended.
  std::string ended(const std::string& more = "") {
    const std::string arn = begin(more);
    engine.run_turn();
    return describe(arn);
  }
  std::vector<std::string> keys() {
    std::vector<std::string> keys;
    for (const auto& [key, content] : objects.buckets["exports"]) keys.push_back(key);
    return keys;
  }
};

std::string item(const std::string& id, int number) {
  return R"({"id":{"S":")" + id + R"("},"n":{"N":")" + std::to_string(number) + R"("}})";
}

std::string line(const std::string& id, int number) {
  return R"({"Item":)" + item(id, number) + "}";
}

}  // namespace

TEST_CASE("an export is described while it runs and when it has ended") {
  Fixture f;
  f.put("a", 1);
  const std::string answer =
      f.engine.answer("ExportTableToPointInTime", request(R"(,"ClientToken":"t","S3Prefix":"p")"));
  const std::string arn = f.member(answer, "ExportArn");
  CHECK(arn.starts_with(std::string(kMusicArn) + "/export/01734480000000-"));
  const std::string table_id = f.member(answer, "TableId");
  const auto text = [&](const std::string& status, const std::string& more) {
    return R"({"ExportDescription":{"ExportArn":")" + arn + R"(","ExportStatus":")" + status +
           R"(","StartTime":1734480000.000,"TableArn":")" + kMusicArn + R"(","TableId":")" +
           table_id +
           R"(","ClientToken":"t","S3Bucket":"exports","S3Prefix":"p","S3SseAlgorithm":"AES256",)"
           R"("ExportFormat":"DYNAMODB_JSON","ExportTime":1734480000.000)" +
           more + "}}";
  };
  CHECK(answer == text("IN_PROGRESS", ""));
  CHECK(f.describe(arn) == answer);
  f.engine.clock.advance(2s);
  f.engine.run_turn();
  const std::string id = arn.substr(arn.rfind('/') + 1);
  CHECK(f.describe(arn) ==
        text("COMPLETED", R"(,"EndTime":1734480002.000,"ExportManifest":"p/AWSDynamoDB/)" + id +
                              R"(/manifest-summary.json","BilledSizeBytes":6,"ItemCount":1)"));
}

TEST_CASE("a full export has the files that the guide tells of") {
  Fixture f;
  for (int i = 0; i < 450; ++i) f.put(std::to_string(i), i);
  const std::string arn = f.begin();
  f.engine.run_turn();
  const std::string folder = "AWSDynamoDB/" + arn.substr(arn.rfind('/') + 1) + "/";
  const auto keys = f.keys();
  REQUIRE(keys.size() == 6);
  CHECK(keys[0] == folder + "_started");
  CHECK(keys[1].starts_with(folder + "data/"));
  CHECK(keys[2] == folder + "manifest-files.json");
  CHECK(keys[3] == folder + "manifest-files.md5");
  CHECK(keys[4] == folder + "manifest-summary.json");
  CHECK(keys[5] == folder + "manifest-summary.md5");
  CHECK(f.objects.buckets["exports"][folder + "_started"] == "");
  CHECK(f.lines_below("exports", folder + "data/").size() == 450);
  CHECK(f.member(f.describe(arn), "ItemCount") == "450");
}

TEST_CASE("an export shows the table as it was, while writes go on") {
  Fixture f;
  std::vector<std::string> expected;
  for (int i = 1000; i < 1450; ++i) {
    f.put(std::to_string(i), i);
    expected.push_back(line(std::to_string(i), i));
  }
  const std::string arn = f.begin();
  for (int i = 0; f.member(f.describe(arn), "ExportStatus") == "IN_PROGRESS"; ++i) {
    const auto next = f.hold();
    f.put(std::to_string(1000 + 7 * i % 450), -1);
    f.erase(std::to_string(1449 - 11 * i % 450));
    f.put("new-" + std::to_string(i), 1);
    f.go_on(next);
  }
  CHECK(f.lines_below("exports", "AWSDynamoDB/" + arn.substr(arn.rfind('/') + 1) + "/data/") ==
        expected);
}

TEST_CASE("an export shows the table as it was at its time") {
  Fixture f;
  f.put("a", 1);
  f.engine.clock.advance(60s);
  f.put("a", 2);
  f.engine.clock.advance(60s);
  f.put("a", 3);
  f.engine.clock.advance(60s);
  f.ended(R"(,"ExportTime":1734480060)");
  CHECK(f.lines_below("exports", "AWSDynamoDB/") == std::vector{line("a", 2)});
}

TEST_CASE("an incremental export tells what changed from one time on till before another") {
  Fixture f;
  const auto put_at = [&](std::chrono::milliseconds after, const std::string& id, int number) {
    f.engine.clock.set(core::from_epoch_milliseconds(1'734'480'000'000) + after);
    f.put(id, number);
  };
  put_at(999ms, "before", 1);
  f.put("gone", 1);
  put_at(1000ms, "first", 1);
  f.erase("gone");
  f.put("passing", 1);
  f.erase("passing");
  put_at(900'999ms, "before", 2);
  put_at(901'000ms, "last", 1);
  const std::string period =
      R"(,"ExportType":"INCREMENTAL_EXPORT","IncrementalExportSpecification":)"
      R"({"ExportFromTime":1734480001,"ExportToTime":1734480901)";
  const std::string text = f.ended(period + "}");
  CHECK(f.member(text, "ItemCount") == "3");
  CHECK(f.member(text, "ExportType") == "INCREMENTAL_EXPORT");
  CHECK(f.member(text, "IncrementalExportSpecification") ==
        R"({"ExportFromTime":1734480001.0,"ExportToTime":1734480901.0,)"
        R"("ExportViewType":"NEW_AND_OLD_IMAGES"})");
  const auto metadata = [](const std::string& micros) {
    return R"({"Metadata":{"WriteTimestampMicros":{"N":")" + micros + R"("}},"Keys":{"id":{"S":)";
  };
  CHECK(f.lines_below("exports", "AWSDynamoDB/data/") ==
        std::vector{
            metadata("1734480001000000") + R"("first"}},"NewImage":)" + item("first", 1) + "}",
            metadata("1734480001000000") + R"("gone"}},"OldImage":)" + item("gone", 1) + "}",
            metadata("1734480900999000") + R"("before"}},"NewImage":)" + item("before", 2) +
                R"(,"OldImage":)" + item("before", 1) + "}"});
  f.objects.buckets["exports"].clear();
  f.ended(period + R"(,"ExportViewType":"NEW_IMAGE"})");
  CHECK(f.lines_below("exports", "AWSDynamoDB/data/").at(1) ==
        metadata("1734480001000000") + R"("gone"}}})");
}

TEST_CASE("an end that a full disk doesn't take is stored later") {
  bool waited = false;
  bool failed = true;
  for (int commit = 2; failed; ++commit) {
    Fixture f;
    f.put("a", 1);
    std::string arn;
    {
      const tests::FailingCommit failing(f.engine.connection, commit);
      arn = f.begin();
      f.engine.run_turn();
      failed = failing.failed();
    }
    const auto status = [&] { return f.member(f.describe(arn), "ExportStatus"); };
    if (status() == "IN_PROGRESS") {
      waited = true;
      f.transfers.store_ends();
    }
    CHECK(status() != "IN_PROGRESS");
  }
  CHECK(waited);
}

TEST_CASE("what keeps an export from its bucket is told, and what it wrote before stays") {
  Fixture f;
  const auto failure = [&](const std::string& more) {
    const std::string text = f.ended(more);
    CHECK(f.member(text, "ExportStatus") == "FAILED");
    CHECK(f.member(text, "EndTime") == "1734480000.0");
    CHECK(f.member(text, "ExportManifest") == "");
    return f.member(text, "FailureCode") + ": " + f.member(text, "FailureMessage");
  };
  const std::string denied =
      "S3AccessDenied: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: "
      "AccessDenied)";
  CHECK(failure(R"(,"S3BucketOwner":"000000000001")") == denied);
  f.objects.account = "000000000001";
  CHECK(failure("") == denied);
  CHECK(failure(R"(,"S3BucketOwner":"000000000001")") == denied);
  f.objects.account = "000000000000";
  CHECK(f.member(f.ended(R"(,"S3BucketOwner":"000000000000")"), "ExportStatus") == "COMPLETED");
  f.objects.failure = "The object can't be stored.";
  CHECK(failure(R"(,"S3BucketOwner":"000000000000")") == "UNKNOWN: The object can't be stored.");
  f.objects.buckets.clear();
  CHECK(failure("") ==
        "S3NoSuchBucket: The specified bucket does not exist (Service: Amazon S3; Status Code: "
        "404; Error Code: NoSuchBucket)");
}

TEST_CASE("a table can't be deleted while it is exported, and its past stays that long") {
  Fixture f;
  f.put("a", 1);
  const std::string arn = f.begin();
  CHECK(f.engine.error("DeleteTable", kMusic) ==
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is "
        "being updated: Music");
  const auto next = f.hold();
  f.set_recovery("false");
  f.erase("a");
  CHECK(f.engine.catalog.find(f.engine.scope, "Music")->history.has_value());
  f.go_on(next);
  f.engine.run_turn();
  CHECK(f.lines_below("exports", "AWSDynamoDB/") == std::vector{line("a", 1)});
  CHECK(!f.engine.catalog.find(f.engine.scope, "Music")->history.has_value());
  f.engine.answer("DeleteTable", kMusic);
  CHECK(f.member(f.describe(arn), "ExportStatus") == "COMPLETED");
}

TEST_CASE(
    "an export that ran at the end goes on after a restart, with what was there when it began") {
  Fixture f;
  f.put("a", 1);
  const std::string arn = f.begin();
  f.hold();
  f.set_recovery("false");
  f.put("a", 2);
  TransferEngine next(std::move(f.engine.connection));
  next.objects.buckets["exports"];
  next.transfers.resume();
  next.engine.run_turn();
  CHECK(next.lines_below("exports", "AWSDynamoDB/") == std::vector{line("a", 1)});
  const std::string text =
      next.engine.answer("DescribeExport", R"({"ExportArn":")" + arn + R"("})");
  CHECK(next.member(text, "ExportStatus") == "COMPLETED");
  CHECK(!next.engine.catalog.find(next.engine.scope, "Music")->history.has_value());
}

TEST_CASE("many exports run one after the other") {
  Fixture f;
  f.put("a", 1);
  std::vector<std::string> arns;
  for (int i = 0; i < 300; ++i) arns.push_back(f.begin());
  CHECK(f.engine.error("ExportTableToPointInTime", request()) ==
        "LimitExceededException: Subscriber limit exceeded: There is a limit of 300 concurrent "
        "exports");
  f.engine.run_turn();
  for (const std::string& arn : arns) {
    CHECK(f.member(f.describe(arn), "ExportStatus") == "COMPLETED");
  }
  CHECK(f.begin() != "");
}

TEST_CASE("what is forgotten ends without a word, whether it runs or waits") {
  for (int turns = 0; turns < 8; ++turns) {
    CAPTURE(turns);
    Fixture f;
    f.put("a", 1);
    std::vector<std::string> arns;
    for (int i = 0; i < 3; ++i) arns.push_back(f.begin());
    for (int turn = 0; turn < turns; ++turn) f.go_on(f.hold());
    f.transfers.forget({core::AccountId("000000000001"), {}});
    CHECK(f.member(f.describe(arns[2]), "ExportArn") == arns[2]);
    f.transfers.forget({});
    f.engine.copies.forget({});
    f.engine.answer("DeleteTable", kMusic);
    f.objects.buckets["exports"].clear();
    f.engine.run_turn();
    CHECK(f.keys().empty());
    for (const std::string& arn : arns) {
      CHECK(f.engine.error("DescribeExport", R"({"ExportArn":")" + arn + R"("})") ==
            "ExportNotFoundException: Export not found: Export not found: " + arn);
    }
    TransferEngine next(std::move(f.engine.connection));
    CHECK(next.engine.answer("ListExports", "{}") == R"({"ExportSummaries":[]})");
  }
}

}  // namespace exports_test
