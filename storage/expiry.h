#pragma once

#include "core/attribute_value.h"
#include "core/clock.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <cstddef>
#include <functional>
#include <string>

// Time to live: items whose attribute names a time that is past are deleted, some at a time. A
// table is walked from where the last walk stopped, so each call costs the same, however large it
// is.
namespace storage {

// Whether the attribute says that the item is to go: a number of epoch seconds that is past, but
// not for more than five years (developer guide, "Time to Live"); other types never do.
bool is_expired(const core::Item& item, const std::string& attribute, core::TimePoint now);

// How much one call may do.
struct ExpiryBounds {
  std::size_t items_read = 1000;
  std::size_t items_deleted = 100;
};

// Walks one table at a time. Engine thread.
class ExpirySweep {
 public:
  ExpirySweep(Catalog& catalog, Writer& writer, const core::Clock& clock)
      : catalog_(catalog), writer_(writer), clock_(clock) {}

  // Looks at the next items of the next table with a time to live, and submits the deletes of those
  // that have expired. An item that changes before they are applied stays. False when all such
  // tables have been walked through: the time for a longer pause.
  bool step(const ExpiryBounds& bounds = {});

 private:
  Table* current_table();
  void submit_delete(Table& table, std::string_view key, const core::Item& item);

  Catalog& catalog_;
  Writer& writer_;
  const core::Clock& clock_;
  std::int64_t table_ = 0;  // the id of the one that is being walked, or was last
  std::string from_;        // where in it to go on; empty: with the table of the next id
};

}  // namespace storage
