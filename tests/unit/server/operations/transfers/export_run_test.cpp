#include "server/operations/transfers/export_run.h"

#include "server/operations/transfers/export_manifest.h"
#include "storage/catalog.h"
#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace export_run_test {

using namespace server::operations;
using namespace std::chrono_literals;

namespace {

// Notes in which order objects are put, and may fail from one on.
struct Puts : tests::MemoryObjects {
  using MemoryObjects::MemoryObjects;
  void put(const std::string& bucket, const std::string& key, std::string content,
           PutDone done) override {
    if (keys.size() == fails_at) failure = "The disk is full.";
    keys.push_back(key);
    MemoryObjects::put(bucket, key, std::move(content), std::move(done));
  }

  std::vector<std::string> keys;
  std::size_t fails_at = 1000;
};

struct Fixture : tests::TransferEngine {
  Fixture() {
    create_recoverable_music();
    put("a", 1);
    put("b", 22);
    puts.buckets["exports"];
    asked.scope = engine.scope;
    asked.arn = std::string(tests::kMusicArn) + "/export/1";
    asked.bucket = "exports";
    asked.bucket_owner = "000000000000";
    asked.until = table().history->last();
  }
  storage::Table& table() { return *engine.catalog.find(engine.scope, "Music"); }
  std::shared_ptr<ExportRun> begin() {
    const auto run =
        std::make_shared<ExportRun>(puts, engine.services, table(), asked,
                                    [this](const Export& told) { ended.push_back(told); });
    run->begin();
    return run;
  }
  void run() {
    begin();
    engine.run_turn();
  }

  Puts puts{engine};
  Export asked;
  std::vector<Export> ended;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the manifests come last, each before what vouches for it") {
  engine.clock.advance(7s);
  run();
  REQUIRE(puts.keys.size() == 6);
  CHECK(puts.keys[0] == "AWSDynamoDB/1/_started");
  CHECK(puts.keys[1].starts_with("AWSDynamoDB/1/data/"));
  CHECK(puts.keys[2] == "AWSDynamoDB/1/manifest-files.json");
  CHECK(puts.keys[3] == "AWSDynamoDB/1/manifest-files.md5");
  CHECK(puts.keys[4] == "AWSDynamoDB/1/manifest-summary.md5");
  CHECK(puts.keys[5] == "AWSDynamoDB/1/manifest-summary.json");
  auto& stored = puts.buckets["exports"];
  CHECK(stored[puts.keys[3]] == checksum_text(stored[puts.keys[2]]));
  CHECK(stored[puts.keys[4]] == checksum_text(stored[puts.keys[5]]));
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].status == TransferStatus::completed);
  CHECK(ended[0].ended_at == engine.clock.now());
  CHECK(ended[0].item_count == 2);
  CHECK(ended[0].billed_bytes == 2 * (3 + 3));
  CHECK_FALSE(ended[0].failure.any());
  CHECK(stored[puts.keys[5]] == summary_manifest(ended[0]));
}

TEST_CASE_FIXTURE(Fixture, "whichever object can't be put ends it there") {
  for (std::size_t at = 0; at < 6; ++at) {
    CAPTURE(at);
    puts.keys.clear();
    puts.failure.clear();
    puts.fails_at = at;
    ended.clear();
    run();
    CHECK(puts.keys.size() == at + 1);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].status == TransferStatus::failed);
    CHECK(ended[0].failure.code == "UNKNOWN");
    CHECK(ended[0].failure.message == "The disk is full.");
    CHECK(ended[0].ended_at == engine.clock.now());
  }
}

TEST_CASE_FIXTURE(Fixture, "a bucket that refuses it gets nothing") {
  asked.bucket_owner = "000000000001";
  run();
  CHECK(puts.keys.empty());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].failure.code == "S3AccessDenied");
}

TEST_CASE_FIXTURE(Fixture, "the images of an incremental one are billed, both of each change") {
  asked.incremental = true;
  asked.since = asked.until;
  engine.clock.advance(1s);
  put("a", 333);
  erase("b");
  put("c", 1);
  asked.until = table().history->last();
  run();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].item_count == 3);
  CHECK(ended[0].billed_bytes == (6 + 7) + 6 + 6);
}

TEST_CASE_FIXTURE(Fixture, "one that is abandoned puts and tells nothing more") {
  for (int turns = 0; turns < 9; ++turns) {
    CAPTURE(turns);
    ended.clear();
    const auto run = begin();
    for (int turn = 0; turn < turns; ++turn) go_on(hold());
    const std::size_t put = puts.keys.size();
    const std::size_t told = ended.size();
    run->abandon();
    engine.run_turn();
    CHECK(puts.keys.size() == put);
    CHECK(ended.size() == told);
  }
}

}  // namespace export_run_test
