#include "lambda-host/mappings/traced_attempts.h"

#include <doctest/doctest.h>

namespace traced_attempts_test {

using namespace lambda_host;
using namespace std::chrono_literals;

namespace {

constexpr core::WallTime kNow{1000s};

InvocationResult result() {
  InvocationResult result;
  result.duration = 3ms;
  result.request_id = "r";
  result.log_group = "g";
  result.log_stream = "s";
  return result;
}

}  // namespace

TEST_CASE("outcomes of attempts have their names in the trace") {
  CHECK(std::string(wire_name(AttemptOutcome::running)) == "running");
  CHECK(std::string(wire_name(AttemptOutcome::delivered)) == "delivered");
  CHECK(std::string(wire_name(AttemptOutcome::partly)) == "partly delivered");
  CHECK(std::string(wire_name(AttemptOutcome::failed)) == "failed");
  CHECK(std::string(wire_name(AttemptOutcome::refused)) == "not invoked");
}

TEST_CASE("an attempt runs until it ends with its result") {
  TracedAttempts attempts;
  attempts.begin(1, kNow);
  REQUIRE(attempts.newest.size() == 1);
  const TracedAttempt& attempt = attempts.newest.back();
  CHECK(attempts.count == 1);
  CHECK(attempt.number == 1);
  CHECK(attempt.started == kNow);
  CHECK(attempt.outcome == AttemptOutcome::running);
  attempts.end(result(), AttemptOutcome::failed, "no");
  CHECK(attempt.outcome == AttemptOutcome::failed);
  CHECK(attempt.error == "no");
  CHECK(attempt.duration == core::Duration(3ms));
  CHECK(attempt.request_id == "r");
  CHECK(attempt.log_group == "g");
  CHECK(attempt.log_stream == "s");
}

TEST_CASE("the end of an attempt that nobody knows is nothing") {
  TracedAttempts attempts;
  attempts.end(result(), AttemptOutcome::failed, "no");
  CHECK(attempts.newest.empty());
  CHECK(attempts.count == 0);
}

TEST_CASE("refusals in a row for one reason are one line, and no attempt") {
  TracedAttempts attempts;
  attempts.begin(1, kNow);
  attempts.end(result(), AttemptOutcome::failed, "busy");
  attempts.refuse(2, "busy", kNow + 1s);  // the failure said the same, but was one
  attempts.refuse(2, "busy", kNow + 2s);
  attempts.refuse(2, "gone", kNow + 3s);
  CHECK(attempts.count == 1);
  REQUIRE(attempts.newest.size() == 3);
  CHECK(attempts.newest[0].times == 1);
  CHECK(attempts.newest[1].number == 2);
  CHECK(attempts.newest[1].outcome == AttemptOutcome::refused);
  CHECK(attempts.newest[1].times == 2);
  CHECK(attempts.newest[1].started == kNow + 1s);
  CHECK(attempts.newest[2].error == "gone");
}

TEST_CASE("the ten newest attempts are kept, and all are counted") {
  TracedAttempts attempts;
  for (int number = 1; number <= 10; ++number) attempts.begin(number, kNow);
  CHECK(attempts.newest.front().number == 1);
  attempts.begin(11, kNow);
  CHECK(attempts.newest.size() == 10);
  CHECK(attempts.newest.front().number == 2);
  CHECK(attempts.newest.back().number == 11);
  CHECK(attempts.count == 11);
}

}  // namespace traced_attempts_test
