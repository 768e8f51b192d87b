#include "lambda-host/mappings/window.h"

#include <doctest/doctest.h>

namespace window_test {

using lambda_host::TumblingWindow;
using lambda_host::WindowProgress;
using namespace std::chrono_literals;

namespace {

const core::WallTime t0{1000h};  // a multiple of each length here

std::vector<streams::SourceRecord> made_at(std::initializer_list<core::Duration> times) {
  std::vector<streams::SourceRecord> records;
  std::uint64_t number = 0;
  for (const auto time : times)
    records.push_back({core::SequenceNumber(++number), t0 + time, "{}"});
  return records;
}

TumblingWindow opened(core::Duration at, core::Duration length = 60s) {
  TumblingWindow window(length, std::nullopt);
  window.begin(made_at({at}));
  return window;
}

}  // namespace

TEST_CASE("windows are multiples of their length, and records belong to that of their time") {
  const TumblingWindow window = opened(61s);
  CHECK(window.start() == t0 + 60s);
  CHECK(window.end() == t0 + 120s);
  CHECK(window.state() == "{}");
  const struct {
    core::Duration time;
    bool taken;
  } cases[] = {
      {60s - 1us,  false},
      {60s,        true },
      {120s - 1us, true },
      {120s,       false}
  };
  for (const auto& c : cases) {
    CAPTURE(c.time.count());
    CHECK(window.takes(t0 + c.time) == c.taken);
    CHECK(window.are_together(t0 + 61s, t0 + c.time) == c.taken);
    CHECK(window.is_over(t0 + c.time) != c.taken);
    CHECK(window.has_left(t0 + c.time, t0 + 61s) != c.taken);
  }
  CHECK(window.end_of(t0 + 119s) == t0 + 120s);
}

TEST_CASE("any record may open a window, and the next ones leave it as it is") {
  TumblingWindow window(60s, std::nullopt);
  CHECK_FALSE(window.is_open());
  CHECK(window.takes(t0 + 7min));
  window.begin(made_at({5s, 6s}));
  window.keep(R"({"n":1})");
  window.begin(made_at({20s, 30s}));
  CHECK(window.state() == R"({"n":1})");
  CHECK(window.start() == t0);
  const auto& progress = *window.progress();
  CHECK(progress.first_arrival == t0 + 5s);
  CHECK(progress.last_arrival == t0 + 30s);
  window.close();
  CHECK_FALSE(window.progress());
}

TEST_CASE("without a length there are no windows") {
  TumblingWindow window(0s, std::nullopt);
  window.begin(made_at({5s}));
  CHECK_FALSE(window.in_use());
  CHECK_FALSE(window.is_open());
  CHECK(window.are_together(t0, t0 + 24h));
  CHECK_FALSE(window.has_left(t0 + 24h, t0));
  CHECK_FALSE(window.end_of(t0));
}

TEST_CASE("more state than a window may have ends it early") {
  TumblingWindow window = opened(0s);
  window.keep(std::string(lambda_host::kMaxWindowStateBytes, 'x'));
  CHECK_FALSE(window.is_terminated_early());
  CHECK_FALSE(window.is_over(t0));
  window.keep(std::string(lambda_host::kMaxWindowStateBytes + 1, 'x'));
  CHECK(window.is_terminated_early());
  CHECK(window.is_over(t0));
}

TEST_CASE("a window that was open goes on, if it is as long") {
  TumblingWindow earlier = opened(61s);
  earlier.keep(R"({"n":1})");
  earlier.fail({"r", "$LATEST", true});
  CHECK(TumblingWindow(60s, earlier.progress()).progress() == earlier.progress());
  CHECK_FALSE(TumblingWindow(30s, earlier.progress()).is_open());
  CHECK_FALSE(TumblingWindow(0s, earlier.progress()).is_open());
}

TEST_CASE("a window that is given up names the records that it had") {
  TumblingWindow window(60s, std::nullopt);
  window.begin(made_at({5s, 6s}));
  window.fail({"r", "$LATEST", true});
  window.fail({"s", "$LATEST", false});
  const auto discard = window.discard();
  CHECK(discard.reason == lambda_host::DiscardReason::retry_attempts_exhausted);
  CHECK(discard.count == 0);
  CHECK(discard.first.get() == 1);
  CHECK(discard.last.get() == 2);
  CHECK(discard.first_arrival == t0 + 5s);
  CHECK(discard.last_arrival == t0 + 6s);
  CHECK(discard.invocations == 2);
  CHECK(discard.last_failure == lambda_host::FailedAttempt{"s", "$LATEST", false});
  CHECK(window.failures() == 2);
}

}  // namespace window_test
