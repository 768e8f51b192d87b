#include "lambda-host/mappings/mapping_trace.h"

#include <doctest/doctest.h>

#include <string>

namespace mapping_trace_test {

using namespace lambda_host;
using namespace std::chrono_literals;

namespace {

constexpr LaneId kLane{7, 0};
constexpr LaneId kOtherLane{7, 1};

core::SequenceNumber seq(std::uint64_t number) {
  return core::SequenceNumber(number);
}

std::vector<streams::SourceRecord> records(std::uint64_t first, std::uint64_t last) {
  std::vector<streams::SourceRecord> all;
  for (std::uint64_t n = first; n <= last; ++n) all.push_back({seq(n), {}, {}});
  return all;
}

struct Fixture {
  void read(std::uint64_t first, std::uint64_t last, bool wanted = true, LaneId lane = kLane) {
    for (std::uint64_t n = first; n <= last; ++n) trace.record_read(lane, seq(n), wanted);
  }
  // An attempt with the records from first to last, of which so many are delivered.
  void attempt(std::uint64_t first, std::uint64_t last, std::size_t delivered, int number = 1,
               LaneId lane = kLane) {
    const auto batch = records(first, last);
    trace.attempt_began(lane, batch, number, clock.now());
    clock.advance(1s);
    InvocationResult result;
    result.request_id = "request " + std::to_string(number);
    result.log_group = "group";
    result.log_stream = "stream";
    result.duration = 1s;
    if (delivered == 0) result.status = InvocationResult::Status::function_error;
    trace.attempt_ended(lane, batch, result, delivered);
  }
  void discard(std::uint64_t first, std::uint64_t last) {
    Discard discarded;
    discarded.count = last - first + 1;
    discarded.first = seq(first);
    discarded.last = seq(last);
    trace.discarded(kLane, {}, discarded);
  }
  const TracedRecord record(std::uint64_t number) {
    return trace.records(seq(number - 1), 1).at(0);
  }
  std::string outcome(std::uint64_t number) {
    const TracedRecord found = record(number);
    return wire_name(outcome_of(found, trace.batches_of(found)));
  }
  // "1-4 2-4": the batches that the record was in.
  std::string batches(std::uint64_t number) {
    std::string text;
    for (const TracedBatch* batch : trace.batches_of(record(number))) {
      if (!text.empty()) text += " ";
      text += std::to_string(batch->first.get()) + "-" + std::to_string(batch->last.get());
    }
    return text;
  }

  core::ManualClock clock;
  MappingTrace trace{clock};
};

}  // namespace

TEST_CASE("an attempt says which fault it met, and a repeated batch which one repeats it") {
  Fixture f;
  f.read(1, 2);
  f.trace.attempt_began(kLane, records(1, 2), 1, f.clock.now());
  f.trace.fault_met(kLane, records(1, 2), DeliveryEffect::timeout);
  f.trace.attempt_ended(kLane, records(1, 2), {}, 0);
  f.trace.attempt_began(kLane, records(1, 2), 2, f.clock.now());
  f.trace.fault_met(kLane, records(1, 2), DeliveryEffect::duplicate);
  f.trace.attempt_ended(kLane, records(1, 2), {}, 2);
  CHECK(f.outcome(1) == "delivered");
  f.trace.attempt_began(kLane, records(1, 2), 1, f.clock.now());
  CHECK(f.outcome(1) == "pending");
  const auto batches = f.trace.batches_of(f.record(1));
  REQUIRE(batches.size() == 2);
  CHECK(batches[0]->attempts.newest[0].fault == DeliveryEffect::timeout);
  CHECK(batches[0]->attempts.newest[1].fault == DeliveryEffect::duplicate);
  CHECK(!batches[0]->repeated_by);
  CHECK(batches[1]->repeated_by == DeliveryEffect::duplicate);
  CHECK(!batches[1]->attempts.newest[0].fault);
}

TEST_CASE("records that are read again say why, those behind them don't") {
  Fixture f;
  f.read(1, 2);
  f.trace.attempt_began(kLane, records(1, 2), 1, f.clock.now());
  f.trace.fault_met(kLane, records(1, 2), DeliveryEffect::lose_checkpoint);
  f.trace.attempt_ended(kLane, records(1, 2), {}, 2);
  f.read(1, 3);
  f.attempt(1, 3, 3);
  CHECK(f.trace.batches_of(f.record(1)).at(0)->repeated_by == DeliveryEffect::lose_checkpoint);
  f.read(4, 4);
  f.attempt(4, 4, 1);
  CHECK(!f.trace.batches_of(f.record(4)).at(0)->repeated_by);
}

TEST_CASE("a fault that only fails attempts repeats nothing") {
  Fixture f;
  f.read(1, 2);
  f.trace.attempt_began(kLane, records(1, 2), 1, f.clock.now());
  f.trace.fault_met(kLane, records(1, 2), DeliveryEffect::kill);
  f.trace.attempt_ended(kLane, records(1, 2), {}, 1);
  f.attempt(2, 2, 1);
  CHECK(!f.trace.batches_of(f.record(2)).at(1)->repeated_by);
}

TEST_CASE("a record is pending until it is delivered, filtered or discarded") {
  Fixture f;
  f.read(1, 2);
  f.read(3, 3, false);
  CHECK(f.outcome(1) == "pending");
  CHECK(f.outcome(3) == "filtered");
  const auto batch = records(1, 2);
  f.trace.attempt_began(kLane, batch, 1, f.clock.now());
  CHECK(f.outcome(1) == "pending");
  f.trace.attempt_ended(kLane, batch, {}, 2);
  CHECK(f.outcome(1) == "delivered");
  CHECK(f.outcome(2) == "delivered");
  f.read(4, 4);
  f.discard(4, 4);  // too old before it was ever tried
  CHECK(f.outcome(4) == "discarded");
  CHECK(f.trace.batches_of(f.record(4)).at(0)->attempts.newest.empty());
}

TEST_CASE("counts say what became of all records and invocations") {
  Fixture f;
  f.read(1, 9);
  f.read(10, 12, false);
  f.attempt(1, 9, 0);
  f.attempt(1, 9, 4);
  f.attempt(5, 9, 0);
  f.discard(5, 5);
  f.attempt(6, 9, 4);
  const MappingCounts& counts = f.trace.counts();
  CHECK(counts.delivered == 8);
  CHECK(counts.filtered == 3);
  CHECK(counts.discarded == 1);
  CHECK(counts.invocations_ok == 1);
  CHECK(counts.invocations_failed == 3);
}

TEST_CASE("an attempt has what a person needs to look it up") {
  Fixture f;
  f.read(1, 3);
  const core::WallTime begin = f.clock.now();
  f.attempt(1, 3, 0);
  f.attempt(1, 3, 2, 2);
  const auto batches = f.trace.batches_of(f.record(1));
  REQUIRE(batches.size() == 1);
  const TracedBatch& batch = *batches[0];
  CHECK(batch.id == 1);
  CHECK(batch.records == 3);
  CHECK(batch.attempts.count == 2);
  REQUIRE(batch.attempts.newest.size() == 2);
  const TracedAttempt& first = batch.attempts.newest[0];
  CHECK(first.number == 1);
  CHECK(first.outcome == AttemptOutcome::failed);
  CHECK(first.started == begin);
  CHECK(first.duration == 1s);
  CHECK(first.request_id == "request 1");
  CHECK(first.error == "Unhandled");
  CHECK(first.log_group == "group");
  CHECK(first.log_stream == "stream");
  const TracedAttempt& second = batch.attempts.newest[1];
  CHECK(second.outcome == AttemptOutcome::partly);
  CHECK(second.error == "the answer fails the records behind the first 2");
  CHECK(second.started == begin + 1s);
  f.attempt(3, 3, 1);
  CHECK(f.trace.batches_of(f.record(3)).back()->attempts.newest[0].error.empty());
}

TEST_CASE("a batch says how often its destination was told in vain, until it was told") {
  Fixture f;
  f.read(1, 2);
  f.attempt(1, 2, 0);
  Discard discard;
  discard.reason = lambda_host::DiscardReason::record_age_exceeded;
  discard.count = 1;
  discard.first = discard.last = seq(1);
  f.trace.kept_from_destination(kLane, discard, "no");
  f.trace.kept_from_destination(kLane, discard, "never");
  CHECK(f.outcome(1) == "pending");
  CHECK(f.batches(1) == "1-2 1-1");
  const TracedBatch& batch = *f.trace.batches_of(f.record(1)).back();
  REQUIRE(batch.kept);
  CHECK(batch.kept->reason == lambda_host::DiscardReason::record_age_exceeded);
  CHECK(batch.kept->times == 2);
  CHECK(batch.kept->why == "never");
  f.discard(1, 1);
  CHECK(f.outcome(1) == "discarded");
  CHECK(f.batches(1) == "1-2 1-1");
  CHECK_FALSE(f.trace.batches_of(f.record(1)).back()->kept);
}

TEST_CASE("the parts that failures make of a batch are batches of their own") {
  Fixture f;
  f.read(1, 4);
  f.attempt(1, 4, 0);
  f.attempt(1, 2, 2);
  f.attempt(3, 4, 0);
  f.attempt(3, 3, 0);
  f.attempt(3, 3, 0, 2);
  f.discard(3, 3);
  CHECK(f.outcome(4) == "pending");
  f.attempt(4, 4, 1);
  CHECK(f.batches(1) == "1-4 1-2");
  CHECK(f.batches(3) == "1-4 3-4 3-3");
  CHECK(f.outcome(1) == "delivered");
  CHECK(f.outcome(3) == "discarded");
  CHECK(f.outcome(4) == "delivered");
  CHECK(f.trace.batches_of(f.record(3)).back()->attempts.count == 2);
}

TEST_CASE("of a partly delivered batch the rest is pending") {
  Fixture f;
  f.read(1, 3);
  f.attempt(1, 3, 1);
  CHECK(f.outcome(1) == "delivered");
  CHECK(f.outcome(2) == "pending");
  CHECK(f.outcome(3) == "pending");
}

TEST_CASE("the lanes of a shard don't mix") {
  Fixture f;
  f.read(1, 1);
  f.read(2, 2, true, kOtherLane);
  f.read(3, 3);
  f.attempt(1, 3, 0);
  f.attempt(2, 2, 1, 1, kOtherLane);
  f.attempt(1, 3, 2, 2);
  CHECK(f.batches(1) == "1-3");
  CHECK(f.batches(2) == "2-2");
}

TEST_CASE("a record that is read again is pending again") {
  Fixture f;
  f.read(1, 2);
  f.attempt(1, 2, 2);
  f.read(1, 2);
  CHECK(f.trace.records(seq(0), 10).size() == 2);
  CHECK(f.outcome(1) == "pending");
  CHECK(f.batches(1) == "");
  f.attempt(1, 2, 2);  // the same records, but another batch
  CHECK(f.outcome(1) == "delivered");
  CHECK(f.trace.batches_of(f.record(1)).at(0)->id == 2);
}

TEST_CASE("refusals in a row are told once, with their number, and are no attempts") {
  Fixture f;
  f.read(1, 1);
  const auto batch = records(1, 1);
  f.attempt(1, 1, 0);
  f.trace.attempt_refused(kLane, batch, 2, "no such function");
  f.trace.attempt_refused(kLane, batch, 2, "no such function");
  f.trace.attempt_refused(kLane, batch, 2, "too many");
  const TracedBatch& traced = *f.trace.batches_of(f.record(1)).at(0);
  CHECK(traced.attempts.count == 1);
  REQUIRE(traced.attempts.newest.size() == 3);
  CHECK(traced.attempts.newest[1].outcome == AttemptOutcome::refused);
  CHECK(traced.attempts.newest[1].number == 2);
  CHECK(traced.attempts.newest[1].times == 2);
  CHECK(traced.attempts.newest[1].error == "no such function");
  CHECK(traced.attempts.newest[2].times == 1);
  CHECK(f.outcome(1) == "pending");
}

TEST_CASE("a record's filters are those that were in force as it was read") {
  Fixture f;
  f.trace.filter_by({"1"});
  f.read(1, 1);
  f.trace.filter_by({"1"});
  f.trace.filter_by({"2", "3"});
  f.read(2, 2);
  CHECK(*f.trace.filters_of(f.record(1)) == std::vector<std::string>{"1"});
  CHECK(*f.trace.filters_of(f.record(2)) == std::vector<std::string>{"2", "3"});
  for (std::size_t i = 1; i < MappingTrace::kFilters; ++i) f.trace.filter_by({std::to_string(i)});
  CHECK(f.trace.filters_of(f.record(1)) == nullptr);
  CHECK(*f.trace.filters_of(f.record(2)) == std::vector<std::string>{"2", "3"});
}

TEST_CASE("records come in order behind the one that was asked for") {
  Fixture f;
  f.read(3, 4);
  f.read(1, 2, true, kOtherLane);
  const auto found = f.trace.records(seq(1), 2);
  REQUIRE(found.size() == 2);
  CHECK(found[0].sequence == seq(2));
  CHECK(found[0].lane == kOtherLane);
  CHECK(found[1].sequence == seq(3));
  CHECK(f.trace.records(seq(4), 2).empty());
}

TEST_CASE("a poison record's attempts are bounded, and drive nothing else out") {
  Fixture f;
  f.read(1, 2);
  f.attempt(1, 1, 1);
  for (int number = 1; number <= 5000; ++number) f.attempt(2, 2, 0, number);
  const TracedBatch& batch = *f.trace.batches_of(f.record(2)).at(0);
  CHECK(batch.attempts.count == 5000);
  CHECK(batch.attempts.newest.size() == TracedAttempts::kNewest);
  CHECK(batch.attempts.newest.back().number == 5000);
  CHECK(f.outcome(1) == "delivered");
}

TEST_CASE("the newest 1,000 records are known with their batches, and older ones go") {
  Fixture f;
  for (std::uint64_t n = 1; n <= 3000; ++n) {
    f.read(n, n);
    f.attempt(n, n, 1);
  }
  const auto found = f.trace.records(seq(0), 5000);
  CHECK(found.size() == MappingTrace::kRecords);
  CHECK(found.size() >= 1000);
  CHECK(found.front().sequence == seq(3000 - MappingTrace::kRecords + 1));
  for (const TracedRecord& record : found) {
    REQUIRE(outcome_of(record, f.trace.batches_of(record)) == RecordOutcome::delivered);
  }
}

TEST_CASE("batches without new records are bounded, too") {
  Fixture f;
  f.read(1, 2);
  for (std::size_t i = 0; i < 2 * MappingTrace::kBatches; ++i) f.attempt(1 + i % 2, 2, 0);
  CHECK(f.trace.batches_of(f.record(2)).size() == MappingTrace::kBatches);
}

}  // namespace mapping_trace_test
