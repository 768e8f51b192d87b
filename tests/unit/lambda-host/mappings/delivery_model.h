#pragma once

#include "core/clock.h"
#include "core/sequence_number.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

// What an event source mapping owes to one lane of records, as plainly as it can be said. It is
// told of all that happens, in its order, and answers what must come next. It doesn't know how the
// program does it: no batcher, no delivery, no window.
namespace model {

struct Settings {
  std::size_t batch_size = 100;
  core::Duration batching_window{};
  int retries = -1;
  std::optional<core::Duration> age;
  bool bisect = false;
  bool reports = false;  // ReportBatchItemFailures
  core::Duration tumbling{};
  bool has_destination = false;
};

struct Record {
  core::SequenceNumber sequence;
  core::WallTime made_at;
};

// What the handler is called with.
struct Call {
  std::vector<core::SequenceNumber> records;
  bool is_final = false;
  std::string state;  // JSON, with windows

  friend bool operator==(const Call&, const Call&) = default;
};

struct Notice {
  std::string condition;
  core::SequenceNumber first;
  core::SequenceNumber last;
  std::size_t count = 0;
  int invocations = 0;

  friend bool operator==(const Notice&, const Notice&) = default;
};

// What a handler did with its call.
struct Answer {
  std::size_t done = 0;  // records from the first one on
  bool failed = true;
  std::optional<std::string> state;  // that it returned
};

class Lane {
 public:
  explicit Lane(Settings settings) : settings_(settings) {}

  // A record that passes the filters was committed.
  void committed(Record record, core::WallTime now);
  // What must be called or sent by now; nullopt when it is something else's turn, or must wait.
  std::optional<Call> call(core::WallTime now);
  std::optional<Notice> notice(core::WallTime now);

  void called() { busy_ = true; }
  void answered(const Answer& answer, core::WallTime now);
  void sent(bool came_there, core::WallTime now);
  // The process ended, and another one began.
  void restarted(core::WallTime now);

  bool is_idle() const { return pending_.empty() && parts_.empty() && !window_; }

 private:
  struct Part {
    std::vector<Record> records;
    int failures = 0;
  };

  core::WallTime window_of(core::WallTime time) const;
  std::vector<Record> next_batch() const;
  bool is_ready(const std::vector<Record>& batch, core::WallTime now) const;
  void begin_batch(core::WallTime now);
  bool window_ends(core::WallTime now) const;
  std::optional<Notice> due_notice(core::WallTime now) const;
  void drop(const Notice& notice, core::WallTime now);
  void settle(core::WallTime now);
  void wait(core::WallTime now);
  void free(core::WallTime now);

  Settings settings_;
  std::deque<Record> pending_;               // committed, in no batch
  std::deque<Part> parts_;                   // of the batch in flight
  bool failed_once_ = false;                 // so its parts are remembered
  std::optional<core::WallTime> opened_at_;  // when the first pending record could join a batch
  std::optional<core::WallTime> window_;     // the start of the open tumbling window
  std::string state_;
  Record window_first_;
  Record window_last_;
  int final_failures_ = 0;
  bool busy_ = false;           // a call or a notice is out
  std::optional<Notice> owed_;  // and must be sent again if it didn't come there
  int in_a_row_ = 0;            // failures, for the delay
  core::WallTime not_before_;
};

}  // namespace model
