#pragma once

#include "core/attribute_value.h"
#include "core/clock.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <cstddef>
#include <string>

// Time to live: items whose attribute names a time that is past are deleted, some at a time. Each
// table that has a time to live keeps its items in the order in which they expire (ExpiryTable), so
// a look at a table costs as much as there is to delete.
namespace storage {

// Items of these seconds, from the first up to the end, are to go: they are past, but not for more
// than five years (developer guide, "Time to Live").
struct ExpiredSeconds {
  std::int64_t first = 0;
  std::int64_t end = 0;
};
ExpiredSeconds expired_seconds(core::WallTime now);

// How much one call may do.
struct ExpiryBounds {
  std::size_t tables_looked_at = 50;
  std::size_t items_deleted = 100;
  std::size_t bytes_read = std::size_t{512} << 10;
};

// Goes round the tables. Engine thread.
class ExpirySweep {
 public:
  ExpirySweep(Catalog& catalog, Writer& writer, const core::Clock& clock)
      : catalog_(catalog), writer_(writer), clock_(clock) {}

  // Submits the deletes of items that have expired, of the next table that has some. One that
  // changes before they are applied stays. False when there is nothing more to delete: the time for
  // a longer pause.
  bool step(const ExpiryBounds& bounds = {});
  // The next step begins with the first table again.
  void restart();

 private:
  bool expire_some(Table& table, const ExpiryBounds& bounds);
  void submit_delete(Table& table, const core::Item& item);

  Catalog& catalog_;
  Writer& writer_;
  const core::Clock& clock_;
  core::Scope scope_;  // of the table that was finished last, and its name
  std::string name_;
  ExpiryEntry from_ = kFirst;  // where in the next table to go on

  static constexpr ExpiryEntry kFirst{INT64_MIN, 0};
};

}  // namespace storage
