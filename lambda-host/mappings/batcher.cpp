#include "lambda-host/mappings/batcher.h"

#include "lambda-host/mappings/event_payload.h"

#include <algorithm>
#include <utility>

namespace lambda_host {

bool Batcher::add(streams::SourceRecord& record, core::WallTime now) {
  if (full()) return false;
  const std::size_t bytes = payload_bytes_ + payload_share_bytes(record);
  if (!empty() && bytes + kPayloadFrameBytes + other_bytes_ > limits_.payload_bytes) {
    full_ = true;
    return false;
  }
  if (empty()) opened_at_ = now;
  payload_bytes_ = bytes;
  records_.push_back(std::move(record));
  return true;
}

bool Batcher::ready(core::WallTime now) const {
  return full() || (!empty() && now - opened_at_ >= limits_.window);
}

std::optional<core::WallTime> Batcher::closes_at() const {
  if (empty()) return std::nullopt;
  return opened_at_ + limits_.window;
}

std::size_t Batcher::free_bytes() const {
  const std::size_t used = payload_bytes_ + kPayloadFrameBytes + other_bytes_;
  return used < limits_.payload_bytes ? limits_.payload_bytes - used : 0;
}

void Batcher::date_back(core::WallTime now) {
  opened_at_ = std::min(opened_at_, now);
  for (streams::SourceRecord& record : records_) {
    record.created_at = std::min(record.created_at, now);
  }
}

std::vector<streams::SourceRecord> Batcher::take() {
  payload_bytes_ = 0;
  full_ = false;
  return std::exchange(records_, {});
}

}  // namespace lambda_host
