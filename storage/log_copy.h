#pragma once

#include "core/names.h"
#include "storage/log_table.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// Copies all log groups of a scope into another one, which has none of them, a piece at a time. It
// copies the groups that it has noted, and of these the events that there were when it was made:
// those that go meanwhile may be missing. Engine thread.
class LogCopy {
 public:
  // What the settings of the copies say instead.
  using Rewrite = std::function<std::string(std::string)>;
  // `from` may be `to`. The references must outlive it.
  LogCopy(
      sqlite::Connection& connection, LogTable& from, const core::Scope& scope, LogTable& to,
      const core::Scope& into, Rewrite rewrite = [](const std::string& text) { return text; });

  // Notes the next groups, at most so many; false when there are no more.
  bool note(std::size_t most);
  std::size_t noted() const { return noted_; }
  // When all are noted. The next piece, in the caller's transaction; false when it was the last
  // one.
  bool step();
  // The group that the next piece makes, if it makes one.
  std::optional<std::string> next_group() const;

 private:
  struct Event {
    std::int64_t stream = 0;  // the copy
    std::int64_t ingested_at = 0;
    std::int64_t timestamp = 0;
    std::string message;
  };
  void begin_group();
  void make_streams();
  // False when the group was the last one, and has all of its events.
  bool copy_events();
  bool read_some(std::vector<Event>& events);
  void append(const std::vector<Event>& events);

  LogTable& from_;
  core::Scope scope_;
  LogTable& to_;
  core::Scope into_;
  Rewrite rewrite_;
  std::int64_t last_id_ = 0;      // of the events that there were
  std::vector<LogGroup> groups_;  // those that aren't copied yet
  std::size_t noted_ = 0;
  std::string last_noted_;                        // its name
  std::int64_t group_ = 0;                        // the copy of the last of them; 0: it isn't begun
  std::map<std::int64_t, std::int64_t> streams_;  // of that group: the copies
  std::optional<LogStreamPosition> last_stream_;  // the last of them
  bool has_more_streams_ = false;                 // before its events
  LogPosition position_;
};

}  // namespace storage
