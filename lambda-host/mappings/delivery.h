#pragma once

#include "lambda-host/invoker.h"
#include "lambda-host/mappings/retry_policy.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lambda_host {

enum class DiscardReason { retry_attempts_exhausted, record_age_exceeded };

// "RetryAttemptsExhausted", "RecordAgeExceeded": the condition of an invocation record.
const char* wire_name(DiscardReason reason);

// What an invocation record tells of the invocation that failed.
struct FailedAttempt {
  std::string request_id;
  std::string executed_version;
  bool function_error = false;  // else the answer failed its records

  friend bool operator==(const FailedAttempt&, const FailedAttempt&) = default;
};

FailedAttempt failed_attempt(const InvocationResult& result);

// Records that are given up: never delivered successfully, and passed by.
struct Discard {
  DiscardReason reason = DiscardReason::retry_attempts_exhausted;
  std::size_t count = 0;
  core::SequenceNumber first;
  core::SequenceNumber last;
  int invocations = 0;
  core::WallTime first_arrival = {};  // when the records were made
  core::WallTime last_arrival = {};
  std::optional<FailedAttempt> last_failure = {};  // nullopt: they were never tried as they are
  // The last attempt's, or where there was none, one of its own. The lane that gives up sets both.
  std::string request_id = {};
  core::WallTime given_up_at = {};
  bool is_stored = false;  // what is kept of it is, in the commit that told the destination
};

// Records that are delivered together: what is kept of them while they aren't.
struct DeliveryPart {
  core::SequenceNumber first;
  core::SequenceNumber last;
  int failures = 0;                                // of these as they are
  bool waits = false;                              // the next invocation repeats a failed one
  std::optional<FailedAttempt> last_failure = {};  // of these as they are

  friend bool operator==(const DeliveryPart&, const DeliveryPart&) = default;
};

// The way of one batch from its first invocation until each of its records is delivered or given
// up. Failures may cut it into parts, which are delivered one after another. Decides only.
class Delivery {
 public:
  Delivery(std::vector<streams::SourceRecord> records, RetryPolicy policy);
  // Goes on with parts() of an earlier one, as far as the records are still there.
  Delivery(std::vector<streams::SourceRecord> records, RetryPolicy policy,
           std::span<const DeliveryPart> parts);

  bool finished() const { return parts_.empty(); }
  // What to invoke the function with next. This and all below need an unfinished delivery.
  std::span<const streams::SourceRecord> current() const;
  // All records before this one are done, and so would be `dropped` ones of the current part;
  // nullopt when none would be left.
  std::optional<core::SequenceNumber> first_unfinished(std::size_t dropped = 0) const;
  // What a later Delivery needs to go on, if so many of the current part were dropped; none for a
  // batch that never failed, which is as good as a new one.
  std::vector<DeliveryPart> parts(std::size_t dropped = 0) const;

  // Those records of the current part that are to be given up: all when it failed as often as it
  // may, or the first ones when they are too old. To be asked before each invocation.
  std::optional<Discard> due_discard(core::WallTime now) const;
  // Whether it failed as often as it may.
  bool is_exhausted() const;
  // They are given up. Needs what due_discard answered last.
  void drop(const Discard& discard);

  // The wall time was moved: records that lie ahead of now count as from now.
  void date_back(core::WallTime now);

  // The current part was delivered.
  void succeed() { parts_.pop_front(); }

  // The invocation failed: the records before `first_failed` are delivered all the same, which
  // gives the rest a new budget of retries. Otherwise the part is halved, or it has failed once
  // more. Halving uses up no retries (Lambda guide, "Retain discarded records" and BisectBatch…).
  void fail(std::size_t first_failed, const FailedAttempt& attempt);

  // How often the current part failed as it is.
  int failures() const { return parts_.front().failures; }

  // Whether the current part failed before as it is, so that its next invocation should wait.
  bool is_retry() const { return !finished() && parts_.front().waits; }

 private:
  struct Part {
    std::size_t begin = 0;  // into records_
    std::size_t end = 0;
    int failures = 0;
    bool waits = false;
    std::optional<FailedAttempt> last_failure = {};
  };

  void resume(const DeliveryPart& part);
  void halve();
  Discard discard_of(DiscardReason reason, std::size_t end) const;

  std::vector<streams::SourceRecord> records_;
  RetryPolicy policy_;
  std::deque<Part> parts_;
  bool failed_once_ = false;
};

}  // namespace lambda_host
