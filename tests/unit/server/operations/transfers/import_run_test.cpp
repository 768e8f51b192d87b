#include "server/operations/transfers/import_run.h"

#include "storage/catalog.h"
#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace import_run_test {

using namespace server::operations;
using namespace std::chrono_literals;

namespace {

std::string line(const std::string& id, const std::string& text = "x") {
  return R"({"Item":{"id":{"S":")" + id + R"("},"text":{"S":")" + text + "\"}}}\n";
}
const std::string kNoItem = R"({"Item":{"text":{"S":"x"}}})"
                            "\n";

// An import into "Music" of what lies below "in/", and what it told.
struct Fixture : tests::TransferEngine {
  Fixture() {
    create_music(engine);
    asked.scope = engine.scope;
    asked.arn = std::string(tests::kMusicArn) + "/import/1";
    asked.bucket = "imports";
    asked.prefix = "in/";
  }
  std::string& object(const std::string& key) { return objects.buckets["imports"]["in/" + key]; }
  storage::Table& table() { return *engine.catalog.find(engine.scope, "Music"); }
  std::shared_ptr<ImportRun> begin() {
    const auto run = std::make_shared<ImportRun>(
        objects, engine.services, table(), asked,
        [this](const Import& so_far) { stored.push_back(so_far); },
        [this](const Import& import) { ended.push_back(import); });
    run->begin();
    return run;
  }
  void run() {
    begin();
    engine.run_turn();
  }
  std::string text_of(const std::string& id) {
    return engine.answer("GetItem", R"({"TableName":"Music","Key":{"id":{"S":")" + id + R"("}}})");
  }
  std::vector<std::string> logged() {
    const std::string text =
        engine.error("DescribeLogStreams", R"({"logGroupName":"/aws-dynamodb/imports"})");
    if (!text.empty() && text.find("NotFound") != std::string::npos) return {};
    const auto document = core::json::Document::parse(engine.answer(
        "GetLogEvents",
        R"({"logGroupName":"/aws-dynamodb/imports","logStreamName":"1/error","startFromHead":true})"));
    std::vector<std::string> lines;
    document.root().object().find("events")->array().for_each([&](const core::json::Value& event) {
      lines.emplace_back(event.object().find("message")->string());
    });
    return lines;
  }

  Import asked;
  std::vector<Import> stored;
  std::vector<Import> ended;
};

std::string counts(const Import& import) {
  return std::to_string(import.counts.source_bytes) + " bytes, " +
         std::to_string(import.counts.items) + " items, " + std::to_string(import.counts.imported) +
         " imported, " + std::to_string(import.counts.errors) + " errors";
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "after each object it is stored with its counts") {
  object("a") = line("1") + kNoItem;
  object("b") = line("2");
  engine.clock.advance(5s);
  run();
  REQUIRE(stored.size() == 2);
  CHECK(stored[0].last_key == "in/a");
  CHECK(counts(stored[0]) == "71 bytes, 2 items, 1 imported, 1 errors");
  CHECK(stored[0].status == TransferStatus::in_progress);
  CHECK(stored[1].last_key == "in/b");
  CHECK(counts(stored[1]) == "114 bytes, 3 items, 2 imported, 1 errors");
  REQUIRE(ended.size() == 1);
  CHECK(counts(ended[0]) == counts(stored[1]));
  CHECK(ended[0].status == TransferStatus::failed);
  CHECK(ended[0].failure.code == "ItemValidationError");
  CHECK(ended[0].failure.message ==
        "Some of the items failed validation checks and were not imported. Please check "
        "CloudWatch error logs for more details.");
  CHECK(ended[0].ended_at == engine.clock.now());
}

TEST_CASE_FIXTURE(Fixture, "without errors it is complete, and the log has no group for it") {
  object("a") = line("1");
  run();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].status == TransferStatus::completed);
  CHECK_FALSE(ended[0].failure.any());
  CHECK(engine.error("DescribeLogStreams", R"({"logGroupName":"/aws-dynamodb/imports"})") ==
        "ResourceNotFoundException: The specified log group does not exist.");
}

TEST_CASE_FIXTURE(Fixture, "what is no item is told in the log, with its place") {
  object("a") = line("1") + kNoItem;
  object("b") = kNoItem + line("2") + "garbage\n" + line("3");
  run();
  const auto expected = [](const std::string& key, int index, const std::string& message) {
    return R"({"itemS3Pointer":{"bucket":"imports","key":"in/)" + key + R"(","itemIndex":)" +
           std::to_string(index) + R"(},"importArn":")" + tests::kMusicArn +
           R"(/import/1","errorMessages":[")" + message + R"("]})";
  };
  const std::string missing =
      "One or more parameter values were invalid: Missing the key id in the item";
  CHECK(
      logged() ==
      std::vector{expected("a", 1, missing), expected("b", 0, missing),
                  expected("b", 2, "The line is no JSON; what follows of the object is left out")});
}

TEST_CASE_FIXTURE(Fixture, "it goes on behind the last object that is done") {
  object("a") = line("1");
  object("b") = line("2");
  object("c") = line("3");
  asked.last_key = "in/b";
  asked.counts = {10, 2, 2, 0};
  run();
  REQUIRE(stored.size() == 1);
  CHECK(stored[0].last_key == "in/c");
  CHECK(counts(stored[0]) == "53 bytes, 3 items, 3 imported, 0 errors");
  CHECK(text_of("1") == "{}");
  CHECK(text_of("3") == R"({"Item":{"id":{"S":"3"},"text":{"S":"x"}}})");
}

TEST_CASE_FIXTURE(Fixture, "an object that is broken off and read again is logged once") {
  for (int i = 0; i < 150; ++i) object("a") += kNoItem;
  const auto run = begin();
  while (logged().empty()) go_on(hold());
  run->abandon();
  hold();
  CHECK(logged().size() == 100);
  CHECK(stored.empty());
  begin();
  engine.run_turn();
  CHECK(logged().size() == 150);
  CHECK(ended.at(0).counts.errors == 150);
}

TEST_CASE_FIXTURE(Fixture, "of two items with one key the later one stays, and is counted once") {
  object("a") = line("1", "first, and longer") + line("2");
  object("b") = line("1", "second");
  run();
  CHECK(text_of("1") == R"({"Item":{"id":{"S":"1"},"text":{"S":"second"}}})");
  CHECK(table().statistics.item_count == 2);
  CHECK(table().statistics.size_bytes == 3 + 10 + 3 + 5);
}

TEST_CASE_FIXTURE(Fixture, "an object larger than a piece is read in pieces") {
  std::string content;
  for (int i = 0; content.size() < (std::size_t{5} << 18); ++i) {
    content += line(std::to_string(i), std::string(3000, 'x'));
  }
  object("a") = content;
  run();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].counts.source_bytes == static_cast<std::int64_t>(content.size()));
  CHECK(ended[0].counts.imported == table().statistics.item_count);
  CHECK(ended[0].status == TransferStatus::completed);
}

TEST_CASE_FIXTURE(Fixture, "an object that can't be read on ends it with what was read") {
  for (int i = 0; object("a").size() < (std::size_t{1} << 20) + 1000; ++i) {
    object("a") += line(std::to_string(i), std::string(200'000, 'x'));
  }
  const auto run = begin();
  go_on(hold());  // the first megabyte is there
  objects.unreadable = true;
  engine.run_turn();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].failure.code == "UNKNOWN");
  CHECK(ended[0].failure.message == "An object can't be read.");
  CHECK(ended[0].status == TransferStatus::failed);
  CHECK(table().statistics.item_count == 5);
  CHECK(stored.empty());
}

TEST_CASE_FIXTURE(Fixture, "one that is abandoned writes and tells nothing more") {
  object("a") = line("1");
  for (int turns = 0; turns < 6; ++turns) {
    CAPTURE(turns);
    const std::size_t before = ended.size() + stored.size();
    const auto run = begin();
    for (int turn = 0; turn < turns && ended.empty(); ++turn) go_on(hold());
    const std::size_t told = ended.size() + stored.size();
    run->abandon();
    engine.run_turn();
    CHECK(ended.size() + stored.size() == told);
    if (turns == 0) CHECK(told == before);
    ended.clear();
  }
}

}  // namespace import_run_test
