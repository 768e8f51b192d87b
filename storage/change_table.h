#pragma once

#include "storage/change_record.h"
#include "storage/sqlite/blob_reader.h"
#include "storage/sqlite/connection.h"

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace storage {

// How much is removed at once: so little that it never keeps writers waiting.
struct TrimBounds {
  int runs = 100;
  std::int64_t bytes = std::int64_t{256} << 10;
  core::SequenceNumber below = {};  // records below this go whatever their age
};

// The change records of all shards, written in the transaction of the items they tell of: in runs
// (change_run.h), one behind the other in the order of the commits, whatever shards they are of.
//
// Segments find those of a shard: sequence numbers are divided into segments of 32, and
// change_segment says in which of them a shard has runs. An entry for each run would be one more
// page that a commit writes.
class ChangeTable {
 public:
  explicit ChangeTable(sqlite::Connection& connection);

  // Of one commit, in order of their numbers, which are higher than all before.
  void append(const std::vector<ChangeRecord>& records);
  // After a transaction that failed: what was appended in it isn't there.
  void forget_appended() { noted_.clear(); }

  // Calls visit(record) for up to `limit` records of the shard, from the given sequence number on,
  // in order, until it returns false. True when all records from there on were visited.
  using Visit = std::function<bool(const ChangeRecord&)>;
  bool read(ShardNumber shard, core::SequenceNumber from, std::size_t limit, const Visit& visit);

  // The same without images, which aren't read.
  using VisitHead = std::function<bool(const ChangeHead&)>;
  bool look(ShardNumber shard, core::SequenceNumber from, std::size_t limit,
            const VisitHead& visit);
  // The first records from that number on that were made at one time: when, and the number of the
  // last of them. nullopt when there are none.
  struct Made {
    core::SequenceNumber last;
    core::WallTime at;
  };
  std::optional<Made> first_made(ShardNumber shard, core::SequenceNumber from);

  // The newest record's number; nullopt when the shard has none.
  std::optional<core::SequenceNumber> last_sequence(ShardNumber shard);

  // Looks at the shard's oldest records, up to the first that was made at `before` or later; at no
  // more than the bounds allow, but at one run at least. Answers the last of them, nullopt for
  // none. Those that lie ahead of now, because the clock was moved back since, count as made then;
  // and they go with the next at the latest.
  std::optional<core::SequenceNumber> find_obsolete(ShardNumber shard, core::WallTime before,
                                                    const core::Clock& clock,
                                                    const TrimBounds& bounds = {});
  // Removes the shard's records up to this one, which find_obsolete answered.
  void remove_up_to(ShardNumber shard, core::SequenceNumber last);

 private:
  // False when the visit wants no more.
  static bool look_at_run(const sqlite::Run& run, sqlite::BlobReader& blobs,
                          const VisitHead& visit);
  void note_segment(ShardNumber shard, core::SequenceNumber last);

  sqlite::Connection& connection_;
  std::unordered_map<ShardNumber, std::int64_t> noted_;  // each shard's newest segment
  sqlite::Statement append_;
  sqlite::Statement note_;
  sqlite::Statement read_;
  sqlite::Statement look_;
  sqlite::Statement last_;
  sqlite::Statement oldest_;
  sqlite::Statement remove_;
  sqlite::Statement remove_segments_;
};

}  // namespace storage
