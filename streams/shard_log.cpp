#include "streams/shard_log.h"

#include <algorithm>

namespace streams {
namespace {

// What a block of malloc's takes beside what was asked for: its header, and rounding up to 16.
constexpr std::size_t kAllocationBytes = 16;

constexpr int kLooksAtTip = 4;

std::size_t heap_bytes(const std::string& text) {
  static const std::size_t kInPlace = std::string().capacity();
  return text.capacity() > kInPlace ? text.capacity() + kAllocationBytes : 0;
}

std::size_t heap_bytes(const std::optional<std::string>& text) {
  return text ? heap_bytes(*text) : 0;
}

// All that a record in a tail takes: two places in deques, with what those leave unused of their
// blocks, and its strings.
std::size_t memory_bytes(const storage::ChangeRecord& record) {
  constexpr std::size_t kBlockBytes = 512;  // of libstdc++'s deque
  constexpr std::size_t kPlaces = (kBlockBytes + kAllocationBytes) / (kBlockBytes / sizeof(record));
  return kPlaces + sizeof(record.shard) + sizeof(record.sequence) + heap_bytes(record.keys) +
         heap_bytes(record.new_image) + heap_bytes(record.old_image);
}

// A commit goes to few shards.
void note(const storage::ChangeRecord& record, std::vector<Arrivals>& arrivals) {
  auto found = std::find_if(arrivals.begin(), arrivals.end(),
                            [&](const Arrivals& each) { return each.shard == record.shard; });
  if (found == arrivals.end()) found = arrivals.insert(found, {record.shard});
  ++found->records;
  found->stored_bytes += stored_bytes(record);
}

}  // namespace

ShardLog::ShardLog(storage::sqlite::Connection& connection, core::SequenceNumber next,
                   std::size_t tail_bytes)
    : stored_(connection), opened_at_(next), budget_bytes_(tail_bytes) {}

void ShardLog::committed(std::vector<storage::ChangeRecord> records) {
  std::vector<Arrivals> arrivals;
  for (storage::ChangeRecord& record : records) {
    const storage::ShardNumber shard = record.shard;
    note(record, arrivals);
    bytes_ += memory_bytes(record);
    order_.push_back({shard, record.sequence});
    Tail& tail = tails_.try_emplace(shard, opened_at_).first->second;
    tail.records.push_back(std::move(record));
  }
  evict();
  for (const Arrivals& each : arrivals) {
    for (const auto& callback : callbacks_) callback(each);
  }
}

void ShardLog::evict() {
  while (bytes_ > budget_bytes_ && !order_.empty()) {
    Tail& tail = tails_.at(order_.front().shard);
    tail.complete_from = core::SequenceNumber(tail.records.front().sequence.get() + 1);
    pop_front(tail);
    drop_stale_places();
  }
}

std::optional<core::SequenceNumber> ShardLog::newest(storage::ShardNumber shard) {
  const auto found = tails_.find(shard);
  if (found != tails_.end() && !found->second.records.empty()) {
    return found->second.records.back().sequence;
  }
  return stored_.last_sequence(shard);
}

std::optional<storage::ChangeTable::Made> ShardLog::first_made(storage::ShardNumber shard,
                                                               core::SequenceNumber from) {
  if (is_stored(shard, from)) return ++stored_reads_, stored_.first_made(shard, from);
  std::optional<storage::ChangeTable::Made> made;
  read(shard, from, 1, [&](const storage::ChangeRecord& record) {
    made = {record.sequence, record.created_at};
    return false;
  });
  return made;
}

void ShardLog::forget(storage::ShardNumber shard, core::SequenceNumber last) {
  const auto found = tails_.find(shard);
  if (found == tails_.end()) return;
  Records& records = found->second.records;
  while (!records.empty() && records.front().sequence <= last) pop_front(found->second);
  drop_stale_places();
}

void ShardLog::forget(storage::ShardNumber shard) {
  const auto found = tails_.find(shard);
  if (found == tails_.end()) return;
  while (!found->second.records.empty()) pop_front(found->second);
  tails_.erase(found);
  drop_stale_places();
}

void ShardLog::pop_front(Tail& tail) {
  bytes_ -= memory_bytes(tail.records.front());
  tail.records.pop_front();
}

// Records only leave a tail at its front.
bool ShardLog::is_in_tail(const Place& place) const {
  const auto found = tails_.find(place.shard);
  if (found == tails_.end() || found->second.records.empty()) return false;
  return found->second.records.front().sequence <= place.sequence;
}

// Trimmed records are the oldest, so what they leave in `order_` is near its front.
void ShardLog::drop_stale_places() {
  while (!order_.empty() && !is_in_tail(order_.front())) order_.pop_front();
}

// Most readers are near the tip, so the last few are looked at first.
ShardLog::Records::const_iterator ShardLog::first_at_or_after(const Tail& tail,
                                                              core::SequenceNumber from) {
  auto end = tail.records.end();
  for (int i = 0; i < kLooksAtTip; ++i, --end) {
    if (end == tail.records.begin() || std::prev(end)->sequence < from) return end;
  }
  return std::lower_bound(tail.records.begin(), end, from,
                          [](const storage::ChangeRecord& record, core::SequenceNumber number) {
                            return record.sequence < number;
                          });
}

}  // namespace streams
