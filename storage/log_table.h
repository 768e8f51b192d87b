#pragma once

#include "core/names.h"
#include "core/scope_filter.h"
#include "storage/sqlite/connection.h"
#include "storage/text_map_json.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

// CloudWatch Logs' groups, streams and events. Times are milliseconds since the epoch, as in the
// API. Events lie in the order of their timestamps, ties in the order of their ids, which is the
// order of arrival.
//
// A dropped stream's events would take long to remove, so the stream only leaves its group at once
// (log_group becomes NULL), and remove_obsolete takes the events, bit by bit. A dropped group keeps
// its streams likewise: it only becomes nobody's (account and region are empty, the name is its
// id), and remove_obsolete takes them all. Neither groups nor streams ever get an id again that was
// in use (AUTOINCREMENT): such events keep theirs meanwhile.
namespace storage {

struct LogGroup {
  std::int64_t id = 0;
  std::string name;
  std::string log_class = "STANDARD";
  std::string kms_key;  // may be empty
  std::int64_t created_at = 0;
  std::optional<std::int64_t> retention_days;
  std::int64_t stored_bytes = 0;
};

struct LogStream {
  std::int64_t id = 0;
  std::int64_t group = 0;
  std::string name;
  std::int64_t created_at = 0;
  // All set, or none: then there are no events.
  std::optional<std::int64_t> first_event;
  std::optional<std::int64_t> last_event;
  std::optional<std::int64_t> last_ingestion;
};

struct NewLogEvent {
  std::int64_t timestamp = 0;
  std::string_view message;
};

// What it costs to append them, in bytes of a turn (Writer::count): each takes as long as a
// kilobyte beside its own bytes.
std::size_t append_cost(std::span<const NewLogEvent> events);

// A view of a stored event, valid during the visit that hands it out.
struct StoredLogEvent {
  std::int64_t id = 0;
  std::int64_t stream = 0;
  std::int64_t timestamp = 0;
  std::int64_t ingested_at = 0;
  std::string_view message;
};

// A gap in the order of events: behind the event with this timestamp and id, if there is one.
struct LogPosition {
  std::int64_t timestamp = 0;
  std::int64_t id = 0;

  friend bool operator<(const LogPosition& a, const LogPosition& b) {
    return std::tie(a.timestamp, a.id) < std::tie(b.timestamp, b.id);
  }
};

// The events between two gaps.
struct LogRange {
  LogPosition after;
  LogPosition up_to{std::numeric_limits<std::int64_t>::max(),
                    std::numeric_limits<std::int64_t>::max()};
};

enum class LogOrder { ascending, descending };

// Which groups, in the order of their names (of bytes).
struct LogGroupQuery {
  std::string_view after;   // only names behind this one
  std::string_view prefix;  // may be empty
  std::size_t limit = 0;
};

enum class LogStreamOrder { name, last_event };

// Where a page of streams begins: behind this one. Streams without events count as last at 0.
struct LogStreamPosition {
  std::int64_t last_event = 0;
  std::string name;
};

struct LogStreamQuery {
  LogStreamOrder order = LogStreamOrder::name;
  bool descending = false;
  std::optional<LogStreamPosition> after;
  std::string_view prefix;
  std::size_t limit = 0;
};

using LogTags = TextMap;

// Writes are made within somebody's transaction.
class LogTable {
 public:
  // Sees events in order; false ends the reading. It must not read events itself.
  using Visit = std::function<bool(const StoredLogEvent&)>;

  explicit LogTable(sqlite::Connection& connection);

  std::optional<LogGroup> find_group(const core::Scope& scope, std::string_view name);
  std::vector<LogGroup> find_groups(const core::Scope& scope, const LogGroupQuery& query);
  // There must be none of the name yet. Answers its id; the given one is ignored.
  std::int64_t create_group(const core::Scope& scope, const LogGroup& group);
  void drop_group(std::int64_t group);
  // Those of these scopes, at most so many. Answers how many.
  std::size_t drop_groups(const core::ScopeFilter& scopes, std::size_t most = core::kAll);
  void set_retention(std::int64_t group, std::optional<std::int64_t> days);
  LogTags tags(std::int64_t group);
  void set_tags(std::int64_t group, const LogTags& tags);

  std::optional<LogStream> find_stream(std::int64_t group, std::string_view name);
  // nullopt for streams that were dropped.
  std::optional<LogStream> find_stream(std::int64_t stream);
  std::vector<LogStream> find_streams(std::int64_t group, const LogStreamQuery& query);
  std::int64_t create_stream(std::int64_t group, std::string_view name, std::int64_t now);
  void drop_stream(const LogStream& stream);

  void append(std::int64_t group, std::int64_t stream, std::span<const NewLogEvent> events,
              std::int64_t now);
  // Creates group and stream if they aren't there. After a rollback, forget_names must follow.
  void append(const core::Scope& scope, const std::string& group, const std::string& stream,
              std::span<const NewLogEvent> events, std::int64_t now);
  void forget_names() { targets_.clear(); }

  void read_stream(std::int64_t stream, const LogRange& range, LogOrder order, const Visit& visit);
  void read_group(std::int64_t group, const LogRange& range, const Visit& visit);

  // Removes what was dropped, and events older than their group's retention: a bounded piece of it,
  // from the first group on or where the last piece ended. That is at most so many, of events,
  // streams and groups together, and no more events once they make kMaxRemovedBytes.
  struct ObsoletePiece {
    std::size_t removed = 0;
    bool more = false;  // there may be
  };
  ObsoletePiece remove_obsolete(std::int64_t now, std::size_t most, bool from_first);
  static constexpr std::size_t kGroupsAtOnce = 500;  // that a piece looks at
  // How much more all groups hold than this; 0 or less when it isn't more. Costs nothing while
  // nothing was added.
  std::int64_t excess_bytes(std::int64_t max_bytes);
  // Removes those events that came first, until groups hold so many bytes less: at most so many,
  // and no more once they make kMaxRemovedBytes. Answers how many it removed.
  std::size_t remove_oldest(std::int64_t bytes, std::size_t max_events);
  static constexpr std::int64_t kMaxRemovedBytes = 1 << 20;

 private:
  struct Target {
    std::int64_t group = 0;
    std::int64_t stream = 0;
  };
  // The events of a stream or a group. A range of times is read apart from the events at its two
  // ends, which ids bound: so the index leads to each event, however many have the same time.
  struct Reads {
    sqlite::Statement at;  // one time, and ids: behind one, up to one
    sqlite::Statement between;
  };
  using BytesOfStreams = std::map<std::int64_t, std::int64_t>;
  // What a removal may still remove.
  struct Budget {
    std::size_t rows = 0;
    std::int64_t bytes = kMaxRemovedBytes;  // of events

    bool is_spent() const { return rows == 0 || bytes <= 0; }
  };

  Target target_of(const core::Scope& scope, const std::string& group, const std::string& stream,
                   std::int64_t now);
  static Reads prepare_reads(sqlite::Connection& connection, std::string_view owner,
                             LogOrder order);
  static void read(Reads& reads, std::int64_t owner, const LogRange& range, LogOrder order,
                   const Visit& visit);
  std::optional<std::int64_t> find_dropped_group();
  void remove_dropped(Budget& budget);
  // Those of a dropped group, or those that have left theirs.
  void remove_streams(std::optional<std::int64_t> group, Budget& budget);
  std::vector<std::int64_t> streams_of(std::optional<std::int64_t> group, std::size_t most);
  // False when all groups were looked at.
  bool remove_expired(std::int64_t now, Budget& budget);
  void remove_expired(std::int64_t group, std::int64_t before, Budget& budget);
  // The events that the run finds, of whose streams it answers the bytes that went.
  BytesOfStreams remove_events(sqlite::Run run, Budget& budget);
  void count_out(const BytesOfStreams& removed);
  void recount_stream(std::int64_t stream, std::int64_t removed_bytes);

  sqlite::Connection& connection_;
  sqlite::Statement insert_event_;
  sqlite::Statement count_in_stream_;
  sqlite::Statement count_in_group_;
  Reads stream_ascending_;
  Reads stream_descending_;
  Reads group_ascending_;
  sqlite::Statement stream_by_id_;
  sqlite::Statement dropped_group_;
  sqlite::Statement streams_of_;
  sqlite::Statement groups_behind_;
  sqlite::Statement events_of_stream_;
  sqlite::Statement expired_events_;
  sqlite::Statement erase_event_;
  sqlite::Statement erase_stream_;
  sqlite::Statement erase_group_;
  sqlite::Statement recount_stream_;
  std::int64_t next_event_id_ = 1;  // never lower again: ids that went don't come back
  std::int64_t swept_group_ = 0;    // the last one that remove_obsolete was done with
  bool may_exceed_ = true;          // events were added since excess_bytes found no excess
  // By account, region, group and stream: the log lines of handlers come by name.
  std::unordered_map<std::string, Target> targets_;
};

}  // namespace storage
