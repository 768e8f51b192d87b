#include "server/control/stream_dump.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <vector>

namespace server::control {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
// What is read at once of each of several shards.
constexpr std::size_t kPageRecords = 100;
constexpr std::size_t kPageBytes = std::size_t{256} << 10;

// A shard's records up to an end, read in pages.
class ShardReader {
 public:
  ShardReader(streams::StreamSource& source, streams::ReadRequest request, core::SequenceNumber end)
      : source_(source), request_(std::move(request)), end_(end) {
    refill();
  }

  // nullptr: there are no more.
  const streams::SourceRecord* front() const { return page_.empty() ? nullptr : &page_.front(); }
  void pop() {
    page_.pop_front();
    if (page_.empty()) refill();
  }

 private:
  void refill() {
    while (page_.empty() && may_read_) {
      auto result = source_.read(request_);
      request_.from = result.next;
      may_read_ = result.has_more && request_.from < end_;
      for (auto& record : result.records) {
        if (record.sequence < end_) page_.push_back(std::move(record));
      }
    }
  }

  streams::StreamSource& source_;
  streams::ReadRequest request_;
  core::SequenceNumber end_;  // not included
  bool may_read_ = true;
  std::deque<streams::SourceRecord> page_;
};

core::SequenceNumber begin_of(streams::StreamSource& source, const StreamRange& range,
                              const streams::SourceShard& shard) {
  if (!range.from) return shard.trim_horizon;
  if (const auto* sequence = std::get_if<core::SequenceNumber>(&*range.from)) {
    return std::max(*sequence, shard.trim_horizon);
  }
  return source.first_since(range.stream, shard.number, std::get<core::WallTime>(*range.from));
}

core::SequenceNumber end_of(streams::StreamSource& source, const StreamRange& range,
                            const streams::SourceShard& shard) {
  constexpr auto kLast = std::numeric_limits<std::uint64_t>::max();
  if (!range.to) return core::SequenceNumber(kLast);
  if (const auto* sequence = std::get_if<core::SequenceNumber>(&*range.to)) {
    return core::SequenceNumber(sequence->get() == kLast ? kLast : sequence->get() + 1);
  }
  return source.first_since(range.stream, shard.number, std::get<core::WallTime>(*range.to));
}

std::vector<ShardReader> readers_of(streams::StreamSource& source, const StreamRange& range) {
  std::vector<ShardReader> readers;
  const auto shards = source.shards(range.stream);
  for (const streams::SourceShard& shard : *shards) {
    streams::ReadRequest request;
    request.stream = range.stream;
    request.shard = shard.number;
    request.from = begin_of(source, range, shard);
    request.limit = kPageRecords;
    request.max_bytes = kPageBytes;
    readers.emplace_back(source, std::move(request), end_of(source, range, shard));
  }
  return readers;
}

// The one whose first record is the oldest; nullptr when none has any.
ShardReader* oldest(std::vector<ShardReader>& readers) {
  ShardReader* found = nullptr;
  for (ShardReader& reader : readers) {
    if (!reader.front()) continue;
    if (!found || reader.front()->sequence < found->front()->sequence) found = &reader;
  }
  return found;
}

}  // namespace

StreamDump dump_stream(streams::StreamSource& source, const StreamRange& range, std::size_t limit) {
  StreamDump dump;
  std::vector<ShardReader> readers = readers_of(source, range);
  for (ShardReader* reader = oldest(readers); reader; reader = oldest(readers)) {
    if (limit-- == 0 || dump.ndjson.size() >= kMaxBytes) {
      dump.next = reader->front()->sequence;
      break;
    }
    dump.ndjson += reader->front()->event.text();
    dump.ndjson += '\n';
    reader->pop();
  }
  return dump;
}

}  // namespace server::control
