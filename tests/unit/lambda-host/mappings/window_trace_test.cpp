#include "lambda-host/mappings/window_trace.h"

#include <doctest/doctest.h>

#include <string>

namespace window_trace_test {

using namespace lambda_host;
using namespace std::chrono_literals;
using core::SequenceNumber;

namespace {

constexpr core::WallTime kNow{1'000s};

struct Fixture {
  static TumblingWindow window(std::uint64_t first, std::uint64_t last,
                               core::WallTime at = core::WallTime{600s}) {
    TumblingWindow window(60s, std::nullopt);
    std::vector<streams::SourceRecord> records;
    for (std::uint64_t n = first; n <= last; ++n) records.push_back({SequenceNumber(n), at, {}});
    window.begin(records);
    return window;
  }
  void attempt(const TumblingWindow& window, int number, bool ok, LaneId lane = {7, 0}) {
    trace.attempt_began(lane, window, number, kNow);
    end(ok, lane);
  }
  void end(bool ok, LaneId lane = {7, 0}) {
    InvocationResult result;
    if (!ok) result.status = InvocationResult::Status::function_error;
    trace.attempt_ended(lane, result, ok);
  }
  std::vector<const TracedWindow*> all() const {
    return trace.windows_of(SequenceNumber(0), SequenceNumber(1'000'000));
  }
  // "1-2 delivered, 3-4 pending"
  std::string text() const {
    std::string text;
    for (const auto* window : all()) {
      text += (text.empty() ? "" : ", ") + std::to_string(window->first.get()) + "-" +
              std::to_string(window->last.get()) + " " + outcome_name(*window);
    }
    return text;
  }

  WindowTrace trace;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the end of a window is pending until it is delivered") {
  const auto first = window(1, 2);
  trace.attempt_began({7, 0}, first, 1, kNow);
  CHECK(text() == "1-2 pending");
  end(false);
  CHECK(text() == "1-2 pending");
  attempt(first, 2, true);
  CHECK(text() == "1-2 delivered");
  const TracedWindow& traced = *all().front();
  CHECK(traced.lane == LaneId{7, 0});
  CHECK(traced.start == core::WallTime{600s});
  CHECK(traced.end == core::WallTime{660s});
  CHECK_FALSE(traced.is_terminated_early);
  CHECK(traced.attempts.count == 2);
  CHECK(traced.attempts.newest[0].error == "Unhandled");
  CHECK(traced.attempts.newest[0].outcome == AttemptOutcome::failed);
  CHECK(traced.attempts.newest[1].error.empty());
}

TEST_CASE_FIXTURE(Fixture, "an answer without a state says so") {
  trace.attempt_began({7, 0}, window(1, 2), 1, kNow);
  trace.attempt_ended({7, 0}, {}, false);
  CHECK(all().front()->attempts.newest.back().error == "the answer has no state");
}

TEST_CASE_FIXTURE(Fixture, "refusals belong to the attempt that they weren't") {
  trace.attempt_refused({7, 0}, window(1, 2), 1, "gone", kNow);
  trace.attempt_refused({7, 0}, window(1, 2), 1, "gone", kNow);
  attempt(window(1, 2), 1, true);
  CHECK(text() == "1-2 delivered");
  CHECK(all().front()->attempts.newest.front().times == 2);
  CHECK(all().front()->attempts.count == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "a window is given up after its attempts, or without any that is known") {
  Discard discard;
  discard.invocations = 1;
  attempt(window(1, 2), 1, false);
  trace.kept_from_destination({7, 0}, window(1, 2), discard, "no");
  trace.kept_from_destination({7, 0}, window(1, 2), discard, "never");
  CHECK(text() == "1-2 pending");
  REQUIRE(all().front()->kept);
  CHECK(all().front()->kept->times == 2);
  CHECK(all().front()->kept->why == "never");
  trace.discarded({7, 0}, window(1, 2), discard);
  CHECK(text() == "1-2 discarded");
  CHECK_FALSE(all().front()->kept);
  trace.discarded({7, 0}, window(3, 4), discard);  // they were before a restart
  CHECK(text() == "1-2 discarded, 3-4 discarded");
}

TEST_CASE_FIXTURE(Fixture, "another window of the same time is another one") {
  SUBCASE("behind one that ended early") {
    attempt(window(1, 2), 1, true);
    attempt(window(3, 4), 1, true);
    CHECK(text() == "1-2 delivered, 3-4 delivered");
  }
  SUBCASE("begun with other records after a failure") {
    attempt(window(1, 2), 1, false);
    attempt(window(2, 4), 2, true);
    CHECK(text() == "1-2 pending, 2-4 delivered");
  }
  SUBCASE("read again after it was delivered") {
    attempt(window(1, 2), 1, true);
    attempt(window(1, 2), 2, true);
    CHECK(text() == "1-2 delivered, 1-2 delivered");
  }
  SUBCASE("read again after it failed") {
    attempt(window(1, 2), 1, false);
    attempt(window(1, 2), 1, false);
    CHECK(text() == "1-2 pending, 1-2 pending");
  }
  SUBCASE("read again after it was given up") {
    trace.discarded({7, 0}, window(1, 2), {});
    attempt(window(1, 2), 2, true);
    CHECK(text() == "1-2 discarded, 1-2 delivered");
  }
  SUBCASE("of another time") {
    attempt(window(1, 2), 1, false);
    attempt(window(1, 2, core::WallTime{660s}), 2, true);
    CHECK(text() == "1-2 pending, 1-2 delivered");
  }
}

TEST_CASE_FIXTURE(Fixture, "shards don't mix") {
  trace.attempt_began({7, 0}, window(1, 4), 1, kNow);
  trace.attempt_began({8, 0}, window(2, 3), 1, kNow);
  end(true);
  CHECK(text() == "1-4 delivered, 2-3 pending");
}

TEST_CASE_FIXTURE(Fixture, "windows are asked for by their records") {
  attempt(window(3, 5), 1, true);
  const auto is_found = [&](std::uint64_t after, std::uint64_t last) {
    return !trace.windows_of(SequenceNumber(after), SequenceNumber(last)).empty();
  };
  CHECK(is_found(4, 9));
  CHECK_FALSE(is_found(5, 9));
  CHECK(is_found(0, 3));
  CHECK_FALSE(is_found(0, 2));
}

TEST_CASE_FIXTURE(Fixture, "one with too much state ended early") {
  auto large = window(1, 1);
  large.keep(std::string(kMaxWindowStateBytes + 1, 'x'));
  attempt(large, 1, true);
  CHECK(all().front()->is_terminated_early);
}

TEST_CASE_FIXTURE(Fixture, "the newest 128 are kept, and an end without a beginning is nothing") {
  end(true);
  CHECK(all().empty());
  for (std::uint64_t n = 1; n <= 128; ++n) attempt(window(n, n), 1, true);
  CHECK(all().front()->first == SequenceNumber(1));
  attempt(window(129, 129), 1, true);
  CHECK(all().size() == 128);
  CHECK(all().front()->first == SequenceNumber(2));
}

}  // namespace window_trace_test
