#pragma once

#include "core/number.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace storage {

// Of an item that may expire: by when, and the row that it is. They order the items as they go.
struct ExpiryEntry {
  std::int64_t second = 0;  // since the epoch: the item is expired once that one is over
  std::int64_t row = 0;

  friend auto operator<=>(const ExpiryEntry&, const ExpiryEntry&) = default;
};

// The items of one table in the order in which they expire by time to live: SQLite table
// expiry_<table> of (second, row of the item). A table without a time to live has none.
class ExpiryTable {
 public:
  ExpiryTable(sqlite::Connection& connection, std::int64_t table);

  static void create(sqlite::Connection& connection, std::int64_t table);
  static std::string name(std::int64_t table);  // in SQLite

  void insert(const ExpiryEntry& entry);
  void erase(const ExpiryEntry& entry);

  // Calls visit(entry) in order, from `first` on, before that `second`, until it returns false.
  template <class Visit>
  void scan(const ExpiryEntry& first, std::int64_t second, Visit visit) {
    auto run = scan_.run();
    run.bind(1, first.second).bind(2, first.row).bind(3, second);
    while (run.next() && visit(ExpiryEntry{run.whole(0), run.whole(1)})) {
    }
  }

 private:
  sqlite::Statement insert_;
  sqlite::Statement erase_;
  sqlite::Statement scan_;
};

// The second of a stored item by that attribute; nullopt when it never expires: it has no number
// there, or one that no clock comes near.
std::optional<std::int64_t> expiry_second(std::string_view stored, std::string_view attribute);

}  // namespace storage
