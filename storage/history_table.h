#pragma once

#include "core/clock.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What the items of a table were before each write: SQLite table history_<id>. With it the items of
// a moment can be told while writes go on (past_items.h): an item was then what the first record of
// its key after that moment says, or what it is now when there is none.
//
// It is kept for tables with point-in-time recovery, and for others as long as somebody copies
// their items. A row is one write:
//
//   position   a moment, in the order of writes
//   at         when, in milliseconds; never less than the row before has
//   total      bytes of all records up to this one, so that the size is a difference of two
//   key        of the item; previous: its stored form before, NULL when there was none
namespace storage {

// A moment between two writes: that after the record with this position.
using HistoryPosition = std::int64_t;

// How much of a history goes or changes at once. Records are read for that, as a whole.
struct HistoryPiece {
  std::int64_t records = 1000;
  std::int64_t bytes = std::int64_t{1} << 20;  // beside the first record's
};

class HistoryTable {
 public:
  HistoryTable(sqlite::Connection& connection, std::int64_t id);

  static void create(sqlite::Connection& connection, std::int64_t id);
  static std::string name(std::int64_t id);  // in SQLite

  void append(core::WallTime at, std::string_view key, std::optional<std::string_view> previous);

  // Now: after all that was written.
  HistoryPosition last();
  // After all that was written at that time or before.
  HistoryPosition at(core::WallTime time);

  // What the item of this key was at the moment, as far as a later write of it tells: nullopt
  // inside when there was none; nullopt outside when it hasn't been written since.
  std::optional<std::optional<std::string>> former(std::string_view key, HistoryPosition moment);
  // When a key was written last behind one moment and not behind another; nullopt when it wasn't.
  std::optional<core::WallTime> last_change(std::string_view key, HistoryPosition after,
                                            HistoryPosition until);
  // The least key from this one on that was ever written.
  std::optional<std::string> next_key(std::string_view from);

  // What may go: records made before a time, and the oldest ones beyond a size. Those after
  // `keep_after` stay, and the newest one always does, so that positions grow.
  struct Bounds {
    core::WallTime before;
    std::int64_t max_bytes = 0;
    HistoryPosition keep_after = 0;
    HistoryPiece piece = {};
  };
  struct Trimmed {
    bool any = false;
    bool for_size = false;          // some were young enough to stay
    core::WallTime newest_at = {};  // of those that went
  };
  Trimmed trim(const Bounds& bounds);

  // How much it holds, without what the oldest record has.
  struct Extent {
    std::int64_t records = 0;
    std::int64_t bytes = 0;
  };
  Extent extent();

  // Whether something was written later than now, before the clock went back.
  bool lies_ahead_of(core::WallTime now);
  // What was written later than now counts as written now: the oldest of it, a piece. Answers how
  // much that was, at most.
  Extent date_back(core::WallTime now, const HistoryPiece& piece = {});

 private:
  struct Mark {
    HistoryPosition position = 0;
    std::int64_t at = 0;
    std::int64_t total = 0;
  };
  std::optional<Mark> newest();
  std::optional<Mark> mark_from(HistoryPosition position);
  // The last one before the end for which it holds, as it does for the first, and for none behind
  // the first for which it doesn't.
  template <class Holds>
  HistoryPosition last_that(HistoryPosition first, HistoryPosition end, Holds holds);
  // The last one of the piece that begins behind a position.
  HistoryPosition end_of_piece(const HistoryPiece& piece, HistoryPosition after);

  sqlite::Statement append_;
  sqlite::Statement newest_;
  sqlite::Statement mark_from_;
  sqlite::Statement former_;
  sqlite::Statement last_change_;
  sqlite::Statement next_key_;
  sqlite::Statement trim_;
  sqlite::Statement date_back_;
};

}  // namespace storage
