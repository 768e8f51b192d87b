#include "storage/item_cache.h"

#include <functional>

namespace storage {
namespace {

constexpr std::size_t kSlots = std::size_t{1} << 17;

}  // namespace

std::size_t ItemCache::slot_of(TableNumber table, std::string_view key) {
  return (std::hash<std::string_view>()(key) + table) % kSlots;
}

std::optional<StoredRow> ItemCache::find(TableNumber table, std::string_view key) const {
  if (slots_.empty()) return std::nullopt;
  const Slot& slot = slots_[slot_of(table, key)];
  if (!slot || !slot->is(table, key)) return std::nullopt;
  return slot->stored();
}

StoredRow ItemCache::keep(TableNumber table, std::string_view key, const StoredRow& row) {
  if (key.size() + row.item.size() > kMaxItemBytes) {
    too_large_ = row.item;
    return {row.row, too_large_};
  }
  if (slots_.empty()) slots_.resize(kSlots);
  return fill(slots_[slot_of(table, key)], table, key, row);
}

void ItemCache::update(TableNumber table, std::string_view key, const StoredRow& row) {
  if (slots_.empty()) return;
  Slot& slot = slots_[slot_of(table, key)];
  if (!slot || !slot->is(table, key)) return;
  if (key.size() + row.item.size() > kMaxItemBytes) return empty(slot);
  fill(slot, table, key, row);
}

void ItemCache::erase(TableNumber table, std::string_view key) {
  if (slots_.empty()) return;
  Slot& slot = slots_[slot_of(table, key)];
  if (slot && slot->is(table, key)) empty(slot);
}

void ItemCache::clear() {
  slots_.clear();
  bytes_ = 0;
}

// The entry that was there is written over: its memory mostly fits.
StoredRow ItemCache::fill(Slot& slot, TableNumber table, std::string_view key,
                          const StoredRow& row) {
  if (slot) {
    bytes_ -= slot->bytes();
  } else {
    slot = std::make_unique<Entry>();
  }
  slot->table = table;
  slot->key_bytes = static_cast<std::uint32_t>(key.size());
  slot->row = row.row;
  slot->key_and_item.assign(key).append(row.item);
  bytes_ += slot->bytes();
  shrink_to_budget(slot);
  return slot->stored();
}

void ItemCache::empty(Slot& slot) {
  bytes_ -= slot->bytes();
  slot.reset();
}

void ItemCache::shrink_to_budget(const Slot& keep) {
  while (bytes_ > budget_bytes_) {
    Slot& victim = slots_[next_victim_];
    next_victim_ = (next_victim_ + 1) % kSlots;
    if (victim && &victim != &keep) empty(victim);
  }
}

}  // namespace storage
