#include "tests/unit/lambda-host/mappings/delivery_model.h"

#include <algorithm>

namespace model {

using namespace std::chrono_literals;

core::WallTime Lane::window_of(core::WallTime time) const {
  return time - time.time_since_epoch() % settings_.tumbling;
}

void Lane::committed(Record record, core::WallTime now) {
  pending_.push_back(record);
  if (parts_.empty() && !opened_at_) opened_at_ = now;
}

// The oldest pending records: as many as fit, all of one tumbling window.
std::vector<Record> Lane::next_batch() const {
  std::vector<Record> batch;
  for (const Record& record : pending_) {
    if (batch.size() == settings_.batch_size) break;
    const bool windows = settings_.tumbling > 0s;
    if (windows && window_ && window_of(record.made_at) != *window_) break;
    if (windows && !batch.empty() &&
        window_of(record.made_at) != window_of(batch.front().made_at)) {
      break;
    }
    batch.push_back(record);
  }
  return batch;
}

// It is full, or has waited long enough, or what comes next doesn't belong to it.
bool Lane::is_ready(const std::vector<Record>& batch, core::WallTime now) const {
  if (batch.empty()) return false;
  if (batch.size() == settings_.batch_size) return true;
  if (batch.size() < pending_.size()) return true;
  if (now >= *opened_at_ + settings_.batching_window) return true;
  return settings_.tumbling > 0s && now >= window_of(batch.front().made_at) + settings_.tumbling;
}

void Lane::begin_batch(core::WallTime now) {
  const auto batch = next_batch();
  if (!is_ready(batch, now)) return;
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(batch.size()));
  parts_.push_back({batch});
  failed_once_ = false;
  if (settings_.tumbling == 0s) return;
  if (!window_) {
    window_ = window_of(batch.front().made_at);
    state_ = "{}";
    window_first_ = batch.front();
  }
  window_last_ = batch.back();
}

// All that belongs to the window is done.
bool Lane::window_ends(core::WallTime now) const {
  if (!window_ || !parts_.empty() || !next_batch().empty()) return false;
  return !pending_.empty() || now >= *window_ + settings_.tumbling;
}

// Without a destination, what is given up goes without a word.
void Lane::settle(core::WallTime now) {
  if (owed_) return;
  for (;;) {
    if (parts_.empty() && !window_ends(now)) begin_batch(now);
    const auto notice = settings_.has_destination ? std::nullopt : due_notice(now);
    if (!notice) return;
    drop(*notice, now);
  }
}

std::optional<Call> Lane::call(core::WallTime now) {
  if (busy_ || now < not_before_) return std::nullopt;
  settle(now);
  if (owed_ || due_notice(now)) return std::nullopt;
  if (window_ends(now)) return Call{{}, true, state_};
  if (parts_.empty()) return std::nullopt;
  Call call;
  for (const Record& record : parts_.front().records) call.records.push_back(record.sequence);
  if (window_) call.state = state_;
  return call;
}

// Failed as often as it may, or its first records are too old.
std::optional<Notice> Lane::due_notice(core::WallTime now) const {
  const auto exhausted = [&](int failures) {
    return settings_.retries >= 0 && failures > settings_.retries;
  };
  if (window_ && parts_.empty() && exhausted(final_failures_)) {
    return Notice{"RetryAttemptsExhausted", window_first_.sequence, window_last_.sequence, 0,
                  final_failures_};
  }
  if (parts_.empty()) return std::nullopt;
  const Part& part = parts_.front();
  if (exhausted(part.failures)) {
    return Notice{"RetryAttemptsExhausted", part.records.front().sequence,
                  part.records.back().sequence, part.records.size(), part.failures};
  }
  const auto young = std::find_if(part.records.begin(), part.records.end(), [&](const Record& r) {
    return !settings_.age || now - r.made_at <= *settings_.age;
  });
  if (young == part.records.begin()) return std::nullopt;
  return Notice{"RecordAgeExceeded", part.records.front().sequence, (young - 1)->sequence,
                static_cast<std::size_t>(young - part.records.begin()), std::max(part.failures, 1)};
}

std::optional<Notice> Lane::notice(core::WallTime now) {
  if (busy_ || now < not_before_ || !settings_.has_destination) return std::nullopt;
  settle(now);
  if (!owed_) owed_ = due_notice(now);
  return owed_;
}

void Lane::drop(const Notice& notice, core::WallTime now) {
  in_a_row_ = 0;
  not_before_ = now;
  if (parts_.empty()) {
    window_.reset();
    final_failures_ = 0;
    return free(now);
  }
  auto& records = parts_.front().records;
  records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(notice.count));
  if (records.empty()) parts_.pop_front();
  if (parts_.empty()) free(now);
}

void Lane::sent(bool came_there, core::WallTime now) {
  busy_ = false;
  if (!came_there) return wait(now);
  drop(*owed_, now);
  owed_.reset();
}

// 0.1 s, doubled with each failure in a row, 5 s at most.
void Lane::wait(core::WallTime now) {
  core::Duration delay = 100ms;
  for (int i = 0; i < in_a_row_ && delay < 5s; ++i) delay *= 2;
  ++in_a_row_;
  not_before_ = now + std::min<core::Duration>(delay, 5s);
}

// The lane begins to gather: what waits opens its batching window now.
void Lane::free(core::WallTime now) {
  opened_at_.reset();
  if (!pending_.empty()) opened_at_ = now;
}

void Lane::answered(const Answer& answer, core::WallTime now) {
  busy_ = false;
  if (answer.done > 0 || !answer.failed) in_a_row_ = 0;
  if (parts_.empty()) {  // the final one
    if (answer.failed) {
      ++final_failures_;
      const bool gives_up = settings_.retries >= 0 && final_failures_ > settings_.retries;
      if (!gives_up) wait(now);
      return;
    }
    window_.reset();
    final_failures_ = 0;
    return free(now);
  }
  Part& part = parts_.front();
  if (answer.state && (answer.done > 0 || !answer.failed)) state_ = *answer.state;
  if (!answer.failed) {
    parts_.pop_front();
    if (parts_.empty()) free(now);
    return;
  }
  failed_once_ = true;
  if (answer.done > 0) {  // the rest is a new batch, with a new budget
    part.records.erase(part.records.begin(),
                       part.records.begin() + static_cast<std::ptrdiff_t>(answer.done));
    part.failures = 0;
    return wait(now);
  }
  if (settings_.bisect && part.records.size() > 1) {  // at once, and no attempt
    const auto middle =
        part.records.begin() + static_cast<std::ptrdiff_t>((part.records.size() + 1) / 2);
    Part second{
        {middle, part.records.end()}
    };
    part.records.erase(middle, part.records.end());
    part.failures = 0;
    parts_.insert(parts_.begin() + 1, second);
    return;
  }
  ++part.failures;
  if (settings_.retries < 0 || part.failures <= settings_.retries) wait(now);
}

// Who was called is called again. A batch that never failed is gathered anew, with what has come.
void Lane::restarted(core::WallTime now) {
  busy_ = false;
  owed_.reset();
  not_before_ = now;
  in_a_row_ = 0;
  if (!parts_.empty() && !failed_once_) {
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
      pending_.insert(pending_.begin(), part->records.begin(), part->records.end());
    }
    parts_.clear();
  }
  if (!parts_.empty()) in_a_row_ = parts_.front().failures;
  if (parts_.empty()) free(now);
}

}  // namespace model
