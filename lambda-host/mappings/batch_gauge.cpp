#include "lambda-host/mappings/batch_gauge.h"

#include "lambda-host/mappings/event_payload.h"

#include <algorithm>

namespace lambda_host {

bool BatchGauge::add(std::size_t bytes, core::WallTime now) {
  if (full()) return false;
  if (!empty() && bytes > free_bytes()) {
    full_ = true;
    return false;
  }
  if (empty()) opened_at_ = now;
  bytes_ += bytes;
  ++count_;
  return true;
}

bool BatchGauge::ready(core::WallTime now) const {
  return full() || (!empty() && now - opened_at_ >= limits_.window);
}

std::optional<core::WallTime> BatchGauge::closes_at() const {
  if (empty()) return std::nullopt;
  return opened_at_ + limits_.window;
}

std::size_t BatchGauge::free_bytes() const {
  const std::size_t used = bytes_ + kPayloadFrameBytes + other_bytes_;
  return used < limits_.payload_bytes ? limits_.payload_bytes - used : 0;
}

void BatchGauge::date_back(core::WallTime now) {
  opened_at_ = std::min(opened_at_, now);
}

void BatchGauge::clear() {
  count_ = 0;
  bytes_ = 0;
  full_ = false;
}

}  // namespace lambda_host
