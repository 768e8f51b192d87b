#include "server/operations/transfers/transfer_queue.h"

#include "tests/support/failing_commit.h"
#include "tests/unit/server/operations/tables/music_table.h"
#include "tests/unit/server/operations/transfers/plain_transfer.h"

#include <doctest/doctest.h>

namespace transfer_queue_test {

using namespace server::operations;
using namespace std::chrono_literals;

namespace {

using Transfer = tests::PlainTransfer;

Transfer from_json(const std::string& json, const core::Scope& scope) {
  return {scope, json, "", TransferStatus::in_progress, {}};
}

std::string to_json(const Transfer& stored) {
  return stored.arn;
}

// Ends when the test says so.
struct Run {
  Transfer transfer;
  std::function<void(const Transfer&)> done;
  std::string& story;

  void begin() { story += transfer.arn + " runs, "; }
  void abandon() { story += transfer.arn + " is abandoned, "; }
};

struct Fixture {
  tests::Engine engine;
  std::string story;
  std::map<std::string, std::shared_ptr<Run>> runs;
  storage::Table* table = nullptr;
  TransferQueue<Transfer, Run> queue = make();

  Fixture() {
    tests::create_music(engine);
    table = engine.catalog.find(engine.scope, "Music");
  }

  TransferQueue<Transfer, Run> make() {
    return {
        engine.connection,
        engine.services,
        {"test", from_json, to_json,
                   [this](const Transfer& asked, storage::Table&, auto done) {
           return runs[asked.arn] = std::make_shared<Run>(Run{asked, std::move(done), story});
         }, [this](const Transfer& ended, storage::Table*) { story += ended.arn + " ended, "; }}
    };
  }
  void add(const std::string& arn, const core::Scope& scope) {
    queue.await_turn(queue.save({scope, arn, "", TransferStatus::in_progress, {}}), *table);
    queue.run_next();
  }
  void add(const std::string& arn) { add(arn, engine.scope); }
  void end(const std::string& arn) {
    Transfer ended = runs[arn]->transfer;
    ended.status = TransferStatus::completed;
    ended.ended_at = engine.clock.now();
    runs[arn]->done(ended);
  }
  std::string told() { return std::exchange(story, ""); }
  std::size_t count() { return queue.all().of({}).size(); }
  std::size_t stored() { return make().all().of({}).size(); }
};

}  // namespace

TEST_CASE("two run at once, and the others in their order") {
  Fixture f;
  for (const char* arn : {"d", "c", "b", "a"}) f.add(arn);
  CHECK(f.told() == "d runs, c runs, ");
  f.end("c");
  CHECK(f.told() == "c ended, b runs, ");
  CHECK(f.queue.all().find("c")->status == TransferStatus::completed);
  CHECK(f.stored() == 4);
}

TEST_CASE("nobody hears of an end before it is stored") {
  Fixture f;
  f.add("a");
  f.told();
  {
    const tests::FailingCommit failing(f.engine.connection);
    f.end("a");
  }
  CHECK(f.told() == "");
  CHECK(f.queue.all().find("a")->status == TransferStatus::in_progress);
  f.queue.store_ends();
  f.queue.store_ends();
  CHECK(f.told() == "a ended, ");
  CHECK(f.queue.all().find("a")->status == TransferStatus::completed);
}

TEST_CASE("what can't be stored isn't there") {
  Fixture f;
  const tests::FailingCommit failing(f.engine.connection);
  CHECK_THROWS(f.add("a"));
  CHECK(f.count() == 0);
}

TEST_CASE("so many are forgotten at once, whether they run, wait or ended") {
  Fixture f;
  const core::Scope other{core::AccountId("000000000001"), f.engine.scope.region};
  f.add("d", other);
  for (const char* arn : {"a", "b", "c"}) f.add(arn);
  f.told();
  const core::ScopeFilter ours{f.engine.scope.account, {}};
  CHECK(f.queue.forget(ours, 2) == 2);  // b has waited
  CHECK(f.told() == "a is abandoned, c runs, ");
  CHECK(f.stored() == 2);
  {
    const tests::FailingCommit failing(f.engine.connection);
    f.end("c");
  }
  CHECK(f.queue.forget(ours, 2) == 1);
  CHECK(f.queue.forget(ours, 2) == 0);
  f.queue.store_ends();
  CHECK(f.told() == "");
  CHECK(f.count() == 1);
  CHECK(f.stored() == 1);
}

TEST_CASE("of what isn't listed any more, so many go at once") {
  Fixture f;
  for (std::size_t i = 0; i <= kForgottenAtOnce; ++i) {
    f.queue.save(
        {f.engine.scope, std::to_string(i), "", TransferStatus::failed, f.engine.clock.now()});
  }
  f.engine.clock.advance(kListedLife - 1ms);
  f.queue.forget_obsolete();
  CHECK(f.count() == kForgottenAtOnce + 1);
  f.engine.clock.advance(1ms);
  f.queue.forget_obsolete();
  CHECK(f.count() == 1);
  CHECK(f.stored() == 1);
  f.queue.forget_obsolete();
  CHECK(f.count() == 0);
}

}  // namespace transfer_queue_test
