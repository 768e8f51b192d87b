#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace imports_test {

using namespace std::chrono_literals;
using namespace tests;

namespace {

constexpr const char* kIndex =
    R"(,"GlobalSecondaryIndexes":[{"IndexName":"ByN","KeySchema":[{"AttributeName":"n",)"
    R"("KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}])";

// TableCreationParameters of a table "Music" with the key id (S) and an index over n (N).
std::string indexed_music() {
  const std::string plain = music(kIndex);
  const std::string first = R"("AttributeType":"S"})";
  const auto at = plain.find(first) + first.size();
  return plain.substr(0, at) + R"(,{"AttributeName":"n","AttributeType":"N"})" + plain.substr(at);
}

std::string request(const std::string& more = "", const std::string& table = music(),
                    const std::string& source = R"("S3KeyPrefix":"in/")") {
  return R"({"S3BucketSource":{"S3Bucket":"imports",)" + source +
         R"(},"InputFormat":"DYNAMODB_JSON","TableCreationParameters":)" + table + more + "}";
}

std::string line(const std::string& id, int number) {
  return R"({"Item":{"id":{"S":")" + id + R"("},"n":{"N":")" + std::to_string(number) + "\"}}}\n";
}

struct Fixture : TransferEngine {
  Fixture() { objects.buckets["imports"]; }
  explicit Fixture(storage::sqlite::Connection stored) : TransferEngine(std::move(stored)) {
    objects.buckets["imports"];
  }

  std::string& object(const std::string& key) { return objects.buckets["imports"]["in/" + key]; }
  std::string begin(const std::string& body) {
    return member(engine.answer("ImportTable", body), "ImportArn");
  }
  std::string describe(const std::string& arn) {
    return engine.answer("DescribeImport", R"({"ImportArn":")" + arn + R"("})");
  }
  std::string ended(const std::string& body) {
    const std::string arn = begin(body);
    engine.run_turn();
    return describe(arn);
  }
  // Status, items, imported ones and errors.
  std::string counts(const std::string& text) {
    return member(text, "ImportStatus") + " " + member(text, "ProcessedItemCount") + " " +
           member(text, "ImportedItemCount") + " " + member(text, "ErrorCount");
  }
  std::string failure(const std::string& text) {
    return member(text, "FailureCode") + ": " + member(text, "FailureMessage");
  }
  std::string status() { return member(engine.answer("DescribeTable", kMusic), "TableStatus"); }
  std::string scan(const std::string& more = "") {
    return engine.answer("Scan", R"({"TableName":"Music")" + more + "}");
  }
};

const std::string kInvalidItems =
    "ItemValidationError: Some of the items failed validation checks and were not imported. Please "
    "check CloudWatch error logs for more details.";

}  // namespace

TEST_CASE("an import is described while it runs and when it has ended") {
  Fixture f;
  f.object("a") = line("x", 1);
  const std::string table = indexed_music();
  const std::string answer =
      f.engine.answer("ImportTable", request(R"(,"ClientToken":"t")", table));
  const std::string arn = f.member(answer, "ImportArn");
  CHECK(arn.starts_with(std::string(kMusicArn) + "/import/01734480000000-"));
  const auto text = [&](const std::string& status, const std::string& end,
                        const std::string& counts) {
    return R"({"ImportTableDescription":{"ImportArn":")" + arn + R"(","ImportStatus":")" + status +
           R"(","TableArn":")" + kMusicArn +
           R"(","S3BucketSource":{"S3BucketOwner":"000000000000","S3Bucket":"imports",)"
           R"("S3KeyPrefix":"in/"},"CloudWatchLogGroupArn":)"
           R"("arn:aws:logs:us-east-1:000000000000:log-group:/aws-dynamodb/imports:*",)"
           R"("InputFormat":"DYNAMODB_JSON","StartTime":1734480000.000)" +
           end + R"(,"TableId":")" + f.member(answer, "TableId") +
           R"(","ClientToken":"t","ErrorCount":0,"InputCompressionType":"NONE",)"
           R"("TableCreationParameters":)" +
           table + counts + "}}";
  };
  const std::string none =
      R"(,"ProcessedSizeBytes":0,"ProcessedItemCount":0,"ImportedItemCount":0)";
  CHECK(answer == text("IN_PROGRESS", "", none));
  CHECK(f.status() == "CREATING");
  CHECK(f.engine.error("GetItem", R"({"TableName":"Music","Key":{"id":{"S":"x"}}})") ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(f.engine.error("DeleteTable", kMusic) ==
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is "
        "being created: Music");
  f.engine.clock.advance(2s);
  f.engine.run_turn();
  CHECK(f.describe(arn) ==
        text("COMPLETED", R"(,"EndTime":1734480002.000)",
             R"(,"ProcessedSizeBytes":40,"ProcessedItemCount":1,"ImportedItemCount":1)"));
  CHECK(f.status() == "ACTIVE");
  CHECK(f.engine.answer("GetItem", R"({"TableName":"Music","Key":{"id":{"S":"x"}}})") ==
        R"({"Item":{"id":{"S":"x"},"n":{"N":"1"}}})");
}

TEST_CASE("all objects below the prefix are read in order, and indexes are filled") {
  Fixture f;
  f.objects.buckets["imports"]["in"] = "garbage";
  f.objects.buckets["imports"]["io/"] = "garbage";
  for (int object = 0; object < 3; ++object) {
    std::string& content = f.object(std::to_string(object));
    for (int i = 0; i < 150; ++i) content += line(std::to_string(object * 150 + i), i % 10);
  }
  f.object("3") = line("0", 1000);
  CHECK(f.counts(f.ended(request("", indexed_music()))) == "COMPLETED 451 451 0");
  CHECK(f.scan(R"(,"Select":"COUNT")") == R"({"Count":450,"ScannedCount":450})");
  CHECK(f.scan(R"(,"Select":"COUNT","IndexName":"ByN")") == R"({"Count":450,"ScannedCount":450})");
  CHECK(f.engine.answer("Query",
                        R"({"TableName":"Music","IndexName":"ByN","KeyConditionExpression":"n=:n",)"
                        R"("ExpressionAttributeValues":{":n":{"N":"1000"}}})") ==
        R"({"Items":[{"id":{"S":"0"},"n":{"N":"1000"}}],"Count":1,"ScannedCount":1})");
  const std::string table = f.engine.answer("DescribeTable", kMusic);
  CHECK(f.member(table, "ItemCount") == "450");
  const storage::Table& stored = *f.engine.catalog.find(f.engine.scope, "Music");
  std::int64_t bytes = 0;
  for (int i = 0; i < 450; ++i) bytes += 3 + 2 * static_cast<int>(std::to_string(i).size());
  CHECK(stored.statistics.item_count == 450);
  CHECK(stored.indexes[0].statistics.item_count == 450);
  CHECK(stored.statistics.size_bytes == stored.indexes[0].statistics.size_bytes);
  CHECK(stored.statistics.size_bytes > bytes / 2);
}

TEST_CASE("an end that a full disk doesn't take is stored later") {
  bool waited = false;
  bool failed = true;
  for (int commit = 2; failed; ++commit) {
    Fixture f;
    f.object("a") = line("x", 1);
    std::string arn;
    {
      const tests::FailingCommit failing(f.engine.connection, commit);
      arn = f.member(f.engine.answer("ImportTable", request()), "ImportArn");
      f.engine.run_turn();
      failed = failing.failed();
    }
    const auto status = [&] {
      return f.member(f.engine.answer("DescribeImport", R"({"ImportArn":")" + arn + "\"}"),
                      "ImportStatus");
    };
    if (status() == "IN_PROGRESS") {
      waited = true;
      f.transfers.store_ends();
    }
    CHECK(status() != "IN_PROGRESS");
    CHECK(f.status() == "ACTIVE");
  }
  CHECK(waited);
}

TEST_CASE("an import of nothing makes an empty table") {
  Fixture f;
  CHECK(f.counts(f.ended(request())) == "COMPLETED 0 0 0");
  CHECK(f.status() == "ACTIVE");
}

TEST_CASE("what is no item is counted, and the rest is there") {
  Fixture f;
  f.object("a") = line("x", 1) + R"({"Item":{"n":{"N":"1"}}})" + "\ngarbage\n" + line("y", 1);
  f.object("b") = line("z", 1);
  const std::string text = f.ended(request());
  CHECK(f.counts(text) == "FAILED 4 2 2");
  CHECK(f.failure(text) == kInvalidItems);
  CHECK(f.status() == "ACTIVE");
  CHECK(f.scan(R"(,"Select":"COUNT")") == R"({"Count":2,"ScannedCount":2})");
}

TEST_CASE("an import from where nothing can be read fails, and makes no table") {
  Fixture f;
  f.objects.account = "000000000001";
  CHECK(f.failure(f.ended(request())) ==
        "S3AccessDenied: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: "
        "AccessDenied)");
  CHECK(f.engine.error("DescribeTable", kMusic) ==
        "ResourceNotFoundException: Requested resource not found: Table: Music not found");
  f.objects.account = "000000000000";
  CHECK(f.counts(f.ended(request("", music(), R"("S3BucketOwner":"000000000000")"))) ==
        "COMPLETED 0 0 0");
  f.engine.answer("DeleteTable", kMusic);
  f.objects.buckets.clear();
  CHECK(f.failure(f.ended(request())) ==
        "S3NoSuchBucket: The specified bucket does not exist (Service: Amazon S3; Status Code: "
        "404; Error Code: NoSuchBucket)");
}

TEST_CASE("an object that can't be read ends the import, whose table stays") {
  Fixture f;
  f.object("a") = line("x", 1);
  f.objects.unreadable = true;
  const std::string text = f.ended(request());
  CHECK(f.counts(text) == "FAILED 0 0 0");
  CHECK(f.failure(text) == "UNKNOWN: An object can't be read.");
  CHECK(f.status() == "ACTIVE");
}

TEST_CASE("an import goes on after a restart with the object that wasn't done") {
  for (int turns = 0; turns < 30; ++turns) {
    CAPTURE(turns);
    Fixture f;
    const auto fill = [](Fixture& to) {
      for (int object = 0; object < 4; ++object) {
        std::string& content = to.object(std::to_string(object));
        for (int i = 0; i < 120; ++i) content += line(std::to_string(object * 120 + i), i);
      }
    };
    fill(f);
    const std::string arn = f.begin(request("", indexed_music()));
    for (int turn = 0; turn < turns; ++turn) f.go_on(f.hold());
    f.hold();
    Fixture next(std::move(f.engine.connection));
    fill(next);
    next.transfers.resume();
    const std::string before = next.describe(arn);
    if (next.member(before, "ImportStatus") == "IN_PROGRESS") {
      CHECK(next.status() == "CREATING");
    }
    next.engine.run_turn();
    CHECK(next.counts(next.describe(arn)) == "COMPLETED 480 480 0");
    CHECK(next.status() == "ACTIVE");
    const storage::Table& table = *next.engine.catalog.find(next.engine.scope, "Music");
    CHECK(table.statistics.item_count == 480);
    CHECK(table.indexes[0].statistics.item_count == 480);
    CHECK(next.scan(R"(,"Select":"COUNT","IndexName":"ByN")") ==
          R"({"Count":480,"ScannedCount":480})");
  }
}

TEST_CASE("an import that was refused when the program ended has failed after the restart") {
  Fixture f;
  f.objects.buckets.clear();
  const std::string arn = f.begin(request());
  f.hold();
  TransferEngine next(std::move(f.engine.connection));
  next.transfers.resume();
  next.engine.run_turn();
  const std::string text =
      next.engine.answer("DescribeImport", R"({"ImportArn":")" + arn + R"("})");
  CHECK(next.member(text, "FailureCode") == "S3NoSuchBucket");
}

TEST_CASE("many imports run one after the other") {
  Fixture f;
  f.object("a") = line("x", 1);
  const auto named = [](int i) {
    std::string table = music();
    table.replace(table.find("Music"), 5, "Music" + std::to_string(i));
    return request("", table);
  };
  std::vector<std::string> arns;
  for (int i = 0; i < 50; ++i) arns.push_back(f.begin(named(i)));
  CHECK(f.engine.error("ImportTable", named(50)) ==
        "LimitExceededException: Subscriber limit exceeded: There is a limit of 50 concurrent "
        "imports");
  f.engine.run_turn();
  for (const std::string& arn : arns) CHECK(f.counts(f.describe(arn)) == "COMPLETED 1 1 0");
  CHECK(f.begin(named(50)) != "");
}

TEST_CASE("an import that is forgotten ends without a word, whether it runs or waits") {
  for (int turns = 0; turns < 8; ++turns) {
    CAPTURE(turns);
    Fixture f;
    for (int i = 0; i < 200; ++i) f.object("a") += line(std::to_string(i), 1);
    std::vector<std::string> arns;
    for (const char* name : {"Music", "Music1", "Music2"}) {
      std::string table = music();
      table.replace(table.find("Music"), 5, name);
      arns.push_back(f.begin(request("", table)));
    }
    for (int turn = 0; turn < turns; ++turn) f.go_on(f.hold());
    f.transfers.forget({});
    for (auto* table : f.engine.catalog.list(core::ScopeFilter())) {
      f.engine.writer.transact([&] { f.engine.catalog.store_erased(*table); });
      f.engine.catalog.forget(*table);
    }
    f.engine.run_turn();
    CHECK(f.engine.answer("ListImports", "{}") == R"({"ImportSummaryList":[]})");
    TransferEngine next(std::move(f.engine.connection));
    next.transfers.resume();
    CHECK(next.engine.answer("ListImports", "{}") == R"({"ImportSummaryList":[]})");
  }
}

}  // namespace imports_test
