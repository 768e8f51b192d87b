#include "lambda-host/mappings/lane_reader.h"

#include "lambda-host/mappings/event_payload.h"

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

constexpr std::size_t kReadLimit = 100;  // records of up to 400 KB, twice: a page stays bounded
constexpr int kReadsAtOnce = 10;         // then the event loop gets its turn
// So does it behind as many bytes of records: to parse them for a filter takes long.
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;

BatchLimits batch_limits(const EventSourceMapping& mapping) {
  BatchLimits limits;
  limits.records = static_cast<std::size_t>(mapping.batch_size);
  limits.window = std::chrono::seconds(mapping.batching_window_seconds);
  return limits;
}

// What was parsed to filter by isn't held while the record waits.
bool passes(const FilterCriteria& filters, const streams::SourceEvent& event) {
  if (filters.empty()) return true;
  const bool matches = filters.matches(event.document().root());
  event.forget_document_if_alone();
  return matches;
}

}  // namespace

LaneReader::LaneReader(const ReaderSettings& settings, LaneId lane, streams::ItemSlice slice,
                       LaneStart start)
    : settings_(settings),
      lane_(lane),
      slice_(slice),
      next_(start.from),
      passed_(std::move(start.passed)),
      batcher_(batch_limits(settings.mapping)) {}

void LaneReader::gather(const TumblingWindow& window) {
  bool has_more = true;
  std::size_t looked_at = 0;
  paused_ = is_cut_ = false;
  batcher_.leave_room(window.is_open() ? window.state().size() + kWindowFrameBytes : 0);
  for (; has_more && reads_ < kReadsAtOnce && !batcher_.full() && !is_cut_; ++reads_) {
    paused_ = looked_at >= kBytesAtOnce;
    if (paused_) break;
    streams::ReadResult page = settings_.source.read(next_page());
    has_more = page.has_more;
    at_end_ = page.at_end;
    next_ = page.next;
    looked_at += take(std::move(page), window);
  }
  is_cut_ = is_cut_ || (last_ && next_ > *last_);
  if (!paused_) reads_ = 0;
  may_read_on_ = has_more && !batcher_.full() && !is_cut_;
}

streams::ReadRequest LaneReader::next_page() const {
  streams::ReadRequest request{settings_.mapping.stream,
                               lane_.shard,
                               next_,
                               kReadLimit,
                               std::min(batcher_.free_bytes(), kBytesAtOnce),
                               slice_,
                               passed_};
  // Filtered records take no place in the batch, so only then it pays to look further ahead.
  if (settings_.filters.empty() && slice_.count == 1 && passed_.empty()) {
    request.limit = std::min(kReadLimit, batcher_.free_records());
  }
  return request;
}

// Into the batch; answers how many bytes were looked at.
std::size_t LaneReader::take(streams::ReadResult page, const TumblingWindow& window) {
  std::size_t bytes = 0;
  for (streams::SourceRecord& record : page.records) {
    bytes += record.event.size();
    const core::SequenceNumber sequence = record.sequence;
    const bool wanted = passes(settings_.filters, record.event);
    record.created_at = settings_.clock.dated(record.created_at);
    is_cut_ = wanted && !joins(record, window);
    if (!wanted || (!is_cut_ && batcher_.add(record, settings_.clock.now()))) {
      settings_.observer.record_read(lane_, sequence, wanted);
      continue;
    }
    next_ = sequence;  // the next batch begins with it
    at_end_ = false;
    break;
  }
  return bytes;
}

bool LaneReader::joins(const streams::SourceRecord& record, const TumblingWindow& window) const {
  if (last_ && record.sequence > *last_) return false;
  if (batcher_.empty()) return window.takes(record.created_at);
  return window.are_together(batcher_.records().front().created_at, record.created_at);
}

void LaneReader::go_back(core::SequenceNumber from) {
  take_batch();
  next_ = from;
  at_end_ = paused_ = false;
  reads_ = 0;
}

std::vector<streams::SourceRecord> LaneReader::take_batch() {
  last_.reset();
  is_cut_ = false;
  return batcher_.take();
}

}  // namespace lambda_host
