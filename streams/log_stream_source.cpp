#include "streams/log_stream_source.h"

#include "core/fnv1a.h"
#include "streams/record_json.h"

#include <algorithm>

namespace streams {
namespace {

// Records don't keep the hash of their item, and the key's bytes are few. These bits spread well
// enough for a handful of slices, and don't follow the shard's own range of hashes.
bool takes(const ReadRequest& request, const storage::ChangeRecord& record) {
  if (request.slice.count == 1 && request.passed.empty()) return true;
  const std::uint64_t hash = core::fnv1a(record.keys) >> 16;
  if (hash % request.slice.count != request.slice.index) return false;
  return request.passed.empty() || record.sequence >= request.passed[hash % request.passed.size()];
}

}  // namespace

class LogStreamSource::LogSubscription : public Subscription {
 public:
  LogSubscription(LogStreamSource& source, const core::StreamArn& stream,
                  std::function<void(storage::ShardNumber)> callback)
      : on_records(std::move(callback)),
        source_(source),
        entry_(source.subscriptions_.emplace(stream.get(), this)) {}
  ~LogSubscription() override { source_.subscriptions_.erase(entry_); }
  LogSubscription(const LogSubscription&) = delete;
  LogSubscription& operator=(const LogSubscription&) = delete;

  const std::function<void(storage::ShardNumber)> on_records;

 private:
  LogStreamSource& source_;
  decltype(LogStreamSource::subscriptions_)::iterator entry_;
};

LogStreamSource::LogStreamSource(ShardLog& log, const StreamRegistry& registry,
                                 const storage::Writer& writer)
    : log_(log), registry_(registry), writer_(writer) {
  log_.on_records([this](storage::ShardNumber shard) { tell(shard); });
}

std::optional<std::vector<SourceShard>> LogStreamSource::shards(
    const core::StreamArn& stream) const {
  const Stream* found = registry_.find(stream.get());
  if (!found) return std::nullopt;
  std::vector<SourceShard> shards;
  for (const storage::ShardRow& shard : found->shards) {
    shards.push_back({shard.number, shard.id, shard.parent, shard.adjacent_parent,
                      shard.trim_horizon(), shard.is_open()});
  }
  return shards;
}

std::uint64_t LogStreamSource::shards_version(const core::StreamArn& stream) const {
  const Stream* found = registry_.find(stream.get());
  return found ? found->version : 0;
}

ReadResult LogStreamSource::read(const ReadRequest& request) {
  ReadResult result;
  result.next = request.from;
  const Stream* stream = registry_.find(request.stream.get());
  const storage::ShardRow* shard = stream ? stream->find_shard(request.shard) : nullptr;
  if (!shard) {
    result.at_end = true;
    return result;
  }
  const bool is_shared = subscriptions_.count(request.stream.get()) > 1;
  std::size_t bytes = 0;
  const auto take = [&](const storage::ChangeRecord& record) {
    result.next = core::SequenceNumber(record.sequence.get() + 1);
    if (!takes(request, record)) return true;
    result.records.push_back(
        {record.sequence, record.created_at, event_of(record, *stream, is_shared)});
    bytes += result.records.back().event.size();
    return bytes < request.max_bytes;
  };
  result.has_more = !log_.read(request.shard, request.from, request.limit, take);
  result.at_end = !result.has_more && !shard->is_open();
  // At the tip, so that the next look needs no SQLite, whenever the shard's last record was
  // written.
  if (!result.has_more) result.next = std::max(result.next, writer_.next_sequence());
  return result;
}

Backlog LogStreamSource::backlog(const ReadRequest& request) {
  Backlog backlog;
  const Stream* stream = registry_.find(request.stream.get());
  if (!stream || !stream->find_shard(request.shard)) return backlog;
  const auto count = [&](const storage::ChangeRecord& record) {
    if (!takes(request, record)) return true;
    if (backlog.records++ == 0) backlog.oldest = record.created_at;
    return true;
  };
  backlog.has_more = !log_.read(request.shard, request.from, request.limit, count);
  return backlog;
}

core::SequenceNumber LogStreamSource::first_since(const core::StreamArn& stream,
                                                  storage::ShardNumber shard, core::WallTime time) {
  const Stream* known = registry_.find(stream.get());
  const storage::ShardRow* row = known ? known->find_shard(shard) : nullptr;
  if (!row) return tip();
  std::uint64_t low = row->trim_horizon().get();
  std::uint64_t high = std::max(tip().get(), low);
  // Older records are below `low`; from `high` on there are none, or they are not older.
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    std::optional<core::SequenceNumber> older;
    log_.read(shard, core::SequenceNumber(middle), 1, [&](const storage::ChangeRecord& record) {
      if (record.created_at < time) older = record.sequence;
      return false;
    });
    older ? low = older->get() + 1 : high = middle;
  }
  return core::SequenceNumber(low);
}

SourceEvent LogStreamSource::event_of(const storage::ChangeRecord& record, const Stream& stream,
                                      bool is_shared) {
  if (is_shared) {
    if (auto event = events_.find(record.sequence)) return *std::move(event);
  }
  write_record(json_, record, stream, RecordForm::lambda_event);
  SourceEvent event = json_.take();
  if (is_shared) events_.add(record.sequence, event);
  return event;
}

core::SequenceNumber LogStreamSource::tip() const {
  return writer_.next_sequence();
}

std::unique_ptr<Subscription> LogStreamSource::subscribe(
    const core::StreamArn& stream, std::function<void(storage::ShardNumber)> on_records) {
  return std::make_unique<LogSubscription>(*this, stream, std::move(on_records));
}

void LogStreamSource::tell(storage::ShardNumber shard) {
  if (subscriptions_.empty()) return;
  const Stream* stream = registry_.stream_of(shard);
  if (!stream) return;
  const auto [first, last] = subscriptions_.equal_range(stream->arn.get());
  for (auto at = first; at != last; ++at) at->second->on_records(shard);
}

}  // namespace streams
