#include "storage/catalog.h"

#include <fmt/format.h>

namespace storage {

// Rows keep their numbers, which the entries of indexes name.
void Catalog::copy_rows(const Table& from, Table& to) {
  connection_.execute(
      fmt::format("INSERT INTO {} (rowid, key, item) SELECT rowid, key, item FROM {}",
                  ItemTable::name(to.id), ItemTable::name(from.id)));
  to.statistics = from.statistics;
  store_statistics(to, to.statistics);
  for (std::size_t n = 0; n < to.indexes.size(); ++n)
    copy_index(from.indexes[n], to, to.indexes[n]);
  if (!to.expiry) return;
  if (from.expiry->filled_to) {
    to.expiry->filled_to = "";
    return store_filled(to, kExpiryNumber, to.expiry->filled_to);
  }
  connection_.execute(fmt::format("INSERT INTO {} SELECT * FROM {}", ExpiryTable::name(to.id),
                                  ExpiryTable::name(from.id)));
}

// One that isn't complete is filled as a new one would be.
void Catalog::copy_index(const Index& source, const Table& to, Index& copy) {
  const int number = copy.definition.number;
  if (source.filled_to) {
    copy.filled_to = "";
    return store_filled(to, number, copy.filled_to);
  }
  connection_.prepare("INSERT INTO index_entry SELECT ?, key, item FROM index_entry WHERE id = ?")
      .run()
      .bind(1, copy.entries.id())
      .bind(2, source.entries.id())
      .execute();
  copy.statistics = source.statistics;
  store_index_statistics(to, number, copy.statistics);
}

}  // namespace storage
