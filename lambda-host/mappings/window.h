#pragma once

#include "core/clock.h"
#include "lambda-host/mappings/delivery.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace lambda_host {

// The most state that a window may have (Lambda guide, "Stateful processing in DynamoDB": 1 MB per
// shard). An answer with more of it ends the window early.
inline constexpr std::size_t kMaxWindowStateBytes = std::size_t{1} << 20;

// What is kept of a window that is open.
struct WindowProgress {
  core::Duration length{};
  core::WallTime start;
  std::string state = "{}";  // JSON
  int final_failures = 0;    // of the final invocation
  std::optional<FailedAttempt> last_failure = {};
  // Of the records that it began with, and those that came to it last: what is told of a window
  // that is given up.
  core::SequenceNumber first;
  core::SequenceNumber last;
  core::WallTime first_arrival;
  core::WallTime last_arrival;

  friend bool operator==(const WindowProgress&, const WindowProgress&) = default;
};

// A shard's tumbling windows (Lambda guide, "Stateful processing in DynamoDB"): one after another,
// each as long as the others, and begun at multiples of that since the epoch. A record belongs to
// the window in which it was made. One window is open at a time, from its first batch on until its
// final invocation. Decides only.
//
// Windows go by the wall time, which may be moved: a window that the clock has left, to either
// side, is over.
class TumblingWindow {
 public:
  // Zero: there are no windows. Goes on with one that was open, if it is as long.
  TumblingWindow(core::Duration length, std::optional<WindowProgress> open);

  bool in_use() const { return length_ > core::Duration::zero(); }
  bool is_open() const { return open_.has_value(); }
  // Whether two records of these times belong to one batch.
  bool are_together(core::WallTime a, core::WallTime b) const;
  // Whether a record of that time belongs to the open window; to none that is open, each does.
  bool takes(core::WallTime created_at) const;

  // Whether the clock has left the window that a record of that time belongs to. Its end, and no
  // batch waits longer; nullopt where there are no windows.
  bool has_left(core::WallTime now, core::WallTime created_at) const;
  std::optional<core::WallTime> end_of(core::WallTime created_at) const;

  // These records are the next batch: opens their window if none is open.
  void begin(std::span<const streams::SourceRecord> records);
  // The handler's answer, which the next invocation gets.
  void keep(std::string state) { open_->state = std::move(state); }
  // The final invocation failed once more.
  void fail(const FailedAttempt& attempt);
  void close() { open_.reset(); }

  // Of an open window. It is over: its end has come, or it has too much state.
  bool is_over(core::WallTime now) const;
  int failures() const { return open_->final_failures; }
  bool is_terminated_early() const { return open_->state.size() > kMaxWindowStateBytes; }
  core::WallTime start() const { return open_->start; }
  core::WallTime end() const { return open_->start + length_; }
  const std::string& state() const { return open_->state; }

  // What is given up when the final invocation has failed too often: no records, but it names those
  // that the window had.
  Discard discard() const;

  const std::optional<WindowProgress>& progress() const { return open_; }

 private:
  core::WallTime start_of(core::WallTime time) const;

  core::Duration length_;
  std::optional<WindowProgress> open_;
};

}  // namespace lambda_host
