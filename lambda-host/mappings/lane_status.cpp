#include "lambda-host/mappings/lane.h"

// What a lane shows of itself.
namespace lambda_host {

LaneActivity Lane::activity() const {
  if (invoking_) return LaneActivity::invoking;
  if (sending_) return LaneActivity::discarding;
  if (waiting_) return LaneActivity::backing_off;
  if (caught_up()) return LaneActivity::caught_up;
  return reader_.batch().empty() ? LaneActivity::reading : LaneActivity::gathering;
}

LaneStatus Lane::status() const {
  LaneStatus status;
  status.slice = slice_.index;
  status.activity = activity();
  status.checkpoint = checkpoint();
  const auto records = is_delivering() ? current() : reader_.batch().records();
  status.batch_records = records.size();
  if (!records.empty()) {
    status.batch_first = records.front().sequence;
    status.batch_last = records.back().sequence;
  }
  if (is_delivering()) status.failed_attempts = failures();
  status.last_error = last_error_;
  status.refused = refused_;
  if (waiting_) status.continues_in = continues_at_ - settings_.clock.steady_now();
  if (status.activity == LaneActivity::gathering) {
    status.continues_in = batch_closes_at() - settings_.clock.now();
  }
  return status;
}

}  // namespace lambda_host
