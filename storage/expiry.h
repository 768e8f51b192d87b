#pragma once

#include "core/attribute_value.h"
#include "core/clock.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <cstddef>
#include <string>

// Time to live: items whose attribute names a time that is past are deleted, some at a time. A
// table is walked from where the last walk stopped, so each call costs the same, however large it
// is.
//
// A walk learns when the table's next item expires (Table::next_expiry), and each write lowers
// that: so a table in which nothing can have expired isn't walked at all. It isn't known after a
// start, nor when the attribute changed or the clock was moved back.
namespace storage {

// Whether an item with that value of the attribute is to go: a number of epoch seconds that is
// past, but not for more than five years (developer guide, "Time to Live"); other types never do.
bool is_expired(const core::Number& expires, core::WallTime now);

// To be told of each item that is written: it may be the next one to expire.
void note_expiry(Table& table, const core::Item& item, const core::Clock& clock);

// How much one call may do.
struct ExpiryBounds {
  std::size_t items_read = 1000;
  std::size_t bytes_read = std::size_t{512} << 10;
  std::size_t items_deleted = 100;
};

// Walks one table at a time. Engine thread.
class ExpirySweep {
 public:
  ExpirySweep(Catalog& catalog, Writer& writer, const core::Clock& clock)
      : catalog_(catalog), writer_(writer), clock_(clock) {}

  // Looks at the next items of the next table in which one may have expired, and submits the
  // deletes of those that have. An item that changes before they are applied stays. False when all
  // such tables have been walked through: the time for a longer pause.
  bool step(const ExpiryBounds& bounds = {});
  // The next step begins with the first table again.
  void restart();

 private:
  Table* current_table(core::WallTime now);
  void begin_walk(Table& table);
  void end_walk(Table& table);
  void submit_delete(Table& table, std::string_view key, const core::Item& item);

  Catalog& catalog_;
  Writer& writer_;
  const core::Clock& clock_;
  core::WallTime looked_at_ = core::WallTime::min();
  std::int64_t table_ = 0;   // the id of the one that is being walked, or was last
  std::string from_;         // where in it to go on; empty: with the table of the next id
  core::Number walks_next_;  // of the items that the walk has passed, the next to expire
};

}  // namespace storage
