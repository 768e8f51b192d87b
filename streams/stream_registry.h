#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/clock.h"
#include "storage/catalog.h"
#include "storage/stream_table.h"
#include "storage/writer.h"
#include "streams/stream.h"

namespace streams {

// All streams and their shards. As in storage::Catalog, store_* write in somebody's transaction
// (Writer::transact), and what is known in memory changes by the call that follows the commit.
class StreamRegistry {
 public:
  // Loads what is stored, and tells each table with an enabled stream where its records go.
  // `shards` is how many a new stream starts with.
  StreamRegistry(storage::sqlite::Connection& connection, storage::Catalog& catalog, storage::Writer& writer,
                 const core::Clock& clock, int shards);

  // A label that no stream of the table has: its creation time in milliseconds.
  core::StreamLabel new_label(const core::Scope& scope, const core::TableName& table) const;

  Stream store_new(const core::TableDefinition& table, core::StreamViewType view_type,
                   const core::StreamLabel& label);
  // Makes the stream known, and the table write to it.
  void adopt(Stream stream, storage::Table& table);

  // Closes the shards. For a table that disables its stream, or is deleted.
  void store_disabled(const Stream& stream);
  void disabled(const core::StreamArn& arn, storage::Table* table);

  const Stream* find(std::string_view arn) const;
  // The stream that a shard belongs to; nullptr when the shard is gone.
  const Stream* stream_of(storage::ShardNumber shard) const;
  // The enabled stream of a table; nullptr when it has none.
  const Stream* enabled_stream(const core::TableDefinition& table) const;
  // A scope's streams in order of their ARNs, those after `after`; only of `table` unless empty.
  std::vector<const Stream*> list(const core::Scope& scope, std::string_view table,
                                  std::string_view after) const;

 private:
  void load(storage::sqlite::Connection& connection, storage::Catalog& catalog);
  storage::ShardRow store_new_shard(std::int64_t stream, std::uint64_t first_hash);

  storage::StreamTable rows_;
  storage::Writer& writer_;
  const core::Clock& clock_;
  int shards_;
  std::map<std::string, Stream, std::less<>> streams_;  // by ARN
  std::map<storage::ShardNumber, std::string> stream_of_shard_;
};

}  // namespace streams
