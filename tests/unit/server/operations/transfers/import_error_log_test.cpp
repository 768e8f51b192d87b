#include "server/operations/transfers/import_error_log.h"

#include "storage/schema.h"
#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>

namespace import_error_log_test {

using namespace server::operations;

namespace {

Import import_of(const std::string& id = "01658528578619-c4d4e311") {
  Import import;
  import.scope = {core::AccountId("531234567890"), core::Region("us-east-1")};
  import.arn = "arn:aws:dynamodb:us-east-1:531234567890:table/target-table/import/" + id;
  import.bucket = "my-import-source";
  return import;
}

struct Fixture {
  Fixture() {
    storage::migrate(connection);
    logs.emplace(connection);
  }
  // Errors with these numbers as their messages, the first of which comes after `before` others.
  void write(ImportErrorLog& log, std::int64_t before, std::int64_t count) {
    std::vector<ImportError> errors;
    for (std::int64_t i = 0; i < count; ++i) errors.push_back({i, std::to_string(before + i)});
    storage::sqlite::Transaction transaction(connection);
    log.write(errors, before, "import-test.csv", 1658528745319);
    transaction.commit();
  }
  std::vector<std::string> lines(const std::string& stream = "01658528578619-c4d4e311/error") {
    std::vector<std::string> lines;
    const auto group = logs->find_group(import_of().scope, "/aws-dynamodb/imports");
    const auto found = group ? logs->find_stream(group->id, stream) : std::nullopt;
    if (!found) return lines;
    logs->read_stream(found->id, {}, storage::LogOrder::ascending, [&](const auto& event) {
      CHECK(event.timestamp == 1658528745319);
      CHECK(event.ingested_at == 1658528745319);
      lines.emplace_back(event.message);
      return true;
    });
    return lines;
  }
  // The numbers of the errors that the log has: "3,4".
  std::string numbers() {
    std::string text;
    for (const std::string& line : lines()) {
      const auto at = line.find(R"("errorMessages":[")") + 18;
      text += (text.empty() ? "" : ",") + line.substr(at, line.find('"', at) - at);
    }
    return text;
  }

  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  std::optional<storage::LogTable> logs;
};

}  // namespace

TEST_CASE("an error's line is that of the developer guide") {
  CHECK(error_line(
            import_of(), "import-test.csv",
            {0, "One or more parameter values were invalid: Missing the key pk in the item"}) ==
        R"({"itemS3Pointer":{"bucket":"my-import-source","key":"import-test.csv","itemIndex":0},)"
        R"("importArn":"arn:aws:dynamodb:us-east-1:531234567890:table/target-table/import/)"
        R"(01658528578619-c4d4e311","errorMessages":["One or more parameter values were invalid: )"
        R"(Missing the key pk in the item"]})");
  CHECK(error_stream_of(import_of()) == "01658528578619-c4d4e311/error");
}

TEST_CASE("long messages are cut") {
  const auto bytes = [](std::size_t message) {
    return error_line(import_of(), "", {0, std::string(message, 'x')}).size();
  };
  CHECK(bytes(4096) == bytes(0) + 4096);
  CHECK(bytes(4097) == bytes(4096) + 3);  // "…" says so
  CHECK(bytes(9000) == bytes(4097));
}

TEST_CASE("an import's errors stand in its own stream of the group of all imports") {
  Fixture f;
  ImportErrorLog log(*f.logs, import_of());
  ImportErrorLog other(*f.logs, import_of("other"));
  f.write(log, 0, 0);
  CHECK_FALSE(f.logs->find_group(import_of().scope, "/aws-dynamodb/imports"));
  f.write(log, 0, 2);
  f.write(other, 0, 1);
  f.write(log, 2, 1);
  CHECK(f.numbers() == "0,1,2");
  CHECK(f.lines("other/error").size() == 1);
}

TEST_CASE("an object that is read again after a restart adds only what the log hasn't got") {
  Fixture f;
  ImportErrorLog log(*f.logs, import_of());
  f.write(log, 0, 3);
  ImportErrorLog after(*f.logs, import_of());
  f.write(after, 1, 1);  // the first was in an object that is done
  f.write(after, 2, 3);
  CHECK(f.numbers() == "0,1,2,3,4");
}

TEST_CASE("the first 10,000 errors are logged") {
  Fixture f;
  ImportErrorLog log(*f.logs, import_of());
  f.write(log, 0, 9'999);
  f.write(log, 9'999, 2);
  f.write(log, 10'001, 1);
  const auto lines = f.lines();
  CHECK(lines.size() == 10'000);
  CHECK(lines.back().find(R"(["9999"])") != std::string::npos);
  ImportErrorLog after(*f.logs, import_of());
  f.write(after, 9'999, 2);
  CHECK(f.lines().size() == 10'000);
}

}  // namespace import_error_log_test
