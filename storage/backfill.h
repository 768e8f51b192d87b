#pragma once

#include "storage/catalog.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <cstddef>
#include <string>

// Indexes that are made over items which are there already, and their order of expiry, are filled a
// piece at a time, while reads and writes go on.
//
// A walk over the items in key order fills an index; Index::filled_to is where it stands. The index
// has entries for exactly the items before that: a write of one of those keeps the entries right, a
// write of another doesn't touch the index, and the walk finds the item as it is by then. Each
// piece is committed with the place where the next one begins, so a restart goes on there.
namespace storage {

// How much one piece may read.
struct BackfillBounds {
  std::size_t items = 1000;
  std::size_t bytes = std::size_t{1} << 20;
};

// What a piece comes to: to be assigned after the commit.
struct Filled {
  FilledTo to;
  Statistics statistics = {};  // of the index
};

// Fill the next piece, in the caller's transaction, and store how far it came. Items whose index
// key has another type, is empty or too long get no entries, as on AWS.
Filled fill(Catalog& catalog, Table& table, Index& index, const BackfillBounds& bounds = {});
// The attribute is the time to live's, which the table may only be getting.
Filled fill(Catalog& catalog, Table& table, ExpiryIndex& expiry, const std::string& attribute,
            const BackfillBounds& bounds = {});

// Goes on with whatever isn't filled yet. Engine thread.
class Backfill {
 public:
  Backfill(Catalog& catalog, Writer& writer) : catalog_(catalog), writer_(writer) {}

  // Fills one piece, in a transaction of its own; false when there is nothing left to fill.
  bool step(const BackfillBounds& bounds = {});

 private:
  Catalog& catalog_;
  Writer& writer_;
};

}  // namespace storage
