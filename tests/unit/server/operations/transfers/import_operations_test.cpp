#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace import_operations_test {

using namespace std::chrono_literals;
using namespace tests;

namespace {

struct Fixture : TransferEngine {
  Fixture() { objects.buckets["imports"]; }

  static std::string request(const std::string& more = "", const std::string& format = "CSV",
                             const std::string& name = "Music") {
    std::string table = music();
    table.replace(table.find("Music"), 5, name);
    return R"({"S3BucketSource":{"S3Bucket":"imports"},"InputFormat":")" + format +
           R"(","TableCreationParameters":)" + table + more + "}";
  }
  std::string begin(const std::string& body) {
    return member(engine.answer("ImportTable", body), "ImportArn");
  }
};

std::string next_token(const std::string& page) {
  const auto document = core::json::Document::parse(page);
  const auto token = document.root().object().find("NextToken");
  return token ? std::string(token->string()) : "";
}

}  // namespace

TEST_CASE("what isn't imported is refused by its name") {
  Fixture f;
  CHECK(f.engine.error("ImportTable", f.request("", "ION")) ==
        "ValidationException: Invalid Request: InputFormat ION is not supported: Rivulet imports "
        "DYNAMODB_JSON and CSV");
  CHECK(f.engine.error("ImportTable",
                       f.request(R"(,"InputFormatOptions":{"Csv":{}})", "DYNAMODB_JSON")) ==
        "ValidationException: Invalid Request: Unsupported InputFormatOptions for the given input "
        "format: DYNAMODB_JSON.");
}

TEST_CASE("the new table is checked as one of CreateTable's, and must be new") {
  Fixture f;
  CHECK(f.engine.error("ImportTable", f.request("", "CSV", "x")) ==
        "ValidationException: 1 validation error detected: Value 'x' at "
        "'tableCreationParameters.tableName' failed to satisfy constraint: Member must have length "
        "greater than or equal to 3");
  create_music(f.engine);
  CHECK(f.engine.error("ImportTable", f.request()) ==
        "ResourceInUseException: Table already exists: Music");
}

TEST_CASE("options and compression are described as they were asked for") {
  Fixture f;
  f.objects.buckets["imports"]["a"] = "x;1\n";
  const std::string options = R"({"Csv":{"Delimiter":";","HeaderList":["id","n"]}})";
  const std::string arn = f.begin(f.request(R"(,"InputFormatOptions":)" + options));
  f.engine.run_turn();
  const std::string text = f.engine.answer("DescribeImport", R"({"ImportArn":")" + arn + R"("})");
  CHECK(f.member(text, "InputFormatOptions") == options);
  CHECK(f.member(text, "InputFormat") == "CSV");
  CHECK(f.member(text, "InputCompressionType") == "NONE");
  CHECK(f.engine.answer("Scan", kMusic) ==
        R"({"Items":[{"id":{"S":"x"},"n":{"S":"1"}}],"Count":1,"ScannedCount":1})");
  for (const std::string compression : {"GZIP", "ZSTD"}) {
    const std::string answer = f.engine.answer(
        "ImportTable",
        f.request(R"(,"InputCompressionType":")" + compression + R"(")", "CSV", compression));
    CHECK(f.member(answer, "InputCompressionType") == compression);
  }
}

TEST_CASE("a request that comes again with its token is the same import for eight hours") {
  Fixture f;
  const std::string token = R"(,"ClientToken":"once")";
  const std::string arn = f.begin(f.request(token));
  CHECK(f.begin(f.request(token)) == arn);
  f.engine.run_turn();
  f.engine.clock.advance(8h - 1ms);
  CHECK(f.begin(f.request(token)) == arn);
  for (const std::string& other :
       {f.request(token, "DYNAMODB_JSON"), f.request(token, "CSV", "Other"),
        f.request(token + R"(,"InputCompressionType":"GZIP")"),
        f.request(token + R"(,"InputFormatOptions":{"Csv":{}})")}) {
    CHECK(f.engine.error("ImportTable", other) ==
          "ImportConflictException: Import conflict: Duplicate request detected with conflicting "
          "parameters");
  }
  f.engine.clock.advance(1ms);
  CHECK(f.engine.error("ImportTable", f.request(token)) ==
        "ResourceInUseException: Table already exists: Music");
}

TEST_CASE("imports are listed by table, the newest first, in pages") {
  Fixture f;
  const std::string older = f.begin(f.request());
  f.engine.run_turn();
  f.engine.clock.advance(1s);
  const std::string newer = f.begin(f.request("", "CSV", "Other"));
  const auto summary = [](const std::string& arn, const std::string& name,
                          const std::string& status, const std::string& times) {
    return R"({"ImportArn":")" + arn + R"(","ImportStatus":")" + status +
           R"(","TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/)" + name +
           R"(","S3BucketSource":{"S3BucketOwner":"000000000000","S3Bucket":"imports"},)"
           R"("CloudWatchLogGroupArn":)"
           R"("arn:aws:logs:us-east-1:000000000000:log-group:/aws-dynamodb/imports:*",)"
           R"("InputFormat":"CSV",)" +
           times + "}";
  };
  const std::string first = summary(newer, "Other", "IN_PROGRESS", R"("StartTime":1734480001.000)");
  const std::string second = summary(older, "Music", "COMPLETED",
                                     R"("StartTime":1734480000.000,"EndTime":1734480000.000)");
  CHECK(f.engine.answer("ListImports", "{}") ==
        R"({"ImportSummaryList":[)" + first + "," + second + "]}");
  const std::string page = f.engine.answer("ListImports", R"({"PageSize":1})");
  CHECK(page.starts_with(R"({"ImportSummaryList":[)" + first + R"(],"NextToken":")"));
  CHECK(f.engine.answer("ListImports", R"({"PageSize":1,"NextToken":")" + next_token(page) +
                                           R"("})") == R"({"ImportSummaryList":[)" + second + "]}");
  CHECK(f.engine.answer("ListImports", std::string(R"({"TableArn":")") + kMusicArn + R"("})") ==
        R"({"ImportSummaryList":[)" + second + "]}");
}

TEST_CASE("an import that isn't there can't be described") {
  Fixture f;
  const auto error = [&](const std::string& arn) {
    return f.engine.error("DescribeImport", R"({"ImportArn":")" + arn + R"("})");
  };
  CHECK(error(kMusicArn) == "ValidationException: Invalid Import ARN");
  const std::string arn =
      "arn:aws:dynamodb:us-east-1:000000000000:table/Music/import/01734480000000-1a2b3c4d";
  CHECK(error(arn) == "ImportNotFoundException: Import not found: Import not found: " + arn);
  CHECK(error("arn:aws:dynamodb:us-east-1:000000000001:table/Music/import/01734480000000-1a2b") ==
        "AccessDeniedException: Access is denied");
}

}  // namespace import_operations_test
