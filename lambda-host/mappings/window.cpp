#include "lambda-host/mappings/window.h"

#include <utility>

namespace lambda_host {

TumblingWindow::TumblingWindow(core::Duration length, std::optional<WindowProgress> open)
    : length_(length), open_(std::move(open)) {
  if (open_ && open_->length != length_) open_.reset();
}

core::WallTime TumblingWindow::start_of(core::WallTime time) const {
  return time - time.time_since_epoch() % length_;
}

bool TumblingWindow::are_together(core::WallTime a, core::WallTime b) const {
  return !in_use() || start_of(a) == start_of(b);
}

bool TumblingWindow::takes(core::WallTime created_at) const {
  return !open_ || start_of(created_at) == open_->start;
}

void TumblingWindow::begin(std::span<const streams::SourceRecord> records) {
  if (!in_use()) return;
  if (!open_) {
    open_ = WindowProgress{};
    open_->length = length_;
    open_->start = start_of(records.front().created_at);
    open_->first = records.front().sequence;
    open_->first_arrival = records.front().created_at;
  }
  open_->last = records.back().sequence;
  open_->last_arrival = records.back().created_at;
}

void TumblingWindow::fail(const FailedAttempt& attempt) {
  ++open_->final_failures;
  open_->last_failure = attempt;
}

Discard TumblingWindow::discard() const {
  Discard discard;
  discard.first = open_->first;
  discard.last = open_->last;
  discard.invocations = open_->final_failures;
  discard.first_arrival = open_->first_arrival;
  discard.last_arrival = open_->last_arrival;
  discard.last_failure = open_->last_failure;
  return discard;
}

bool TumblingWindow::is_over(core::WallTime now) const {
  return now < start() || now >= end() || is_terminated_early();
}

bool TumblingWindow::has_left(core::WallTime now, core::WallTime created_at) const {
  if (!in_use()) return false;
  const core::WallTime start = start_of(created_at);
  return now < start || now >= start + length_;
}

std::optional<core::WallTime> TumblingWindow::end_of(core::WallTime created_at) const {
  if (!in_use()) return std::nullopt;
  return start_of(created_at) + length_;
}

}  // namespace lambda_host
