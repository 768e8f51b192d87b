#include "lambda-host/mappings/delivery.h"

#include <doctest/doctest.h>

namespace delivery_test {

using lambda_host::Delivery;
using lambda_host::DiscardReason;
using lambda_host::FailedAttempt;
using lambda_host::RetryPolicy;
using namespace std::chrono_literals;

namespace {

const core::WallTime t0{1000h};

// Numbered from 1, one a second.
std::vector<streams::SourceRecord> records(std::uint64_t count) {
  std::vector<streams::SourceRecord> all;
  for (std::uint64_t i = 1; i <= count; ++i) {
    all.push_back({core::SequenceNumber(i), t0 + std::chrono::seconds(i), "{}"});
  }
  return all;
}

// "1-3": the first and the last record of what is to be delivered now.
std::string current(const Delivery& delivery) {
  if (delivery.finished()) return "";
  return std::to_string(delivery.current().front().sequence.get()) + "-" +
         std::to_string(delivery.current().back().sequence.get());
}

void fail(Delivery& delivery, std::size_t first_failed = 0) {
  delivery.fail(first_failed, {});
}

// What is to be given up now, and is.
std::string give_up(Delivery& delivery, core::WallTime now) {
  const auto discard = delivery.due_discard(now);
  if (!discard) return "";
  delivery.drop(*discard);
  return std::to_string(discard->first.get()) + "-" + std::to_string(discard->last.get());
}

}  // namespace

TEST_CASE("how far it will have come is known before records are dropped") {
  lambda_host::RetryPolicy policy;
  policy.bisect = true;
  Delivery delivery(records(5), policy);
  CHECK(delivery.first_unfinished(0) == delivery.current()[0].sequence);
  CHECK(delivery.first_unfinished(2) == delivery.current()[2].sequence);
  CHECK(delivery.first_unfinished(5) == std::nullopt);
  CHECK(delivery.parts(2).empty());  // it never failed
  delivery.fail(0, {});
  REQUIRE(delivery.current().size() == 3);
  for (const std::size_t count : {1, 2, 3}) {
    Delivery after = delivery;
    lambda_host::Discard discard;
    discard.count = count;
    after.drop(discard);
    CHECK(delivery.parts(count) == after.parts());
    CHECK(delivery.first_unfinished(count) == after.first_unfinished());
  }
  CHECK(delivery.parts(3).size() == 1);
}

TEST_CASE("a delivered batch is finished") {
  Delivery delivery(records(3), {});
  CHECK(current(delivery) == "1-3");
  delivery.succeed();
  CHECK(delivery.finished());
}

TEST_CASE("a failed batch is invoked once and once more for each retry") {
  RetryPolicy policy;
  policy.maximum_retry_attempts = 2;
  Delivery delivery(records(3), policy);
  fail(delivery);
  fail(delivery);
  CHECK_FALSE(delivery.is_exhausted());
  CHECK_FALSE(delivery.due_discard(t0));
  delivery.fail(0, {"last", "$LATEST", true});
  CHECK(delivery.is_exhausted());
  const auto discard = delivery.due_discard(t0);
  REQUIRE(discard);
  CHECK(discard->reason == DiscardReason::retry_attempts_exhausted);
  CHECK(discard->count == 3);
  CHECK(discard->first.get() == 1);
  CHECK(discard->last.get() == 3);
  CHECK(discard->first_arrival == t0 + 1s);
  CHECK(discard->last_arrival == t0 + 3s);
  CHECK(discard->invocations == 3);
  CHECK(discard->last_failure == FailedAttempt{"last", "$LATEST", true});
  CHECK_FALSE(delivery.finished());  // not before it is dropped
  delivery.drop(*discard);
  CHECK(delivery.finished());
}

TEST_CASE("progress gives the rest a new budget") {
  RetryPolicy policy;
  policy.maximum_retry_attempts = 1;
  Delivery delivery(records(3), policy);
  fail(delivery);
  fail(delivery, 2);
  CHECK(current(delivery) == "3-3");
  fail(delivery);
  CHECK_FALSE(delivery.is_exhausted());
  fail(delivery);
  CHECK(give_up(delivery, t0) == "3-3");
  CHECK(delivery.finished());
}

TEST_CASE("bisecting halves in order, without using up retries or time") {
  RetryPolicy policy;
  policy.maximum_retry_attempts = 0;
  policy.bisect = true;
  Delivery delivery(records(5), policy);
  fail(delivery);
  CHECK(current(delivery) == "1-3");
  CHECK_FALSE(delivery.is_retry());
  CHECK_FALSE(delivery.is_exhausted());
  fail(delivery);
  CHECK(current(delivery) == "1-2");
  delivery.succeed();
  CHECK(current(delivery) == "3-3");
  fail(delivery);
  CHECK(give_up(delivery, t0) == "3-3");
  CHECK(current(delivery) == "4-5");
  CHECK(delivery.first_unfinished()->get() == 4);
  delivery.succeed();
  CHECK(delivery.finished());
}

TEST_CASE("with a partial answer the cut is at the reported record") {
  RetryPolicy policy;
  policy.bisect = true;
  Delivery delivery(records(8), policy);
  fail(delivery, 2);
  CHECK(current(delivery) == "3-8");
  CHECK(delivery.is_retry());
}

TEST_CASE("records that are too old are given up, the young ones stay") {
  RetryPolicy policy;
  policy.maximum_record_age = 60s;
  Delivery delivery(records(3), policy);
  CHECK_FALSE(delivery.due_discard(t0 + 61s));
  fail(delivery);
  const auto discard = delivery.due_discard(t0 + 62500ms);
  REQUIRE(discard);
  CHECK(discard->reason == DiscardReason::record_age_exceeded);
  CHECK(discard->count == 2);
  CHECK(discard->invocations == 1);
  CHECK(discard->last_arrival == t0 + 2s);
  delivery.drop(*discard);
  CHECK(current(delivery) == "3-3");
  CHECK(give_up(delivery, t0 + 10min) == "3-3");
  CHECK(delivery.finished());
}

TEST_CASE("what failed as often as it may is given up for that, however old it is") {
  RetryPolicy policy;
  policy.maximum_record_age = 60s;
  policy.maximum_retry_attempts = 0;
  Delivery delivery(records(2), policy);
  fail(delivery);
  const auto discard = delivery.due_discard(t0 + 10min);
  REQUIRE(discard);
  CHECK(discard->reason == DiscardReason::retry_attempts_exhausted);
}

TEST_CASE("the parts of a halved batch are given up by their own age") {
  RetryPolicy policy;
  policy.maximum_record_age = 60s;
  policy.bisect = true;
  Delivery delivery(records(4), policy);
  fail(delivery);
  CHECK(current(delivery) == "1-2");
  CHECK(give_up(delivery, t0 + 63500ms) == "1-2");  // record 3 is too old, too, but isn't its part
  CHECK(give_up(delivery, t0 + 63500ms) == "3-3");
  CHECK(current(delivery) == "4-4");
}

TEST_CASE("a batch of two is halved, a single record isn't") {
  RetryPolicy policy;
  policy.bisect = true;
  Delivery delivery(records(2), policy);
  fail(delivery);
  CHECK(current(delivery) == "1-1");
  CHECK(delivery.failures() == 0);
  CHECK_FALSE(delivery.is_retry());
  fail(delivery);
  CHECK(current(delivery) == "1-1");
  CHECK(delivery.failures() == 1);
  CHECK(delivery.is_retry());
  delivery.succeed();
  CHECK(current(delivery) == "2-2");
  CHECK(delivery.failures() == 0);
}

TEST_CASE("a batch that never failed has nothing to go on with") {
  CHECK(Delivery(records(3), {}).parts().empty());
}

TEST_CASE("another delivery goes on with the parts of an earlier one") {
  RetryPolicy policy;
  policy.maximum_retry_attempts = 1;
  policy.bisect = true;
  Delivery earlier(records(3), policy);
  fail(earlier);
  fail(earlier);
  earlier.fail(0, {"r", "7", true});
  const auto parts = earlier.parts();
  REQUIRE(parts.size() == 3);
  CHECK(parts[0] == lambda_host::DeliveryPart{
                        core::SequenceNumber(1), core::SequenceNumber(1), 1, true,
                        FailedAttempt{"r", "7", true}
  });
  CHECK(parts[1] == lambda_host::DeliveryPart{core::SequenceNumber(2), core::SequenceNumber(2)});

  Delivery delivery(records(3), policy, parts);
  CHECK(delivery.parts() == parts);
  CHECK(delivery.failures() == 1);
  CHECK(delivery.is_retry());
  fail(delivery);
  CHECK(give_up(delivery, t0) == "1-1");
  CHECK(current(delivery) == "2-2");
  delivery.succeed();
  CHECK(current(delivery) == "3-3");
}

TEST_CASE("what was trimmed meanwhile is no part any more") {
  const lambda_host::DeliveryPart parts[] = {
      {core::SequenceNumber(1), core::SequenceNumber(2), 1, true},
      {core::SequenceNumber(3), core::SequenceNumber(5), 2, true}
  };
  auto left = records(5);
  left.erase(left.begin(), left.begin() + 3);
  const Delivery delivery(std::move(left), {}, parts);
  CHECK(current(delivery) == "4-5");
  CHECK(delivery.failures() == 2);
  CHECK(Delivery({}, {}, parts).finished());
}

TEST_CASE("when the clock is moved back, a record's age begins anew") {
  RetryPolicy policy;
  policy.maximum_record_age = 60s;
  Delivery delivery(records(2), policy);  // of t0 + 1 s and t0 + 2 s
  delivery.date_back(t0 + 1s);
  CHECK_FALSE(delivery.due_discard(t0 + 61s));
  CHECK(delivery.due_discard(t0 + 61s + 1us)->count == 2);
}

TEST_CASE("an attempt that failed is known by its request, version and error") {
  lambda_host::InvocationResult result;
  result.request_id = "r";
  result.executed_version = "3";
  CHECK(lambda_host::failed_attempt(result) == FailedAttempt{"r", "3", false});
  result.status = lambda_host::InvocationResult::Status::function_error;
  CHECK(lambda_host::failed_attempt(result) == FailedAttempt{"r", "3", true});
}

}  // namespace delivery_test
