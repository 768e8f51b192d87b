#include "lambda-host/mappings/checkpoint_store.h"

#include "tests/support/failing_commit.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace checkpoint_store_test {

namespace {

using namespace std::chrono_literals;
using storage::Checkpoint;
using Checkpoints = std::vector<Checkpoint>;

const core::MappingId kMapping("m");

struct Fixture {
  Fixture() { engine.add_table(); }

  Checkpoint at(std::uint64_t next) {
    return {engine.stream().shards.front().number, core::SequenceNumber(next), {}};
  }
  void lose(const Checkpoint& checkpoint) {
    const tests::FailingCommit failing(stored.connection);
    checkpoints.submit(kMapping, checkpoint);
    engine.run_turn();
  }
  void pass(core::Duration time) {
    stored.clock.advance(time);
    while (alarms.run_due()) engine.run_turn();
  }

  tests::StoredState stored;
  tests::StreamFixture engine{stored};
  ManualAlarms alarms{stored.clock};
  lambda_host::CheckpointStore checkpoints{stored.connection, engine.writer, alarms.maker()()};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a checkpoint comes back with all its lanes") {
  Checkpoint checkpoint = at(7);
  checkpoint.lanes = {core::SequenceNumber(300), core::SequenceNumber(7)};
  checkpoints.submit(kMapping, checkpoint);
  engine.run_turn();
  CHECK(checkpoints.load(kMapping) == Checkpoints{checkpoint});
  checkpoints.submit(kMapping, at(400));
  engine.run_turn();
  CHECK(checkpoints.load(kMapping) == Checkpoints{at(400)});
}

TEST_CASE_FIXTURE(Fixture, "what a failed commit lost is written a second later") {
  lose(at(7));
  CHECK(checkpoints.load(kMapping).empty());
  pass(999ms);
  CHECK(checkpoints.load(kMapping).empty());
  pass(1ms);
  CHECK(checkpoints.load(kMapping) == Checkpoints{at(7)});
  CHECK_FALSE(alarms.next());
}

TEST_CASE_FIXTURE(Fixture, "and again, as long as commits fail") {
  lose(at(7));
  {
    const tests::FailingCommit failing(stored.connection);
    pass(1s);
  }
  CHECK(checkpoints.load(kMapping).empty());
  pass(1s);
  CHECK(checkpoints.load(kMapping) == Checkpoints{at(7)});
}

TEST_CASE_FIXTURE(Fixture, "it never takes back one that is on its way when the second is over") {
  lose(at(7));
  checkpoints.submit(kMapping, at(8));
  stored.clock.advance(1s);
  while (alarms.run_due()) {
  }
  engine.run_turn();
  CHECK(checkpoints.load(kMapping) == Checkpoints{at(8)});
}

TEST_CASE_FIXTURE(Fixture, "it never takes back one that was written meanwhile") {
  lose(at(7));
  checkpoints.submit(kMapping, at(8));
  engine.run_turn();
  pass(1s);
  CHECK(checkpoints.load(kMapping) == Checkpoints{at(8)});
}

TEST_CASE_FIXTURE(Fixture, "nothing is written of a mapping that is gone") {
  lose(at(7));
  checkpoints.forget(core::MappingId("other"));
  checkpoints.forget(kMapping);
  pass(1s);
  CHECK(checkpoints.load(kMapping).empty());
}

}  // namespace checkpoint_store_test
