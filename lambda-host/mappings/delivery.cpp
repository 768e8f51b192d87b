#include "lambda-host/mappings/delivery.h"

#include <algorithm>
#include <utility>

namespace lambda_host {

const char* wire_name(DiscardReason reason) {
  switch (reason) {
    case DiscardReason::retry_attempts_exhausted: return "RetryAttemptsExhausted";
    case DiscardReason::record_age_exceeded: return "RecordAgeExceeded";
  }
  __builtin_unreachable();
}

Delivery::Delivery(std::vector<streams::SourceRecord> records, RetryPolicy policy)
    : records_(std::move(records)), policy_(policy) {
  if (!records_.empty()) parts_.push_back({0, records_.size(), 0, false});
}

std::span<const streams::SourceRecord> Delivery::current() const {
  const Part& part = parts_.front();
  return {records_.data() + part.begin, part.end - part.begin};
}

std::optional<Discard> Delivery::discard_expired(core::WallTime now) {
  Part& part = parts_.front();
  const std::size_t begin = part.begin;
  while (part.begin < part.end && policy_.is_too_old(records_[part.begin].created_at, now)) {
    ++part.begin;
  }
  if (part.begin == begin) return std::nullopt;
  const Discard discard{DiscardReason::record_age_exceeded, part.begin - begin,
                        records_[begin].sequence, records_[part.begin - 1].sequence, part.failures};
  if (part.begin == part.end) parts_.pop_front();
  return discard;
}

void Delivery::date_back(core::WallTime now) {
  for (streams::SourceRecord& record : records_) {
    record.created_at = std::min(record.created_at, now);
  }
}

std::optional<Discard> Delivery::fail(std::size_t first_failed) {
  Part& part = parts_.front();
  if (first_failed > 0) {
    part = {part.begin + first_failed, part.end, 0, true};
    return std::nullopt;
  }
  if (policy_.bisect && part.end - part.begin > 1) {
    // The first half takes the odd record; AWS doesn't say which.
    const std::size_t middle = part.begin + (part.end - part.begin + 1) / 2;
    const Part second{middle, part.end, 0, false};
    part = {part.begin, middle, 0, false};
    parts_.insert(parts_.begin() + 1, second);
    return std::nullopt;
  }
  ++part.failures;
  part.waits = true;
  if (!policy_.is_exhausted(part.failures)) return std::nullopt;
  const Discard discard{DiscardReason::retry_attempts_exhausted, part.end - part.begin,
                        records_[part.begin].sequence, records_[part.end - 1].sequence,
                        part.failures};
  parts_.pop_front();
  return discard;
}

}  // namespace lambda_host
