#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace storage {

struct StoredRow {
  std::int64_t row = 0;
  std::string_view item;  // stored form
};

// The items of all tables that were read or written last, in front of SQLite, which walks through
// two trees to one: a fourth of all that a GetItem does. It never holds what SQLite doesn't:
// whoever writes an item tells it, in the transaction; when that fails, everything is dropped.
//
// Set-associative: by its key's hash an item belongs to a set of two slots, and the newer one of
// the two stays when another item comes. The sets become more as items do; the memory is bounded by
// a budget. Engine thread only.
class ItemCache {
 public:
  // Of one table as long as it is open; never used again.
  using TableNumber = std::uint32_t;

  static constexpr std::size_t kDefaultBudgetBytes = std::size_t{256} << 20;
  static constexpr std::size_t kMaxItemBytes = 4096;  // with its key: larger ones aren't kept

  // The budget has room for one of the largest items at least.
  explicit ItemCache(std::size_t budget_bytes = kDefaultBudgetBytes);

  TableNumber new_table() { return next_table_++; }

  // The view is good until the next change.
  std::optional<StoredRow> find(TableNumber table, std::string_view key) const;

  // What was read or written. The row it returns is the cache's own, good until the next change.
  StoredRow keep(TableNumber table, std::string_view key, const StoredRow& row);
  void erase(TableNumber table, std::string_view key);
  // The table's number is never used again. What is kept of it goes with sweep, bit by bit: to look
  // at every entry takes a tenth of a second.
  void forget_table(TableNumber table);
  // Looks at the next slots for entries of such tables; false when there are none left.
  bool sweep();
  static constexpr std::size_t kSlotsOfSweep = 4096;
  void clear();

  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::size_t hash = 0;
    TableNumber table = 0;
    std::uint32_t key_bytes = 0;
    std::int64_t row = 0;
    std::string key_and_item;

    bool is(TableNumber of_table, std::string_view key) const {
      return table == of_table && key_bytes == key.size() && key_and_item.starts_with(key);
    }
    StoredRow stored() const { return {row, std::string_view(key_and_item).substr(key_bytes)}; }
    std::size_t bytes() const { return sizeof(Entry) + key_and_item.capacity(); }
  };
  using Slot = std::unique_ptr<Entry>;

  // The first slot of a key's set.
  std::size_t set_of(std::size_t hash) const;
  // The slot that the item is in.
  std::optional<std::size_t> find_slot(TableNumber table, std::string_view key) const;
  StoredRow fill(Slot& slot, TableNumber table, std::string_view key, const StoredRow& row);
  void empty(Slot& slot);
  void grow();
  void shrink_to_budget(const Slot& keep);

  std::size_t budget_bytes_;
  std::size_t bytes_ = 0;
  TableNumber next_table_ = 1;
  std::size_t entries_ = 0;
  std::vector<Slot> slots_;      // a power of two of them, or none before the first item
  std::size_t next_victim_ = 0;  // where what is over the budget is looked for
  std::string too_large_;        // the last item that was
  std::unordered_set<TableNumber> forgotten_;
  std::size_t next_swept_ = 0;
  std::size_t left_to_sweep_ = 0;  // slots, since the last table was forgotten
};

}  // namespace storage
