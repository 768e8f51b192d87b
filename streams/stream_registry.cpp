#include "streams/stream_registry.h"

#include "core/arn.h"
#include "core/time_text.h"
#include "core/uuid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace streams {
namespace {

// The open shards by first hash: what the Writer needs to place a record.
storage::OpenStream open_stream(const Stream& stream) {
  storage::OpenStream open{stream.row.view_type, {}};
  for (const auto* shard : stream.open_shards()) {
    open.shards.push_back({shard->first_hash, shard->number});
  }
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
    : rows_(connection),
      changes_(connection),
      catalog_(catalog),
      writer_(writer),
      clock_(clock),
      shards_(shards) {
  load();
}

void StreamRegistry::load() {
  writer_.reserve_sequences(rows_.load_next_sequence());
  std::map<std::int64_t, Stream*> by_id;
  for (storage::StreamRow& row : rows_.load_streams()) {
    const core::StreamArn arn = core::stream_arn(row.scope, row.table, row.label);
    Stream& stream = streams_[arn.get()] = Stream{std::move(row), arn, {}};
    by_id[stream.row.id] = &stream;
  }
  for (storage::ShardRow& shard : rows_.load_shards()) {
    writer_.reserve_sequences(core::SequenceNumber(shard.first_sequence.get() + 1));
    if (const auto last =
            shard.last_sequence ? shard.last_sequence : changes_.last_sequence(shard.number)) {
      writer_.reserve_sequences(core::SequenceNumber(last->get() + 1));
    }
    Stream& stream = *by_id.at(shard.stream);
    stream_of_shard_[shard.number] = stream.arn.get();
    stream.shards.push_back(std::move(shard));
  }
  catalog_.for_each([&](storage::Table& table) {
    if (const Stream* stream = enabled_stream(table.definition))
      table.stream = open_stream(*stream);
  });
}

core::StreamLabel StreamRegistry::new_label(const core::Scope& scope,
                                            const core::TableName& table) const {
  for (auto time = clock_.now();; time += std::chrono::milliseconds(1)) {
    core::StreamLabel label(core::iso_milliseconds(time));
    if (!streams_.contains(core::stream_arn(scope, table, label).get())) return label;
  }
}

Stream StreamRegistry::store_new(const core::TableDefinition& table, core::StreamViewType view_type,
                                 const core::StreamLabel& label) {
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
    storage::ShardRow shard;
    shard.stream = stream.row.id;
    shard.first_hash = i == 0 ? 0 : width * static_cast<std::uint64_t>(i) + 1;
    stream.shards.push_back(store_shard(std::move(shard)));
  }
  return stream;
}

// Opens it: gives it an id, and all numbers from now on.
storage::ShardRow StreamRegistry::store_shard(storage::ShardRow shard) {
  shard.id = new_shard_id(clock_.now());
  shard.created_at = clock_.now();
  shard.first_sequence = writer_.take_sequence();
  shard.number = rows_.insert(shard);
  return shard;
}

// As it is before it is opened, but for its hashes.
storage::ShardRow StreamRegistry::child_of(const Stream& stream,
                                           const Succession& succession) const {
  storage::ShardRow child;
  child.stream = stream.row.id;
  child.parent = succession.parents.front();
  child.parent_id = stream.find_shard(*child.parent)->id;
  if (succession.parents.size() > 1) child.adjacent_parent = succession.parents.back();
  return child;
}

// Its last number is a record's, so that a consumer that has come to that one knows it is done.
void StreamRegistry::close(storage::ShardRow& shard) {
  shard.closed_at = clock_.now();
  shard.last_sequence = changes_.last_sequence(shard.number);
  if (!shard.last_sequence) shard.last_sequence = shard.trimmed_to.value_or(shard.first_sequence);
  rows_.close(shard.number, *shard.last_sequence, *shard.closed_at);
}

void StreamRegistry::replace(const core::StreamArn& arn,
                             const std::vector<Succession>& successions) {
  Stream changed;
  writer_.transact([&] {
    changed = streams_.at(arn.get());
    for (const Succession& succession : successions) {
      for (auto& shard : changed.shards) {
        const auto& parents = succession.parents;
        if (std::find(parents.begin(), parents.end(), shard.number) != parents.end()) close(shard);
      }
      for (const std::uint64_t first_hash : succession.first_hashes) {
        storage::ShardRow child = child_of(changed, succession);
        child.first_hash = first_hash;
        changed.shards.push_back(store_shard(std::move(child)));
      }
    }
  });
  storage::Table* table = catalog_.find(changed.row.scope, changed.row.table.get());
  assert(table && table->stream);
  adopt(std::move(changed), *table);
}

bool StreamRegistry::roll_due_shards() {
  const core::TimePoint now = clock_.now();
  const Stream* due =
      find_if([&](const Stream& stream) { return !due_rolls(stream, now).empty(); });
  if (!due) return false;
  replace(due->arn, due_rolls(*due, now));
  return true;
}

void StreamRegistry::adopt(Stream stream, storage::Table& table) {
  table.stream = open_stream(stream);
  for (const auto& shard : stream.shards) stream_of_shard_[shard.number] = stream.arn.get();
  const std::string arn = stream.arn.get();
  streams_.insert_or_assign(arn, std::move(stream));
}

void StreamRegistry::store_disabled(const Stream& stream) {
  Stream changed = stream;
  changed.row.disabled_at = clock_.now();
  rows_.disable(changed.row.id, *changed.row.disabled_at);
  for (auto& shard : changed.shards) {
    if (shard.is_open()) close(shard);
  }
  disabling_ = std::move(changed);
}

void StreamRegistry::disabled(const core::StreamArn& arn, storage::Table* table) {
  Stream& stream = streams_.at(arn.get());
  assert(disabling_ && disabling_->arn == arn);
  stream = *std::exchange(disabling_, std::nullopt);
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

const storage::ShardRow* StreamRegistry::shard_after(storage::ShardNumber number) const {
  const auto next = stream_of_shard_.upper_bound(number);
  return next == stream_of_shard_.end() ? nullptr : find(next->second)->find_shard(next->first);
}

storage::ShardRow& StreamRegistry::require_shard(storage::ShardNumber shard) {
  Stream& stream = streams_.at(stream_of_shard_.at(shard));
  return *std::find_if(stream.shards.begin(), stream.shards.end(),
                       [&](const storage::ShardRow& row) { return row.number == shard; });
}

std::optional<core::SequenceNumber> StreamRegistry::trim(storage::ShardNumber shard,
                                                         core::TimePoint before) {
  const auto last = changes_.find_obsolete(shard, before);
  if (!last) return std::nullopt;
  writer_.transact([&] {
    changes_.remove_up_to(shard, *last);
    rows_.set_trimmed(shard, *last);
    // Numbers go on from here even if no record is left to tell.
    rows_.store_next_sequence(writer_.next_sequence());
  });
  require_shard(shard).trimmed_to = last;
  return last;
}

void StreamRegistry::erase_shard(storage::ShardNumber shard) {
  writer_.transact([&] {
    rows_.erase_shard(shard);
    rows_.store_next_sequence(writer_.next_sequence());
  });
  Stream& stream = streams_.at(stream_of_shard_.at(shard));
  std::erase_if(stream.shards, [&](const storage::ShardRow& row) { return row.number == shard; });
  stream_of_shard_.erase(shard);
}

void StreamRegistry::erase_stream(const core::StreamArn& arn) {
  writer_.transact([&] { rows_.erase_stream(streams_.at(arn.get()).row.id); });
  streams_.erase(arn.get());
}

}  // namespace streams
