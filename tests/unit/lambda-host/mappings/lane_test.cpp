#include "lambda-host/mappings/lane.h"

#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

using core::SequenceNumber;
using lambda_host::InvocationResult;
using lambda_host::Lane;
using lambda_host::LaneActivity;
using lambda_host::LaneId;
using lambda_host::ProcessingResult;
using namespace std::chrono_literals;

// A lane alone, over a stream that is a list: how it reads, what it tells, and when. The result of
// a batch is told while the checkpoint is between two places, so it comes without one.

namespace {

using Lines = std::vector<std::string>;
using Records = std::span<const streams::SourceRecord>;

// One shard. Events are JSON strings of their records' sequence numbers: "7".
class ListSource : public streams::StreamSource {
 public:
  std::optional<std::vector<streams::SourceShard>> shards(const core::StreamArn&) const override {
    return std::nullopt;
  }
  std::uint64_t shards_version(const core::StreamArn&) const override { return 0; }
  streams::ReadResult read(const streams::ReadRequest& request) override {
    requests.push_back(request);
    streams::ReadResult page;
    page.next = request.from;
    std::size_t bytes = 0;
    for (const auto& record : records) {
      if (record.sequence < request.from) continue;
      if (page.records.size() == request.limit || bytes >= request.max_bytes) {
        page.has_more = true;
        return page;
      }
      bytes += record.event.size();
      page.records.push_back(record);
      page.next = SequenceNumber(record.sequence.get() + 1);
    }
    page.at_end = closed;
    return page;
  }
  streams::Backlog backlog(const streams::ReadRequest&) override { return {}; }
  std::optional<SequenceNumber> newest(storage::ShardNumber) override { return {}; }
  SequenceNumber first_since(const core::StreamArn&, storage::ShardNumber,
                             core::WallTime) override {
    return {};
  }
  SequenceNumber tip() const override { return {}; }
  std::unique_ptr<streams::Subscription> subscribe(
      const core::StreamArn&, std::function<void(storage::ShardNumber)>) override {
    return std::make_unique<streams::Subscription>();
  }

  std::vector<streams::SourceRecord> records;
  std::vector<streams::ReadRequest> requests;
  bool closed = false;
};

std::string first_to_last(Records records) {
  return std::to_string(records.front().sequence.get()) + "-" +
         std::to_string(records.back().sequence.get());
}

struct Notes : lambda_host::DeliveryObserver {
  void record_read(const LaneId& lane, SequenceNumber sequence, bool wanted) override {
    CHECK(lane == LaneId{7, 0});
    lines.push_back((wanted ? "read " : "passed ") + std::to_string(sequence.get()));
  }
  void attempt_began(const LaneId&, Records records, int number) override {
    lines.push_back("began " + first_to_last(records) + " #" + std::to_string(number));
  }
  void attempt_ended(const LaneId&, Records records, const InvocationResult&,
                     std::size_t delivered) override {
    lines.push_back("ended " + first_to_last(records) + " " + std::to_string(delivered));
  }
  void attempt_refused(const LaneId&, Records records, int number, std::string_view why) override {
    lines.push_back("refused " + first_to_last(records) + " #" + std::to_string(number) + " " +
                    std::string(why));
  }
  void window_ended(const LaneId&, bool ok) override {
    lines.push_back(ok ? "window ended" : "window failed");
  }
  void discarded(const LaneId&, const lambda_host::Discard& discard) override {
    lines.push_back("discarded " + std::to_string(discard.first.get()) + "-" +
                    std::to_string(discard.last.get()) + " " + wire_name(discard.reason));
  }
  void caught_up(const LaneId&) override { lines.push_back("caught up"); }

  Lines lines;
};

struct Fixture {
  void add(std::uint64_t from, std::uint64_t count, const std::string& filling = "") {
    for (std::uint64_t i = from; i < from + count; ++i) {
      source.records.push_back(
          {SequenceNumber(i), clock.now(), "\"" + std::to_string(i) + filling + "\""});
    }
  }
  Lane& open(std::uint64_t from = 1) {
    lane.emplace(
        lambda_host::LaneSettings{mapping, filters, source, invoker, destination, clock, notes,
                                  in_haste},
        lambda_host::LaneShard{7, core::ShardId("shardId-7")}, slice,
        lambda_host::LaneStart{SequenceNumber(from), passed}, alarms.maker()(),
        Lane::Events{[this](bool delivered) { note(delivered ? "moved" : "passed on"); },
                     [this](ProcessingResult result) {
                       events.emplace_back(result == ProcessingResult::ok ? "ok" : "failed");
                     },
                     [this] { note("end"); }, [this] { note("stopped"); }});
    return *lane;
  }
  void note(const std::string& event) {
    events.push_back(event + " at " + std::to_string(lane->checkpoint().get()));
  }
  void settle() {
    while (alarms.run_due()) {
    }
  }
  void pass(core::Duration time) {
    clock.advance(time);
    settle();
  }
  void answer(InvocationResult::Status status, std::string payload = "null") {
    InvocationResult result;
    result.status = status;
    result.payload = std::move(payload);
    auto invocation = std::move(invoker.invocations.front());
    invoker.invocations.pop_front();
    invocation.done(std::move(result));
  }
  void succeed() { answer(InvocationResult::Status::ok); }
  void fail() { answer(InvocationResult::Status::function_error, R"({"errorMessage":"no"})"); }
  std::size_t invocations() const { return invoker.invocations.size(); }

  core::ManualClock clock;
  ManualAlarms alarms{clock};
  lambda_host::EventSourceMapping mapping = [] {
    lambda_host::EventSourceMapping m;
    m.function.name = core::FunctionName("f");
    return m;
  }();
  lambda_host::FilterCriteria filters{{}};
  ListSource source;
  FakeInvoker invoker;
  tests::FakeDestination destination;
  Notes notes;
  bool in_haste = false;
  streams::ItemSlice slice;
  std::vector<SequenceNumber> passed;
  std::optional<Lane> lane;
  Lines events;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a lane tells what it does, in its order, with where it has come to") {
  mapping.batch_size = 2;
  add(1, 3);
  open().advance();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK_FALSE(lane->wants_records());
  succeed();
  CHECK(lane->checkpoint() == SequenceNumber(3));
  succeed();
  settle();
  CHECK(lane->checkpoint() == SequenceNumber(4));
  CHECK(lane->wants_records());
  CHECK(notes.lines == Lines{"read 1", "read 2", "began 1-2 #1", "ended 1-2 2", "read 3",
                             "began 3-3 #1", "ended 3-3 1", "caught up"});
  CHECK(events == Lines{"ok", "moved at 3", "ok", "moved at 4"});
}

TEST_CASE_FIXTURE(Fixture, "the event is the batch's records, for the mapping's function") {
  add(1, 2);
  mapping.function.qualifier = "live";
  open().advance();
  REQUIRE(invocations() == 1);
  const auto& request = invoker.invocations.front().request;
  CHECK(request.payload.view() == R"({"Records":["1","2"]})");
  CHECK(request.function.get() == "f");
  CHECK(request.qualifier == "live");
}

TEST_CASE_FIXTURE(Fixture, "as much is read as there is room for, up to a hundred records") {
  mapping.batch_size = 130;
  add(1, 200);
  open(21).advance();
  REQUIRE(source.requests.size() == 2);
  CHECK(source.requests[0].from == SequenceNumber(21));
  CHECK(source.requests[0].shard == storage::ShardNumber{7});
  CHECK(source.requests[0].limit == 100);
  CHECK(source.requests[0].max_bytes == std::size_t{1} << 20);
  CHECK(source.requests[1].from == SequenceNumber(121));
  CHECK(source.requests[1].limit == 30);
  CHECK(notes.lines.back() == "began 21-150 #1");
}

TEST_CASE_FIXTURE(Fixture, "a lane of some items, or that others went before, reads whole pages") {
  mapping.batch_size = 10;
  SUBCASE("a slice") {
    slice = {0, 2};
  }
  SUBCASE("lanes of another number") {
    passed = {SequenceNumber(5)};
  }
  open().advance();
  REQUIRE(source.requests.size() == 1);
  CHECK(source.requests[0].limit == 100);
  CHECK(source.requests[0].slice.count == slice.count);
  CHECK(source.requests[0].passed.size() == passed.size());
}

TEST_CASE_FIXTURE(Fixture, "after ten pages of filtered records the loop gets its turn") {
  filters = lambda_host::FilterCriteria({R"({"a":["b"]})"});
  add(1, 1001);
  open().advance();
  CHECK(source.requests.size() == 10);
  CHECK(lane->checkpoint() == SequenceNumber(1001));
  CHECK_FALSE(lane->caught_up());
  CHECK(lane->status().activity == LaneActivity::reading);
  CHECK(events == Lines{"passed on at 1001"});
  settle();
  CHECK(source.requests.size() == 11);
  CHECK(lane->caught_up());
  CHECK(events == Lines{"passed on at 1001", "passed on at 1002"});
  CHECK(invocations() == 0);
}

TEST_CASE_FIXTURE(Fixture, "behind a megabyte of records the loop gets its turn amid a batch") {
  add(1, 4, std::string(std::size_t{600} << 10, 'x'));
  open().advance();
  CHECK(source.requests.size() == 1);  // of two records: the second one reaches the megabyte
  CHECK(invocations() == 0);
  settle();
  REQUIRE(invocations() == 1);
  CHECK(notes.lines.back() == "began 1-4 #1");
}

TEST_CASE_FIXTURE(Fixture, "a record that is too much for the batch begins the next one") {
  add(1, 7, std::string(std::size_t{1} << 20, 'x'));  // six are less than 6,291,556 bytes
  source.closed = true;
  open().advance();
  settle();
  CHECK(notes.lines.back() == "began 1-6 #1");
  succeed();
  settle();
  CHECK(notes.lines.back() == "began 7-7 #1");
  CHECK_FALSE(lane->ended());
  succeed();
  settle();
  CHECK(lane->ended());
}

TEST_CASE_FIXTURE(Fixture, "a window is waited for, at least a millisecond at a time") {
  mapping.batching_window_seconds = 2;
  add(1, 1);
  open().advance();
  CHECK(lane->checkpoint() == SequenceNumber(1));
  CHECK(lane->status().activity == LaneActivity::gathering);
  CHECK(lane->status().continues_in == core::Duration(2s));
  CHECK(lane->status().batch_records == 1);
  pass(1999ms);
  CHECK(invocations() == 0);
  CHECK(alarms.next() == clock.steady_now() + 1ms);
  clock.advance(1ms - core::Duration(1));
  lane->advance();  // a new record, say
  CHECK(alarms.next() == clock.steady_now() + 1ms);
  pass(1ms);
  CHECK(invocations() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the end of a closed shard closes the batch, and ends the lane") {
  mapping.batching_window_seconds = 300;
  add(1, 1);
  source.closed = true;
  open().advance();
  CHECK(invocations() == 1);
  CHECK_FALSE(lane->ended());
  succeed();
  settle();
  CHECK(lane->ended());
  CHECK(lane->caught_up());
  CHECK(events == Lines{"ok", "moved at 2", "end at 2"});
  const std::size_t reads = source.requests.size();
  lane->advance();
  CHECK(source.requests.size() == reads);
}

TEST_CASE_FIXTURE(Fixture,
                  "a failed batch waits, longer each time, and then starts from the least") {
  mapping.batch_size = 1;
  add(1, 2);
  open().advance();
  fail();
  CHECK(lane->status().activity == LaneActivity::backing_off);
  CHECK(lane->status().continues_in == core::Duration(100ms));
  CHECK(lane->status().failed_attempts == 1);
  CHECK(lane->status().last_error == "Unhandled: no");
  CHECK_FALSE(lane->status().refused);
  lane->advance();  // what comes meanwhile changes nothing
  CHECK(invocations() == 0);
  pass(40ms);
  CHECK(lane->status().continues_in == core::Duration(60ms));
  pass(60ms);
  CHECK(lane->status().activity == LaneActivity::invoking);
  fail();
  CHECK(lane->status().continues_in == core::Duration(200ms));
  pass(200ms);
  succeed();
  CHECK(lane->status().last_error.empty());
  fail();
  CHECK(lane->status().continues_in == core::Duration(100ms));
  CHECK(notes.lines.back() == "ended 2-2 0");
  CHECK(events == Lines{"failed", "moved at 1", "failed", "moved at 1", "ok", "moved at 2",
                        "failed", "moved at 2"});
}

TEST_CASE_FIXTURE(Fixture, "a function that isn't there is no attempt") {
  add(1, 2);
  invoker.missing = true;
  mapping.maximum_retry_attempts = 0;
  open().advance();
  CHECK(notes.lines.back() == "refused 1-2 #1 Function not found: f");
  CHECK(lane->status().refused);
  CHECK(lane->status().failed_attempts == 0);
  CHECK(lane->status().last_error == "Function not found: f");
  in_haste = true;
  pass(100ms);
  CHECK(lane->status().continues_in == core::Duration(200ms));  // in spite of the haste
  invoker.missing = false;
  pass(200ms);
  CHECK(notes.lines.back() == "began 1-2 #1");
  fail();
  settle();
  CHECK_FALSE(lane->status().refused);
  CHECK(notes.lines[notes.lines.size() - 2] == "discarded 1-2 RetryAttemptsExhausted");
}

TEST_CASE_FIXTURE(Fixture, "in haste a batch is tried ten times more at once, without a limit") {
  add(1, 1);
  in_haste = true;
  open().advance();
  for (int failure = 1; failure <= 10; ++failure) {
    CAPTURE(failure);
    fail();
    CHECK(lane->status().continues_in == core::Duration(0));
    settle();
    REQUIRE(invocations() == 1);
  }
  fail();
  CHECK(lane->status().continues_in == core::Duration(100ms));
}

TEST_CASE_FIXTURE(Fixture, "whoever gathers or backs off can be hurried") {
  mapping.batching_window_seconds = 300;
  open().advance();
  lane->hurry();  // nothing is there
  CHECK_FALSE(alarms.next());
  add(1, 1);
  lane->advance();
  in_haste = true;
  lane->hurry();
  settle();
  CHECK(invocations() == 1);
  lane->hurry();  // it runs
  CHECK_FALSE(alarms.next());
  in_haste = false;
  fail();
  lane->hurry();
  settle();
  CHECK(invocations() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a stopped lane begins nothing, and awaits what runs") {
  add(1, 2);
  mapping.batch_size = 1;
  SUBCASE("before anything") {
    open().stop();
    lane->advance();
    lane->hurry();
    lane->clock_jumped();
    settle();
    CHECK(source.requests.empty());
    CHECK(events == Lines{"stopped at 1"});
  }
  SUBCASE("amid an invocation that succeeds") {
    open().advance();
    lane->stop();
    CHECK_FALSE(lane->idle());
    CHECK(events.empty());
    succeed();
    CHECK(events == Lines{"ok", "moved at 2", "stopped at 2"});
  }
  SUBCASE("amid one that fails") {
    open().advance();
    lane->stop();
    lane->stop();
    fail();
    settle();
    CHECK(events == Lines{"failed", "moved at 1", "stopped at 1"});
    CHECK_FALSE(alarms.next());
  }
  SUBCASE("while it backs off") {
    open().advance();
    fail();
    events.clear();
    lane->stop();
    CHECK(events == Lines{"stopped at 1"});
    CHECK_FALSE(alarms.next());
  }
  CHECK(lane->idle());
  CHECK(invocations() == 0);
  CHECK_FALSE(lane->wants_records());
}

TEST_CASE_FIXTURE(Fixture, "what is too old is given up before the invocation, and told") {
  mapping.maximum_record_age_seconds = 60;
  add(1, 2);
  clock.advance(60s);
  add(3, 1);
  SUBCASE("not at the limit") {
    open().advance();
    CHECK(notes.lines.back() == "began 1-3 #1");
  }
  SUBCASE("some of a batch") {
    clock.advance(core::Duration(1));
    open().advance();
    settle();
    CHECK(Lines(notes.lines.end() - 2, notes.lines.end()) ==
          Lines{"discarded 1-2 RecordAgeExceeded", "began 3-3 #1"});
    CHECK(events == Lines{"moved at 3"});
  }
  SUBCASE("all of it, and on in another turn") {
    clock.advance(61s);
    add(4, 1);
    mapping.batch_size = 3;
    open().advance();
    CHECK(events == Lines{"moved at 4"});
    CHECK(invocations() == 0);
    settle();
    CHECK(notes.lines.back() == "began 4-4 #1");
  }
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set back takes windows and ages with it") {
  mapping.batching_window_seconds = 10;
  add(1, 1);
  open().advance();
  clock.set(clock.now() - 1h);
  lane->clock_jumped();
  settle();
  CHECK(lane->status().continues_in == core::Duration(10s));
  pass(10s);
  CHECK(invocations() == 1);
}
