#pragma once

#include "core/clock.h"
#include "storage/catalog.h"
#include "storage/leftover_shards.h"
#include "storage/stream_table.h"
#include "storage/writer.h"
#include "streams/shard_lifecycle.h"
#include "streams/stream.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace streams {

// A stream with many shards takes as long to remove as so many with few.
std::size_t removal_weight(const Stream& stream);

// All streams and their shards. As in storage::Catalog, store_* write in somebody's transaction
// (Writer::transact), and what is known in memory changes by the call that follows the commit.
class StreamRegistry {
 public:
  // Loads what is stored, and tells each table with an enabled stream where its records go.
  // `shards` is how many a new stream starts with.
  StreamRegistry(storage::sqlite::Connection& connection, storage::Catalog& catalog,
                 storage::Writer& writer, const core::Clock& clock, int shards);

  // A label that no stream of the table has: its creation time in milliseconds.
  core::StreamLabel new_label(const core::Scope& scope, const core::TableName& table) const;

  Stream store_new(const core::TableDefinition& table, core::StreamViewType view_type,
                   const core::StreamLabel& label);
  // Makes the stream known, and the table write to it.
  void adopt(Stream stream, storage::Table& table);

  // Closes shards and opens their children in a transaction of its own, which ends the turn first;
  // the table writes to the children from then on. The stream must be enabled.
  void replace(const core::StreamArn& arn, const std::vector<Succession>& successions);
  // Rolls the shards that are due of one stream; false when there are none. What was done later
  // than now, because the clock was moved back since, counts as done now: so that shards close and
  // age as ever.
  bool roll_due_shards();

  // Closes the shards. For a table that disables its stream, or is deleted.
  Stream store_disabled(const Stream& stream);
  // Makes known what that answered, and the table write no more records.
  void adopt_disabled(Stream stream, storage::Table& table);

  const Stream* find(std::string_view arn) const;
  // Another one whenever a stream came, or shards of some stream were opened, closed or erased.
  std::uint64_t version() const { return version_; }
  // The stream that a shard belongs to; nullptr when the shard is gone.
  const Stream* stream_of(storage::ShardNumber shard) const;
  // The enabled stream of a table; nullptr when it has none.
  const Stream* enabled_stream(const core::TableDefinition& table) const;
  // A scope's streams in order of their ARNs, those after `after`; only of `table` unless empty.
  std::vector<const Stream*> list(const core::Scope& scope, std::string_view table,
                                  std::string_view after) const;
  // The shard of the next higher number, of whatever stream, and the stream of the next ARN;
  // nullptr when there is none.
  const storage::ShardRow* shard_after(storage::ShardNumber number) const;
  const Stream* stream_after(std::string_view arn) const;

  // All iterators of the stream that were given out have expired.
  void expire_iterators(const core::StreamArn& arn) {
    ++streams_.at(arn.get()).iterator_generation;
  }
  // All records that the stream has by now are obsolete: trim() removes them.
  void make_obsolete(const core::StreamArn& arn);

  // Each of these is a transaction of its own.
  // Removes some of the shard's oldest records, made before `before` or obsolete; answers the
  // newest of them, nullopt when there was none to remove.
  std::optional<core::SequenceNumber> trim(storage::ShardNumber shard, core::WallTime before);
  // The shard must have no records any more; the stream no shards, and not be a table's.
  void erase_shard(storage::ShardNumber shard);
  void erase_stream(const core::StreamArn& arn);

  // stream_removal.cpp: streams lose all of their records at once, whoever may be reading. They
  // answer the shards that are gone. Each is a transaction of its own.

  // Streams that are wanted, until they weigh so much (removal_weight). Their tables are gone, or
  // are told so by the caller.
  std::vector<storage::ShardNumber> erase_all(const std::function<bool(const Stream&)>& wanted,
                                              std::size_t most = core::kAll);
  // A table's stream goes on in fresh shards, under the same ARN. It must be enabled.
  std::vector<storage::ShardNumber> empty(const core::StreamArn& arn);
  // Removes some of the records that were left by them; false when there are none.
  bool remove_leftovers();

 private:
  void load();
  void store_left(const std::vector<storage::ShardNumber>& shards);
  void store_shard(storage::ShardRow shard, Stream& stream);
  void begin_to_date_back(core::WallTime now);
  bool date_back_some(core::WallTime now);
  storage::Table& require_writing_table(const Stream& stream);
  storage::ShardRow child_of(const Stream& stream, const Succession& succession) const;
  void close(storage::ShardRow& shard);
  storage::ShardRow& require_shard(storage::ShardNumber shard);

  storage::StreamTable rows_;
  storage::ChangeTable changes_;
  storage::LeftoverShards leftovers_;
  storage::Catalog& catalog_;
  storage::Writer& writer_;
  const core::Clock& clock_;
  int shards_;
  std::map<std::string, Stream, std::less<>> streams_;  // by ARN
  std::map<storage::ShardNumber, Stream*> stream_of_shard_;
  std::uint64_t version_ = 0;                         // the latest of all streams' versions
  core::WallTime next_roll_;                          // no shard is due before
  core::WallTime looked_at_ = core::WallTime::max();  // for shards that are due
  // The next one to be dated back, because the clock was moved; nullopt: all are.
  std::optional<storage::ShardNumber> dates_back_;
};

}  // namespace streams
