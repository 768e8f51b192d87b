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

FailedAttempt failed_attempt(const InvocationResult& result) {
  return {result.request_id, result.executed_version,
          result.status == InvocationResult::Status::function_error};
}

Delivery::Delivery(std::vector<streams::SourceRecord> records, RetryPolicy policy)
    : records_(std::move(records)), policy_(policy) {
  if (!records_.empty()) parts_.push_back({0, records_.size()});
}

Delivery::Delivery(std::vector<streams::SourceRecord> records, RetryPolicy policy,
                   std::span<const DeliveryPart> parts)
    : records_(std::move(records)), policy_(policy), failed_once_(true) {
  for (const DeliveryPart& part : parts) resume(part);
}

// Records of it may have been trimmed meanwhile.
void Delivery::resume(const DeliveryPart& part) {
  const std::size_t begin = parts_.empty() ? 0 : parts_.back().end;
  std::size_t end = begin;
  while (end < records_.size() && records_[end].sequence <= part.last) ++end;
  if (end > begin) parts_.push_back({begin, end, part.failures, part.waits, part.last_failure});
}

std::optional<core::SequenceNumber> Delivery::first_unfinished(std::size_t dropped) const {
  for (const Part& part : parts_) {
    const std::size_t begin = part.begin + std::exchange(dropped, 0);
    if (begin < part.end) return records_[begin].sequence;
  }
  return std::nullopt;
}

std::vector<DeliveryPart> Delivery::parts(std::size_t dropped) const {
  std::vector<DeliveryPart> parts;
  if (!failed_once_) return parts;
  for (Part part : parts_) {
    part.begin += std::exchange(dropped, 0);
    if (part.begin == part.end) continue;
    parts.push_back({records_[part.begin].sequence, records_[part.end - 1].sequence, part.failures,
                     part.waits, part.last_failure});
  }
  return parts;
}

std::span<const streams::SourceRecord> Delivery::current() const {
  const Part& part = parts_.front();
  return {records_.data() + part.begin, part.end - part.begin};
}

Discard Delivery::discard_of(DiscardReason reason, std::size_t end) const {
  const Part& part = parts_.front();
  const streams::SourceRecord& first = records_[part.begin];
  const streams::SourceRecord& last = records_[end - 1];
  return {reason,        end - part.begin, first.sequence,  last.sequence,
          part.failures, first.created_at, last.created_at, part.last_failure};
}

bool Delivery::is_exhausted() const {
  return policy_.is_exhausted(parts_.front().failures);
}

std::optional<Discard> Delivery::due_discard(core::WallTime now) const {
  const Part& part = parts_.front();
  if (is_exhausted()) return discard_of(DiscardReason::retry_attempts_exhausted, part.end);
  std::size_t young = part.begin;
  while (young < part.end && policy_.is_too_old(records_[young].created_at, now)) ++young;
  if (young == part.begin) return std::nullopt;
  return discard_of(DiscardReason::record_age_exceeded, young);
}

void Delivery::drop(const Discard& discard) {
  Part& part = parts_.front();
  part.begin += discard.count;
  if (part.begin == part.end) parts_.pop_front();
}

void Delivery::date_back(core::WallTime now) {
  for (streams::SourceRecord& record : records_) {
    record.created_at = std::min(record.created_at, now);
  }
}

void Delivery::fail(std::size_t first_failed, const FailedAttempt& attempt) {
  failed_once_ = true;
  Part& part = parts_.front();
  if (first_failed > 0) {
    part = {part.begin + first_failed, part.end, 0, true};
  } else if (policy_.bisect && part.end - part.begin > 1) {
    halve();
  } else {
    ++part.failures;
    part.waits = true;
    part.last_failure = attempt;
  }
}

// The first half takes the odd record; AWS doesn't say which.
void Delivery::halve() {
  const Part whole = parts_.front();
  const std::size_t middle = whole.begin + (whole.end - whole.begin + 1) / 2;
  parts_.front() = {whole.begin, middle};
  parts_.insert(parts_.begin() + 1, Part{middle, whole.end});
}

}  // namespace lambda_host
