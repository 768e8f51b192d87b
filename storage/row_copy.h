#pragma once

#include "storage/catalog.h"
#include "storage/past_items.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace storage {

// Copies the rows of a table that nobody writes into an empty one of the same keys and indexes that
// nobody reads yet (Table::being_copied_to), a piece at a time. Rows keep their numbers, which the
// entries of indexes name. The counts come first: what they leave to be filled isn't copied.
//
// It knows how far it came in memory only: after a restart somebody begins anew. Engine thread.
class RowCopy {
 public:
  // How much a piece may be: a few milliseconds.
  static constexpr ReadBounds kPiece{1000, std::size_t{256} << 10};

  // After copy_counts. Keeps neither of the tables. The connection must outlive it.
  RowCopy(sqlite::Connection& connection, const Table& from, const Table& to);

  // The next piece, in the caller's transaction; false when it was the last one.
  bool step(const ReadBounds& bounds = kPiece);

 private:
  struct Entries {
    std::int64_t from;  // ids of the indexes
    std::int64_t to;
  };
  bool copy_items(const ReadBounds& bounds);
  bool copy_entries(const Entries& index, std::size_t count);

  sqlite::Connection& connection_;
  std::string from_;  // SQLite tables of the items
  std::string to_;
  std::int64_t last_row_ = 0;
  bool items_are_there_ = false;
  std::vector<Entries> indexes_;  // those that aren't copied yet
  std::string last_key_;          // of the last one
};

// Whether a table is so small that all of it is no more than a piece.
bool is_one_piece(const Table& table);

// The copy counts what the other does. An index that the other hasn't filled, and the order of
// expiry, are left to be filled. In the caller's transaction.
void copy_counts(Catalog& catalog, const Table& from, Table& to);

}  // namespace storage
