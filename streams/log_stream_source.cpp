#include "streams/log_stream_source.h"

#include "core/fnv1a.h"

#include <algorithm>

namespace streams {
namespace {

// Records don't keep the hash of their item, and the key's bytes are few. These bits spread well
// enough for a handful of slices, and don't follow the shard's own range of hashes.
template <class Record>
bool takes(const ReadRequest& request, const Record& record) {
  if (request.slice.count == 1 && request.passed.empty()) return true;
  const std::uint64_t hash = core::fnv1a(record.keys) >> 16;
  if (hash % request.slice.count != request.slice.index) return false;
  return request.passed.empty() || record.sequence >= request.passed[hash % request.passed.size()];
}

// What a stream's events show of it: outlives the stream, and has no shards to copy.
std::shared_ptr<const Stream> shown_of(const Stream& stream) {
  auto shown = std::make_shared<Stream>();
  shown->row = stream.row;
  shown->arn = stream.arn;
  return shown;
}

}  // namespace

class LogStreamSource::LogSubscription : public Subscription {
 public:
  LogSubscription(LogStreamSource& source, const core::StreamArn& stream,
                  std::function<void(const Arrivals&)> callback)
      : on_records(std::move(callback)), source_(source), stream_(stream.get()) {
    source_.readers_[stream_].subscriptions.push_back(this);
  }
  ~LogSubscription() override {
    const auto readers = source_.readers_.find(stream_);
    std::erase(readers->second.subscriptions, this);
    if (readers->second.subscriptions.empty()) source_.readers_.erase(readers);
  }
  LogSubscription(const LogSubscription&) = delete;
  LogSubscription& operator=(const LogSubscription&) = delete;

  const std::function<void(const Arrivals&)> on_records;

 private:
  LogStreamSource& source_;
  std::string stream_;
};

LogStreamSource::LogStreamSource(ShardLog& log, const StreamRegistry& registry,
                                 const storage::Writer& writer)
    : log_(log), registry_(registry), writer_(writer) {
  log_.on_records([this](const Arrivals& arrivals) { tell(arrivals); });
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

ReadEnd LogStreamSource::visit(const ReadRequest& request, const TakeRecord& take) {
  ReadEnd end{request.from};
  const Stream* stream = registry_.stream_of(request.shard);
  const bool is_there = stream && stream->arn == request.stream;
  const storage::ShardRow* shard = is_there ? stream->find_shard(request.shard) : nullptr;
  if (!shard) {
    end.at_end = true;
    return end;
  }
  const auto readers = readers_.find(request.stream.get());
  const bool is_known = readers != readers_.end();
  std::shared_ptr<const Stream> alone;
  auto& shown = is_known ? readers->second.stream : alone;
  if (!shown) shown = shown_of(*stream);
  const bool is_shared = is_known && readers->second.subscriptions.size() > 1;
  std::size_t bytes = 0;
  const auto hand_on = [&](const storage::ChangeRecord& record) {
    if (takes(request, record)) {
      SourceRecord handed{record.sequence, record.created_at, event_of(record, shown, is_shared)};
      bytes += stored_bytes(record);
      if (!take(handed)) return false;
    }
    end.next = core::SequenceNumber(record.sequence.get() + 1);
    return bytes < request.max_bytes;
  };
  end.has_more = !log_.read(request.shard, request.from, request.limit, hand_on);
  end.at_end = !end.has_more && !shard->is_open();
  // At the tip, so that the next look needs no SQLite, whenever the shard's last record was
  // written.
  if (!end.has_more) end.next = std::max(end.next, writer_.next_sequence());
  return end;
}

Backlog LogStreamSource::backlog(const ReadRequest& request) {
  Backlog backlog;
  const Stream* stream = registry_.find(request.stream.get());
  const storage::ShardRow* shard = stream ? stream->find_shard(request.shard) : nullptr;
  if (!shard || shard->ends_before(request.from)) return backlog;
  const auto count = [&](const storage::ChangeHead& record) {
    if (backlog.looks >= request.limit) return false;
    backlog.looks += 1 + record.read_bytes / kBytesOfLook;
    if (!takes(request, record)) return true;
    if (backlog.records++ > 0) return true;
    backlog.oldest = record.created_at;
    backlog.first = record.sequence;
    return true;
  };
  const std::size_t stored_reads = log_.stored_reads();
  backlog.has_more = !log_.look(request.shard, request.from, request.limit, count);
  if (log_.stored_reads() > stored_reads) backlog.looks += kLooksOfQuery;
  return backlog;
}

core::SequenceNumber LogStreamSource::first_since(const core::StreamArn& stream,
                                                  storage::ShardNumber shard, core::WallTime time) {
  const Stream* known = registry_.find(stream.get());
  const storage::ShardRow* row = known ? known->find_shard(shard) : nullptr;
  if (!row) return tip();
  std::uint64_t low = row->trim_horizon().get();
  std::uint64_t high = std::max(tip().get(), low);
  // Most shards of many didn't live at that time.
  if (row->created_at >= time) return core::SequenceNumber(low);
  if (row->closed_at && *row->closed_at < time) return core::SequenceNumber(high);
  // Older records are below `low`; from `high` on there are none, or they are not older.
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto made = log_.first_made(shard, core::SequenceNumber(middle));
    made&& made->at < time ? low = made->last.get() + 1 : high = middle;
  }
  return core::SequenceNumber(low);
}

SourceEvent LogStreamSource::event_of(const storage::ChangeRecord& record,
                                      const std::shared_ptr<const Stream>& stream, bool is_shared) {
  if (is_shared) {
    if (const SourceEvent* event = events_.find(record.sequence)) return *event;
  }
  SourceEvent event(stream, record);
  if (is_shared) events_.add(record.sequence, event);
  return event;
}

core::SequenceNumber LogStreamSource::tip() const {
  return writer_.next_sequence();
}

std::unique_ptr<Subscription> LogStreamSource::subscribe(
    const core::StreamArn& stream, std::function<void(const Arrivals&)> on_records) {
  return std::make_unique<LogSubscription>(*this, stream, std::move(on_records));
}

void LogStreamSource::tell(const Arrivals& arrivals) {
  if (readers_.empty()) return;
  const Stream* stream = registry_.stream_of(arrivals.shard);
  if (!stream) return;
  const auto readers = readers_.find(stream->arn.get());
  if (readers == readers_.end()) return;
  for (const auto* subscription : readers->second.subscriptions) {
    subscription->on_records(arrivals);
  }
}

}  // namespace streams
