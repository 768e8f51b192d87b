#pragma once

#include "lambda-host/mappings/retry_policy.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace lambda_host {

enum class DiscardReason { retry_attempts_exhausted, record_age_exceeded };

// "RetryAttemptsExhausted", "RecordAgeExceeded": the condition of an invocation record.
const char* wire_name(DiscardReason reason);

// Records that are given up: never delivered successfully, and passed by.
struct Discard {
  DiscardReason reason = DiscardReason::retry_attempts_exhausted;
  std::size_t count = 0;
  core::SequenceNumber first;
  core::SequenceNumber last;
  int invocations = 0;
};

// The way of one batch from its first invocation until each of its records is delivered or given
// up. Failures may cut it into parts, which are delivered one after another. Decides only.
class Delivery {
 public:
  Delivery(std::vector<streams::SourceRecord> records, RetryPolicy policy);

  bool finished() const { return parts_.empty(); }
  // What to invoke the function with next. This and all below need an unfinished delivery.
  std::span<const streams::SourceRecord> current() const;
  // All records before this one are done.
  core::SequenceNumber first_unfinished() const { return current().front().sequence; }

  // Gives up those records of the current part that are too old. To be asked before each
  // invocation.
  std::optional<Discard> discard_expired(core::WallTime now);

  // The wall time was moved: records that lie ahead of now count as from now.
  void date_back(core::WallTime now);

  // The current part was delivered.
  void succeed() { parts_.pop_front(); }

  // The invocation failed: the records before `first_failed` are delivered all the same, which
  // gives the rest a new budget of retries. Otherwise the part is halved, tried again or given up.
  // Halving uses up no retries (Lambda guide, "Retain discarded records" and BisectBatch…).
  std::optional<Discard> fail(std::size_t first_failed);

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
  };

  std::vector<streams::SourceRecord> records_;
  RetryPolicy policy_;
  std::deque<Part> parts_;
};

}  // namespace lambda_host
