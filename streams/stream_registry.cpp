#include "streams/stream_registry.h"

#include "core/arn.h"
#include "core/ensure.h"
#include "core/time_text.h"
#include "core/uuid.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
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
constexpr std::string_view kIdPrefix = "shardId-";
constexpr std::size_t kIdDigits = 20;

std::int64_t milliseconds_in(const core::ShardId& id) {
  const char* digits = id.get().data() + kIdPrefix.size();
  std::int64_t milliseconds = 0;
  std::from_chars(digits, digits + kIdDigits, milliseconds);
  return milliseconds;
}

// AWS lists shards in the order of their ids, children after their parents. So a stream's ids tell
// different times that only grow, also for shards opened at once or after the clock was moved back.
core::ShardId new_shard_id(core::WallTime now, const Stream& stream) {
  std::int64_t milliseconds = core::epoch_milliseconds(now);
  if (!stream.shards.empty()) {
    milliseconds = std::max(milliseconds, milliseconds_in(stream.shards.back().id) + 1);
  }
  return core::ShardId(
      fmt::format("{}{:0{}}-{}", kIdPrefix, milliseconds, kIdDigits, core::random_hex(8)));
}

void date_back(core::WallTime& time, core::WallTime now) {
  time = std::min(time, now);
}
void date_back(std::optional<core::WallTime>& time, core::WallTime now) {
  if (time) date_back(*time, now);
}

}  // namespace

StreamRegistry::StreamRegistry(storage::sqlite::Connection& connection, storage::Catalog& catalog,
                               storage::Writer& writer, const core::Clock& clock, int shards)
    : rows_(connection),
      changes_(connection),
      leftovers_(connection),
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
    Stream& stream = streams_[arn.get()] = Stream{std::move(row), arn, {}, ++version_};
    by_id[stream.row.id] = &stream;
  }
  for (storage::ShardRow& shard : rows_.load_shards()) {
    writer_.reserve_sequences(core::SequenceNumber(shard.first_sequence.get() + 1));
    if (const auto last =
            shard.last_sequence ? shard.last_sequence : changes_.last_sequence(shard.number)) {
      writer_.reserve_sequences(core::SequenceNumber(last->get() + 1));
    }
    Stream& stream = *by_id.at(shard.stream);
    stream_of_shard_[shard.number] = &stream;
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
  stream.row.created_at = *core::parse_iso_time(label.get());
  stream.row.id = rows_.insert(stream.row);
  stream.arn = core::stream_arn(table.scope, table.name, label);
  const std::uint64_t width = ~std::uint64_t{0} / static_cast<std::uint64_t>(shards_);
  for (int i = 0; i < shards_; ++i) {
    storage::ShardRow shard;
    shard.stream = stream.row.id;
    shard.first_hash = i == 0 ? 0 : width * static_cast<std::uint64_t>(i) + 1;
    store_shard(std::move(shard), stream);
  }
  return stream;
}

// Opens it as the stream's newest: gives it an id, and all numbers from now on.
void StreamRegistry::store_shard(storage::ShardRow shard, Stream& stream) {
  shard.created_at = clock_.now();
  shard.id = new_shard_id(shard.created_at, stream);
  shard.first_sequence = writer_.take_sequence();
  shard.number = rows_.insert(shard);
  stream.shards.push_back(std::move(shard));
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
  storage::Table& table = require_writing_table(streams_.at(arn.get()));
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
        store_shard(std::move(child), changed);
      }
    }
  });
  adopt(std::move(changed), table);
}

storage::Table& StreamRegistry::require_writing_table(const Stream& stream) {
  storage::Table* table = catalog_.find(stream.row.scope, stream.row.table.get());
  core::ensure(table && table->stream, "an enabled stream is its table's");
  return *table;
}

bool StreamRegistry::roll_due_shards() {
  const core::WallTime now = clock_.now();
  if (now < looked_at_) begin_to_date_back(now);
  looked_at_ = now;
  if (dates_back_ && date_back_some(now)) return true;
  if (now < next_roll_) return false;
  core::WallTime next = now + kShardLifetime;  // of the shards that are opened from now on
  for (const auto& [arn, stream] : streams_) {
    const auto due = next_roll(stream);
    if (!due) continue;
    if (*due <= now) {
      replace(stream.arn, due_rolls(stream, now));
      return true;
    }
    next = std::min(next, *due);
  }
  next_roll_ = next;
  return false;
}

void StreamRegistry::begin_to_date_back(core::WallTime now) {
  dates_back_ = 0;
  next_roll_ = {};
  writer_.transact([&] { rows_.date_back_streams(now); });
  for (auto& [arn, stream] : streams_) date_back(stream.row.disabled_at, now);
}

// False when all are dated.
bool StreamRegistry::date_back_some(core::WallTime now) {
  constexpr int kShardsAtOnce = 5000;
  const auto first = stream_of_shard_.lower_bound(*dates_back_);
  auto next = first;
  for (int i = 0; i < kShardsAtOnce && next != stream_of_shard_.end(); ++i) ++next;
  if (first != next) {
    writer_.transact([&] { rows_.date_back_shards(now, first->first, std::prev(next)->first); });
  }
  for (auto at = first; at != next; ++at) {
    storage::ShardRow& shard = require_shard(at->first);
    date_back(shard.created_at, now);
    date_back(shard.closed_at, now);
  }
  dates_back_.reset();
  if (next != stream_of_shard_.end()) dates_back_ = next->first;
  return dates_back_.has_value();
}

void StreamRegistry::adopt(Stream stream, storage::Table& table) {
  table.stream = open_stream(stream);
  stream.version = ++version_;
  const std::string arn = stream.arn.get();
  Stream& adopted = streams_.insert_or_assign(arn, std::move(stream)).first->second;
  for (const auto& shard : adopted.shards) stream_of_shard_[shard.number] = &adopted;
}

Stream StreamRegistry::store_disabled(const Stream& stream) {
  Stream changed = stream;
  changed.row.disabled_at = clock_.now();
  rows_.disable(changed.row.id, *changed.row.disabled_at);
  for (auto& shard : changed.shards) {
    if (shard.is_open()) close(shard);
  }
  return changed;
}

void StreamRegistry::adopt_disabled(Stream stream, storage::Table& table) {
  table.stream.reset();
  stream.version = ++version_;
  streams_.at(stream.arn.get()) = std::move(stream);
}

const Stream* StreamRegistry::find(std::string_view arn) const {
  const auto found = streams_.find(arn);
  return found == streams_.end() ? nullptr : &found->second;
}

const Stream* StreamRegistry::stream_of(storage::ShardNumber shard) const {
  const auto found = stream_of_shard_.find(shard);
  return found == stream_of_shard_.end() ? nullptr : found->second;
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
  return next == stream_of_shard_.end() ? nullptr : next->second->find_shard(next->first);
}

const Stream* StreamRegistry::stream_after(std::string_view arn) const {
  const auto next = streams_.upper_bound(arn);
  return next == streams_.end() ? nullptr : &next->second;
}

storage::ShardRow& StreamRegistry::require_shard(storage::ShardNumber shard) {
  Stream& stream = *stream_of_shard_.at(shard);
  return stream.shards[static_cast<std::size_t>(stream.find_shard(shard) - stream.shards.data())];
}

void StreamRegistry::make_obsolete(const core::StreamArn& arn) {
  streams_.at(arn.get()).obsolete_below = writer_.next_sequence();
}

std::optional<core::SequenceNumber> StreamRegistry::trim(storage::ShardNumber shard,
                                                         core::WallTime before) {
  storage::TrimBounds bounds;
  bounds.below = stream_of_shard_.at(shard)->obsolete_below;
  const auto last = changes_.find_obsolete(shard, before, clock_, bounds);
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
  Stream& stream = *stream_of_shard_.at(shard);
  stream.version = ++version_;
  std::erase_if(stream.shards, [&](const storage::ShardRow& row) { return row.number == shard; });
  stream_of_shard_.erase(shard);
}

void StreamRegistry::erase_stream(const core::StreamArn& arn) {
  writer_.transact([&] { rows_.erase_stream(streams_.at(arn.get()).row.id); });
  streams_.erase(arn.get());
}

}  // namespace streams
