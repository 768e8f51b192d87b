#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "core/arn.h"
#include "core/time_text.h"
#include "core/uuid.h"

namespace streams {
namespace {

// The open shards by first hash: what the Writer needs to place a record.
storage::OpenStream open_stream(const Stream& stream) {
  storage::OpenStream open{stream.row.view_type, {}};
  for (const auto& shard : stream.shards) {
    if (!shard.last_sequence) open.shards.push_back({shard.first_hash, shard.number});
  }
  std::sort(open.shards.begin(), open.shards.end(),
            [](const auto& a, const auto& b) { return a.first_hash < b.first_hash; });
  return open;
}

// "shardId-" 20 digits of epoch milliseconds "-" 8 hex digits.
core::ShardId new_shard_id(core::TimePoint now) {
  return core::ShardId(
      fmt::format("shardId-{:020}-{}", core::epoch_milliseconds(now), core::random_hex(8)));
}

}  // namespace

StreamRegistry::StreamRegistry(storage::sqlite::Connection& connection, storage::Catalog& catalog,
                               storage::Writer& writer, const core::Clock& clock, int shards)
    : rows_(connection), writer_(writer), clock_(clock), shards_(shards) {
  load(connection, catalog);
}

void StreamRegistry::load(storage::sqlite::Connection& connection, storage::Catalog& catalog) {
  storage::ChangeTable changes(connection);
  std::map<std::int64_t, Stream*> by_id;
  for (storage::StreamRow& row : rows_.load_streams()) {
    const core::StreamArn arn = core::stream_arn(row.scope, row.table, row.label);
    Stream& stream = streams_[arn.get()] = Stream{std::move(row), arn, {}};
    by_id[stream.row.id] = &stream;
  }
  for (storage::ShardRow& shard : rows_.load_shards()) {
    writer_.reserve_sequences(core::SequenceNumber(shard.first_sequence.get() + 1));
    if (const auto last =
            shard.last_sequence ? shard.last_sequence : changes.last_sequence(shard.number)) {
      writer_.reserve_sequences(core::SequenceNumber(last->get() + 1));
    }
    Stream& stream = *by_id.at(shard.stream);
    stream_of_shard_[shard.number] = stream.arn.get();
    stream.shards.push_back(std::move(shard));
  }
  catalog.for_each([&](storage::Table& table) {
    if (const Stream* stream = enabled_stream(table.definition)) table.stream = open_stream(*stream);
  });
}

core::StreamLabel StreamRegistry::new_label(const core::Scope& scope,
                                            const core::TableName& table) const {
  for (auto time = clock_.now();; time += std::chrono::milliseconds(1)) {
    core::StreamLabel label(core::iso_milliseconds(time));
    if (!streams_.contains(core::stream_arn(scope, table, label).get())) return label;
  }
}

Stream StreamRegistry::store_new(const core::TableDefinition& table,
                                 core::StreamViewType view_type, const core::StreamLabel& label) {
  Stream stream;
  stream.row.scope = table.scope;
  stream.row.table = table.name;
  stream.row.label = label;
  stream.row.view_type = view_type;
  stream.row.key = table.key;
  stream.row.created_at = clock_.now();
  stream.row.id = rows_.insert(stream.row);
  stream.arn = core::stream_arn(table.scope, table.name, label);
  const std::uint64_t width = ~std::uint64_t{0} / static_cast<std::uint64_t>(shards_);
  for (int i = 0; i < shards_; ++i) {
    const std::uint64_t first_hash = i == 0 ? 0 : width * static_cast<std::uint64_t>(i) + 1;
    stream.shards.push_back(store_new_shard(stream.row.id, first_hash));
  }
  return stream;
}

storage::ShardRow StreamRegistry::store_new_shard(std::int64_t stream, std::uint64_t first_hash) {
  storage::ShardRow shard;
  shard.stream = stream;
  shard.id = new_shard_id(clock_.now());
  shard.first_hash = first_hash;
  shard.created_at = clock_.now();
  shard.first_sequence = writer_.take_sequence();
  shard.number = rows_.insert(shard);
  return shard;
}

void StreamRegistry::adopt(Stream stream, storage::Table& table) {
  table.stream = open_stream(stream);
  for (const auto& shard : stream.shards) stream_of_shard_[shard.number] = stream.arn.get();
  const std::string arn = stream.arn.get();
  streams_.insert_or_assign(arn, std::move(stream));
}

void StreamRegistry::store_disabled(const Stream& stream) {
  rows_.disable(stream.row.id, clock_.now());
  for (const auto& shard : stream.shards) {
    if (!shard.last_sequence) {
      rows_.close(shard.number, core::SequenceNumber(writer_.next_sequence().get() - 1));
    }
  }
}

void StreamRegistry::disabled(const core::StreamArn& arn, storage::Table* table) {
  Stream& stream = streams_.at(arn.get());
  stream.row.disabled_at = clock_.now();
  for (auto& shard : stream.shards) {
    if (!shard.last_sequence) {
      shard.last_sequence = core::SequenceNumber(writer_.next_sequence().get() - 1);
    }
  }
  if (table) table->stream.reset();
}

const Stream* StreamRegistry::find(std::string_view arn) const {
  const auto found = streams_.find(arn);
  return found == streams_.end() ? nullptr : &found->second;
}

const Stream* StreamRegistry::stream_of(storage::ShardNumber shard) const {
  const auto found = stream_of_shard_.find(shard);
  return found == stream_of_shard_.end() ? nullptr : find(found->second);
}

const Stream* StreamRegistry::enabled_stream(const core::TableDefinition& table) const {
  if (!table.stream || !table.stream->enabled) return nullptr;
  return find(core::stream_arn(table.scope, table.name, table.stream->label).get());
}

std::vector<const Stream*> StreamRegistry::list(const core::Scope& scope, std::string_view table,
                                                std::string_view after) const {
  std::vector<const Stream*> found;
  for (auto at = streams_.upper_bound(after); at != streams_.end(); ++at) {
    const storage::StreamRow& row = at->second.row;
    if (row.scope == scope && (table.empty() || row.table.get() == table)) {
      found.push_back(&at->second);
    }
  }
  return found;
}

}  // namespace streams
