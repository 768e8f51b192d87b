#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace export_operations_test {

using namespace std::chrono_literals;
using namespace tests;

namespace {

struct Fixture : TransferEngine {
  Fixture() {
    objects.buckets["exports"];
    create_recoverable_music();
  }
  std::string request(const std::string& more) {
    return std::string(R"({"TableArn":")") + kMusicArn + R"(","S3Bucket":"exports")" + more + "}";
  }
  std::string begin(const std::string& more = "") {
    return member(engine.answer("ExportTableToPointInTime", request(more)), "ExportArn");
  }
  std::string list(const std::string& members = "") {
    return engine.answer("ListExports", "{" + members + "}");
  }
};

std::string summary(const std::string& arn, const std::string& status,
                    const std::string& type = "FULL_EXPORT") {
  return R"({"ExportArn":")" + arn + R"(","ExportStatus":")" + status + R"(","ExportType":")" +
         type + R"("})";
}

std::string next_token(const std::string& page) {
  const auto document = core::json::Document::parse(page);
  const auto token = document.root().object().find("NextToken");
  return token ? std::string(token->string()) : "";
}

}  // namespace

TEST_CASE("a request that comes again with its token is the same export for eight hours") {
  Fixture f;
  const std::string token = R"(,"ClientToken":"once")";
  const std::string arn = f.begin(token);
  CHECK(f.begin(token) == arn);
  f.engine.run_turn();
  f.engine.clock.advance(8h - 1ms);
  CHECK(f.begin(token) == arn);
  for (const char* other :
       {R"(,"S3Prefix":"p")", R"(,"ExportTime":1734480000)", R"(,"S3BucketOwner":"000000000000")",
        R"(,"S3SseAlgorithm":"KMS")",
        R"(,"ExportType":"INCREMENTAL_EXPORT","IncrementalExportSpecification":)"
        R"({"ExportFromTime":1734480000})"}) {
    CHECK(f.engine.error("ExportTableToPointInTime", f.request(token + other)) ==
          "ExportConflictException: Export conflict: Duplicate request detected with conflicting "
          "parameters");
  }
  f.engine.clock.advance(1ms);
  CHECK(f.begin(token) != arn);
}

TEST_CASE("requests without a token are exports of their own") {
  Fixture f;
  CHECK(f.begin() != f.begin());
}

TEST_CASE("exports are listed, the newest first, in pages") {
  Fixture f;
  std::vector<std::string> arns;
  for (int i = 0; i < 11; ++i) {
    arns.push_back(f.begin());
    f.engine.run_turn();
    f.engine.clock.advance(1s);
  }
  arns.push_back(f.begin());
  const std::string first = f.list(R"("MaxResults":2)");
  CHECK(first.starts_with(R"({"ExportSummaries":[)" + summary(arns[11], "IN_PROGRESS") + "," +
                          summary(arns[10], "COMPLETED") + R"(],"NextToken":")"));
  CHECK(next_token(first).size() >= 112);
  const std::string rest = f.list(R"("MaxResults":10,"NextToken":")" + next_token(first) + R"(")");
  CHECK(rest.starts_with(R"({"ExportSummaries":[)" + summary(arns[9], "COMPLETED")));
  CHECK(rest.ends_with(summary(arns[0], "COMPLETED") + "]}"));
  CHECK(next_token(f.list()) != "");  // ten are a page
  CHECK(f.engine.error("ListExports", R"({"NextToken":"beef"})") ==
        "ValidationException: Invalid Request: Provided nextToken is invalid: beef");
}

TEST_CASE("exports are listed by table, for 90 days") {
  Fixture f;
  const std::string arn = f.begin();
  f.engine.run_turn();
  const std::string of_music = std::string(R"("TableArn":")") + kMusicArn + R"(")";
  CHECK(f.list(of_music) == R"({"ExportSummaries":[)" + summary(arn, "COMPLETED") + "]}");
  CHECK(f.list(std::string(R"("TableArn":")") + kMusicArn + R"(2")") ==
        R"({"ExportSummaries":[]})");
  f.engine.clock.advance(24h * 90 - 1ms);
  CHECK(f.list(of_music) != R"({"ExportSummaries":[]})");
  f.engine.clock.advance(1ms);
  CHECK(f.list(of_music) == R"({"ExportSummaries":[]})");
  f.begin();
  CHECK(f.engine.error("DescribeExport", R"({"ExportArn":")" + arn + R"("})") ==
        "ExportNotFoundException: Export not found: Export not found: " + arn);
}

TEST_CASE("an export that isn't there can't be described") {
  Fixture f;
  const auto error = [&](const std::string& arn) {
    return f.engine.error("DescribeExport", R"({"ExportArn":")" + arn + R"("})");
  };
  CHECK(error(kMusicArn) == "ValidationException: Invalid Export ARN");
  const std::string tail = ":000000000000:table/Music/export/01734480000000-1a2b3c4d";
  CHECK(error("arn:aws:dynamodb:us-east-1" + tail) ==
        "ExportNotFoundException: Export not found: Export not found: arn:aws:dynamodb:us-east-1" +
            tail);
  CHECK(error("arn:aws:dynamodb:us-east-2" + tail) ==
        "ExportNotFoundException: Export not found: Invalid export arn");
  CHECK(error("arn:aws:dynamodb:us-east-1:000000000001" + tail.substr(13)) ==
        "AccessDeniedException: Access is denied");
}

}  // namespace export_operations_test
