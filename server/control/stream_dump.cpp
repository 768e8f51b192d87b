#include "server/control/stream_dump.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace server::control {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
// What is read for one answer, whose records may be few of that.
constexpr std::size_t kMaxReadBytes = std::size_t{8} << 20;
// What is read at once of each of several shards: little at first, and more where more is wanted.
constexpr std::size_t kFirstPageRecords = 4;
constexpr std::size_t kPageRecords = 100;
constexpr std::size_t kPageBytes = std::size_t{256} << 10;

// A shard's records up to an end, read in pages as they are wanted.
class ShardReader {
 public:
  ShardReader(streams::StreamSource& source, streams::ReadRequest request, core::SequenceNumber end)
      : source_(source), request_(std::move(request)), end_(end) {
    // There may be thousands of shards, with large records: none is read to see that it is there.
    request_.limit = 1;
    const auto first = source_.backlog(request_).first;
    if (first && *first < end_) behind_ = first;
  }

  // The next record's number; nullopt: there are no more.
  std::optional<core::SequenceNumber> first() const {
    return page_.empty() ? behind_ : page_.front().sequence;
  }
  // Takes that record. `read_bytes` grows by what is read for it.
  streams::SourceRecord take(std::size_t& read_bytes) {
    if (page_.empty()) {
      read_bytes += read(page_records_);
      page_records_ = std::min(4 * page_records_, kPageRecords);
    }
    streams::SourceRecord record = std::move(page_.front());
    page_.pop_front();
    return record;
  }

 private:
  // Reads so many records, and sees which one comes behind them. Answers how many bytes they have.
  std::size_t read(std::size_t records) {
    std::size_t bytes = 0;
    behind_.reset();
    request_.limit = records + 1;
    const auto take = [&](streams::SourceRecord& record) {
      if (record.sequence >= end_) return false;
      if (page_.size() == records || bytes >= kPageBytes) {
        behind_ = record.sequence;
        return false;
      }
      bytes += record.event.stored_bytes();
      page_.push_back(std::move(record));
      return true;
    };
    request_.from = source_.visit(request_, take).next;
    return bytes;
  }

  streams::StreamSource& source_;
  streams::ReadRequest request_;
  core::SequenceNumber end_;  // not included
  std::size_t page_records_ = kFirstPageRecords;
  std::deque<streams::SourceRecord> page_;
  std::optional<core::SequenceNumber> behind_;
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
    readers.emplace_back(source, std::move(request), end_of(source, range, shard));
  }
  return readers;
}

// Readers that have more, the one whose first record is the oldest first.
class ReadersInOrder {
 public:
  explicit ReadersInOrder(std::vector<ShardReader> readers) : readers_(std::move(readers)) {
    for (std::size_t i = 0; i < readers_.size(); ++i) add(i);
  }

  // The number of the oldest record; nullopt when there are none.
  std::optional<core::SequenceNumber> first() const {
    return order_.empty() ? std::nullopt : std::optional(order_.begin()->first);
  }
  streams::SourceRecord take(std::size_t& read_bytes) {
    const std::size_t index = order_.begin()->second;
    order_.erase(order_.begin());
    streams::SourceRecord record = readers_[index].take(read_bytes);
    add(index);
    return record;
  }

 private:
  void add(std::size_t index) {
    if (const auto first = readers_[index].first()) order_.emplace(*first, index);
  }

  std::vector<ShardReader> readers_;
  std::set<std::pair<core::SequenceNumber, std::size_t>> order_;
};

}  // namespace

StreamDump dump_stream(streams::StreamSource& source, const StreamRange& range, std::size_t limit) {
  StreamDump dump;
  std::size_t read_bytes = 0;
  ReadersInOrder readers(readers_of(source, range));
  for (auto first = readers.first(); first; first = readers.first()) {
    if (limit-- == 0 || dump.ndjson.size() >= kMaxBytes || read_bytes >= kMaxReadBytes) {
      dump.next = first;
      break;
    }
    dump.ndjson += readers.take(read_bytes).event.text();
    dump.ndjson += '\n';
  }
  return dump;
}

}  // namespace server::control
