#include "lambda-host/mappings/delivery.h"

#include <doctest/doctest.h>

using lambda_host::Delivery;
using lambda_host::DiscardReason;
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

}  // namespace

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
  CHECK_FALSE(delivery.fail(0));
  CHECK_FALSE(delivery.fail(0));
  const auto discard = delivery.fail(0);
  REQUIRE(discard);
  CHECK(discard->reason == DiscardReason::retry_attempts_exhausted);
  CHECK(discard->count == 3);
  CHECK(discard->first.get() == 1);
  CHECK(discard->last.get() == 3);
  CHECK(discard->invocations == 3);
  CHECK(delivery.finished());
}

TEST_CASE("progress gives the rest a new budget") {
  RetryPolicy policy;
  policy.maximum_retry_attempts = 1;
  Delivery delivery(records(3), policy);
  CHECK_FALSE(delivery.fail(0));
  CHECK_FALSE(delivery.fail(2));
  CHECK(current(delivery) == "3-3");
  CHECK_FALSE(delivery.fail(0));
  CHECK(delivery.fail(0)->count == 1);
  CHECK(delivery.finished());
}

TEST_CASE("bisecting halves in order, without using up retries or time") {
  RetryPolicy policy;
  policy.maximum_retry_attempts = 0;
  policy.bisect = true;
  Delivery delivery(records(5), policy);
  CHECK_FALSE(delivery.fail(0));
  CHECK(current(delivery) == "1-3");
  CHECK_FALSE(delivery.is_retry());
  CHECK_FALSE(delivery.fail(0));
  CHECK(current(delivery) == "1-2");
  delivery.succeed();
  CHECK(current(delivery) == "3-3");
  CHECK(delivery.fail(0)->count == 1);
  CHECK(current(delivery) == "4-5");
  CHECK(delivery.first_unfinished().get() == 4);
  delivery.succeed();
  CHECK(delivery.finished());
}

TEST_CASE("with a partial answer the cut is at the reported record") {
  RetryPolicy policy;
  policy.bisect = true;
  Delivery delivery(records(8), policy);
  CHECK_FALSE(delivery.fail(2));
  CHECK(current(delivery) == "3-8");
  CHECK(delivery.is_retry());
}

TEST_CASE("records that are too old are given up, the young ones stay") {
  RetryPolicy policy;
  policy.maximum_record_age = 60s;
  Delivery delivery(records(3), policy);
  CHECK_FALSE(delivery.discard_expired(t0 + 61s));
  const auto discard = delivery.discard_expired(t0 + 62500ms);
  REQUIRE(discard);
  CHECK(discard->reason == DiscardReason::record_age_exceeded);
  CHECK(discard->count == 2);
  CHECK(discard->last.get() == 2);
  CHECK(current(delivery) == "3-3");
  CHECK(delivery.discard_expired(t0 + 10min)->count == 1);
  CHECK(delivery.finished());
}

TEST_CASE("when the clock is moved back, a record's age begins anew") {
  RetryPolicy policy;
  policy.maximum_record_age = 60s;
  Delivery delivery(records(2), policy);  // of t0 + 1 s and t0 + 2 s
  delivery.date_back(t0 + 1s);
  CHECK_FALSE(delivery.discard_expired(t0 + 61s));
  CHECK(delivery.discard_expired(t0 + 61s + 1us)->count == 2);
}
