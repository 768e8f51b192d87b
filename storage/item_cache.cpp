#include "storage/item_cache.h"

#include <cassert>
#include <functional>
#include <utility>

namespace storage {
namespace {

constexpr std::size_t kSlotsOfSet = 2;
constexpr std::size_t kFirstSlots = std::size_t{1} << 12;
constexpr std::size_t kMaxSlots = std::size_t{1} << 21;
constexpr std::size_t kGrowth = 8;  // few steps, since each moves all entries at once

std::size_t hash_of(std::uint32_t table, std::string_view key) {
  return std::hash<std::string_view>()(key) + table;
}

}  // namespace

ItemCache::ItemCache(std::size_t budget_bytes) : budget_bytes_(budget_bytes) {
  assert(budget_bytes >= sizeof(Entry) + 2 * kMaxItemBytes);  // strings grow to twice their size
}

std::size_t ItemCache::set_of(std::size_t hash) const {
  return hash * kSlotsOfSet % slots_.size();
}

std::optional<std::size_t> ItemCache::find_slot(TableNumber table, std::string_view key) const {
  if (slots_.empty()) return std::nullopt;
  const std::size_t first = set_of(hash_of(table, key));
  for (std::size_t slot = first; slot < first + kSlotsOfSet; ++slot) {
    if (slots_[slot] && slots_[slot]->is(table, key)) return slot;
  }
  return std::nullopt;
}

std::optional<StoredRow> ItemCache::find(TableNumber table, std::string_view key) const {
  const auto slot = find_slot(table, key);
  if (!slot) return std::nullopt;
  return slots_[*slot]->stored();
}

StoredRow ItemCache::keep(TableNumber table, std::string_view key, const StoredRow& row) {
  const auto slot = find_slot(table, key);
  if (key.size() + row.item.size() > kMaxItemBytes) {
    if (slot) empty(slots_[*slot]);
    too_large_ = row.item;
    return {row.row, too_large_};
  }
  if (slot) return fill(slots_[*slot], table, key, row);
  if (entries_ * 4 >= slots_.size() && slots_.size() < kMaxSlots) grow();
  const std::size_t first = set_of(hash_of(table, key));
  if (slots_[first]) std::swap(slots_[first], slots_[first + 1]);  // the newest comes first
  return fill(slots_[first], table, key, row);
}

void ItemCache::erase(TableNumber table, std::string_view key) {
  if (const auto slot = find_slot(table, key)) empty(slots_[*slot]);
}

void ItemCache::forget_table(TableNumber table) {
  forgotten_.insert(table);
  left_to_sweep_ = slots_.size();
}

// Goes round from where it was, so that each slot has its turn even if tables keep going.
bool ItemCache::sweep() {
  for (std::size_t n = 0; n < kSlotsOfSweep && left_to_sweep_ > 0; ++n, --left_to_sweep_) {
    Slot& slot = slots_[next_swept_];
    next_swept_ = (next_swept_ + 1) % slots_.size();
    if (slot && forgotten_.contains(slot->table)) empty(slot);
  }
  if (left_to_sweep_ == 0) forgotten_.clear();
  return left_to_sweep_ > 0;
}

void ItemCache::clear() {
  slots_.clear();
  entries_ = 0;
  bytes_ = 0;
  forgotten_.clear();
  next_swept_ = left_to_sweep_ = 0;
}

// The entries of one set go to different ones, or stay together: there is always room.
void ItemCache::grow() {
  std::vector<Slot> old = std::exchange(slots_, {});
  slots_.resize(old.empty() ? kFirstSlots : old.size() * kGrowth);
  for (Slot& entry : old) {
    if (!entry) continue;
    const std::size_t first = set_of(entry->hash);
    slots_[slots_[first] ? first + 1 : first] = std::move(entry);
  }
  next_victim_ = 0;
  next_swept_ = 0;
  if (!forgotten_.empty()) left_to_sweep_ = slots_.size();
}

// The entry that was there is written over: its memory mostly fits.
StoredRow ItemCache::fill(Slot& slot, TableNumber table, std::string_view key,
                          const StoredRow& row) {
  if (slot) {
    bytes_ -= slot->bytes();
  } else {
    slot = std::make_unique<Entry>();
    ++entries_;
  }
  slot->hash = hash_of(table, key);
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
  --entries_;
  slot.reset();
}

void ItemCache::shrink_to_budget(const Slot& keep) {
  while (bytes_ > budget_bytes_) {
    Slot& victim = slots_[next_victim_];
    next_victim_ = (next_victim_ + 1) % slots_.size();
    if (victim && &victim != &keep) empty(victim);
  }
}

}  // namespace storage
