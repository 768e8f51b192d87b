#pragma once

#include "storage/change_table.h"
#include "storage/writer.h"
#include "streams/arrivals.h"

#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace streams {

// The records of all shards: an in-process tail, fed after each commit, over the same records in
// SQLite. Readers near the tip never touch SQLite; older ones page through it. The tail's memory is
// bounded by a budget; the oldest records leave it first.
//
// Engine thread only.
class ShardLog : public storage::CommitListener {
 public:
  static constexpr std::size_t kDefaultTailBytes = std::size_t{64} << 20;

  // `next` is the number that the next record will have or exceed: older ones are in SQLite only.
  ShardLog(storage::sqlite::Connection& connection, core::SequenceNumber next,
           std::size_t tail_bytes = kDefaultTailBytes);

  void committed(std::vector<storage::ChangeRecord> records) override;

  // Told of each shard that got records, after the commit. Callbacks stay for good.
  void on_records(std::function<void(const Arrivals&)> callback) {
    callbacks_.push_back(std::move(callback));
  }

  // Calls visit(record) for the shard's records from `from` on, in order, until it returns false or
  // `limit` records were visited. True when all that there are were visited: the reader is at the
  // tip, and if it goes on at the next number that is given out, it needs no SQLite.
  template <class Visit>
  bool read(storage::ShardNumber shard, core::SequenceNumber from, std::size_t limit, Visit visit) {
    if (is_stored(shard, from)) return ++stored_reads_, stored_.read(shard, from, limit, visit);
    const auto found = tails_.find(shard);
    if (found == tails_.end()) return true;
    auto at = first_at_or_after(found->second, from);
    for (; at != found->second.records.end(); ++at, --limit) {
      if (limit == 0 || !visit(*at)) return false;
    }
    return true;
  }

  // The same without images, of which SQLite isn't asked either.
  template <class Visit>
  bool look(storage::ShardNumber shard, core::SequenceNumber from, std::size_t limit, Visit visit) {
    if (is_stored(shard, from)) return ++stored_reads_, stored_.look(shard, from, limit, visit);
    return read(shard, from, limit, [&](const storage::ChangeRecord& record) {
      return visit(storage::ChangeHead{record.sequence, record.created_at, record.keys});
    });
  }

  // The first records from that number on that were made at one time: when, and the number of the
  // last of them. nullopt when there are none.
  std::optional<storage::ChangeTable::Made> first_made(storage::ShardNumber shard,
                                                       core::SequenceNumber from);

  // The shard's newest record; nullopt when it has none.
  std::optional<core::SequenceNumber> newest(storage::ShardNumber shard);

  // The shard's records up to `last`, or all of them, were trimmed away.
  void forget(storage::ShardNumber shard, core::SequenceNumber last);
  void forget(storage::ShardNumber shard);

  // What the tails take: never much more than the budget.
  std::size_t tail_bytes() const { return bytes_; }
  // How often a read had to go to SQLite: what bench/ and tests look at.
  std::size_t stored_reads() const { return stored_reads_; }

 private:
  using Records = std::deque<storage::ChangeRecord>;
  struct Tail {
    explicit Tail(core::SequenceNumber from) : complete_from(from) {}

    Records records;
    core::SequenceNumber complete_from;  // every record from here on is in `records`
  };

  // Whether it takes SQLite to know the shard's records from there on.
  bool is_stored(storage::ShardNumber shard, core::SequenceNumber from) const {
    const auto found = tails_.find(shard);
    return from < (found == tails_.end() ? opened_at_ : found->second.complete_from);
  }
  static Records::const_iterator first_at_or_after(const Tail& tail, core::SequenceNumber from);
  // A record in some tail, or one that has been in it.
  struct Place {
    storage::ShardNumber shard = 0;
    core::SequenceNumber sequence;
  };
  bool is_in_tail(const Place& place) const;
  void pop_front(Tail& tail);
  void evict();
  void drop_stale_places();

  storage::ChangeTable stored_;
  core::SequenceNumber opened_at_;
  std::size_t budget_bytes_;
  std::size_t bytes_ = 0;
  std::size_t stored_reads_ = 0;
  std::unordered_map<storage::ShardNumber, Tail> tails_;
  std::deque<Place> order_;  // of each record in the tails, oldest first; the first is in its tail
  std::vector<std::function<void(const Arrivals&)>> callbacks_;
};

}  // namespace streams
