#include "lambda-host/mappings/lane.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

// How a lane comes to its batches and windows, and waits. What it does with them:
// lane_delivery.cpp.
namespace lambda_host {
namespace {

// The least wait for a window: the clock may stand still just before its end.
constexpr core::Duration kLeastWait = std::chrono::milliseconds(1);

}  // namespace

Lane::Lane(const LaneSettings& settings, LaneShard shard, streams::ItemSlice slice, LaneStart start,
           std::unique_ptr<Alarm> alarm, Events events)
    : settings_(settings),
      shard_(std::move(shard)),
      slice_(slice),
      reader_(
          {settings.mapping, settings.filters, settings.source, settings.clock, settings.observer},
          id(), slice, start),
      window_(std::chrono::seconds(settings.mapping.tumbling_window_seconds),
              std::move(start.progress.window)),
      resumes_(std::move(start.progress.parts)),
      alarm_(std::move(alarm)),
      events_(std::move(events)) {
  if (!resumes_.empty()) reader_.read_up_to(resumes_.back().last);
}

core::SequenceNumber Lane::checkpoint() const {
  const auto unfinished = delivery_ ? delivery_->first_unfinished(given_up()) : std::nullopt;
  return unfinished.value_or(reader_.checkpoint());
}

LaneProgress Lane::progress() const {
  const bool is_window_over = is_given_up_ && finalizes_;
  return {delivery_ ? delivery_->parts(given_up()) : resumes_,
          is_window_over ? std::nullopt : window_.progress()};
}

std::size_t Lane::given_up() const {
  return is_given_up_ && delivery_ ? discard_->count : 0;
}

void Lane::advance() {
  if (stopped_ || is_running() || waiting_ || ended_) return;
  caught_up_ = false;
  if (is_delivering()) return deliver();
  if (!gather()) return retry_later();
  failures_ = 0;
  last_error_.clear();
  if (reader_.paused()) return alarm_->after({}, [this] { advance(); });
  close_or_wait();
}

bool Lane::wants(const streams::Arrivals& arrivals) {
  return !stopped_ && !is_running() && !is_delivering() && reader_.is_due(arrivals);
}

void Lane::fill_batch() {
  if (gathers() && !reader_.batch().empty()) advance();
}

// False when the stream can't be read: a failing disk.
bool Lane::gather() {
  const core::SequenceNumber before = checkpoint();
  try {
    reader_.gather(window_);
  } catch (const std::exception& error) {
    last_error_ = "the stream can't be read";
    refused_ = true;
    spdlog::error("mapping {} can't read its stream: {}", settings_.mapping.id.get(), error.what());
    return false;
  }
  if (checkpoint() != before && reader_.batch().empty()) events_.moved(false);
  return true;
}

void Lane::close_or_wait() {
  if (reader_.batch().empty() && !window_.is_open() && resumes_.empty()) return read_on_or_rest();
  const core::WallTime now = settings_.clock.now();
  const bool was_trimmed = !resumes_.empty() && reader_.is_cut() && reader_.batch().empty();
  if (was_trimmed) begin_delivery();
  if (!was_trimmed && closes_window(now)) {
    finalizes_ = true;
    return deliver();
  }
  if (closes_batch(now)) {
    begin_delivery();
    return deliver();
  }
  if (was_trimmed) return alarm_->after({}, [this] { advance(); });
  read_on_or_rest();
}

void Lane::read_on_or_rest() {
  if (reader_.may_read_on()) return alarm_->after({}, [this] { advance(); });
  if (!reader_.batch().empty()) return wait_until(batch_closes_at());
  if (window_.is_open()) wait_until(window_.end());
  caught_up_or_ended();
}

// Whether the batch goes as it is: it is ready, or there is nothing to wait for.
bool Lane::closes_batch(core::WallTime now) const {
  const Batcher& batch = reader_.batch();
  if (batch.ready(now)) return true;
  if (batch.empty()) return false;
  return reader_.is_cut() || reader_.at_end() || settings_.in_haste ||
         window_.has_left(now, batch.records().front().created_at);
}

// Whether all records of the open window are done, and no others belong to it.
bool Lane::closes_window(core::WallTime now) const {
  if (!window_.is_open()) return false;
  if (window_.is_terminated_early()) return true;
  const Batcher& batch = reader_.batch();
  if (!batch.empty()) return !window_.takes(batch.records().front().created_at);
  return reader_.is_cut() || reader_.at_end() || (window_.is_over(now) && !reader_.may_read_on());
}

core::WallTime Lane::batch_closes_at() const {
  const Batcher& batch = reader_.batch();
  const core::WallTime closes_at = *batch.closes_at();
  return std::min(closes_at,
                  window_.end_of(batch.records().front().created_at).value_or(closes_at));
}

// Goes on with what an earlier process left of a batch, as far as its records are still there.
void Lane::begin_delivery() {
  auto records = reader_.take_batch();
  const auto parts = std::exchange(resumes_, {});
  if (records.empty()) return;
  window_.begin(records);
  const RetryPolicy policy = retry_policy(settings_.mapping);
  if (parts.empty()) {
    delivery_.emplace(std::move(records), policy);
  } else {
    delivery_.emplace(std::move(records), policy, parts);
  }
  failures_ = delivery_->failures();
}

void Lane::caught_up_or_ended() {
  caught_up_ = true;
  if (reader_.at_end()) {
    ended_ = true;
    events_.ended();
  }
  settings_.observer.caught_up(id());
}

void Lane::wait_until(core::WallTime time) {
  const core::Duration left = time - settings_.clock.now();
  alarm_->after(std::max(left, kLeastWait), [this] { advance(); });
}

// Whether it waits for records or for a window.
bool Lane::gathers() const {
  return !stopped_ && !is_running() && !is_delivering() && !waiting_ && !ended_;
}

void Lane::hurry() {
  const bool backs_off = !stopped_ && waiting_;
  if (!backs_off && (!gathers() || reader_.batch().empty())) return;
  waiting_ = false;
  alarm_->after({}, [this] { advance(); });
}

void Lane::clock_jumped() {
  const core::WallTime now = settings_.clock.now();
  reader_.batch().date_back(now);
  if (delivery_) delivery_->date_back(now);
  if (!gathers() || (reader_.batch().empty() && !window_.is_open())) return;
  caught_up_ = false;
  alarm_->after({}, [this] { advance(); });
}

void Lane::stop() {
  if (stopped_) return;
  stopped_ = true;
  alarm_->cancel();
  if (!is_running()) events_.stopped();
}

}  // namespace lambda_host
