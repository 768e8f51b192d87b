#include "streams/shard_log.h"

#include <algorithm>

namespace streams {
namespace {

std::size_t memory_bytes(const storage::ChangeRecord& record) {
  return sizeof(record) + record.keys.size() + (record.new_image ? record.new_image->size() : 0) +
         (record.old_image ? record.old_image->size() : 0);
}

}  // namespace

ShardLog::ShardLog(storage::sqlite::Connection& connection, core::SequenceNumber next,
                   std::size_t tail_bytes)
    : stored_(connection), opened_at_(next), budget_bytes_(tail_bytes) {}

void ShardLog::committed(std::vector<storage::ChangeRecord> records) {
  std::vector<storage::ShardNumber> shards;
  for (storage::ChangeRecord& record : records) {
    const storage::ShardNumber shard = record.shard;
    if (std::find(shards.begin(), shards.end(), shard) == shards.end()) shards.push_back(shard);
    bytes_ += memory_bytes(record);
    order_.push_back(shard);
    Tail& tail = tails_.try_emplace(shard, Tail{{}, opened_at_}).first->second;
    tail.records.push_back(std::move(record));
  }
  evict();
  for (const storage::ShardNumber shard : shards) {
    for (const auto& callback : callbacks_) callback(shard);
  }
}

void ShardLog::evict() {
  while (bytes_ > budget_bytes_ && !order_.empty()) {
    Tail& tail = tails_.at(order_.front());
    order_.pop_front();
    bytes_ -= memory_bytes(tail.records.front());
    tail.complete_from = core::SequenceNumber(tail.records.front().sequence.get() + 1);
    tail.records.pop_front();
  }
}

core::SequenceNumber ShardLog::tail_complete_from(storage::ShardNumber shard) {
  const auto found = tails_.find(shard);
  return found == tails_.end() ? opened_at_ : found->second.complete_from;
}

ShardLog::Records::const_iterator ShardLog::first_at_or_after(const Tail& tail,
                                                              core::SequenceNumber from) {
  return std::lower_bound(tail.records.begin(), tail.records.end(), from,
                          [](const storage::ChangeRecord& record, core::SequenceNumber number) {
                            return record.sequence < number;
                          });
}

}  // namespace streams
