#include "lambda-host/mappings/lane_reader.h"

#include "lambda-host/mappings/event_payload.h"

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

constexpr std::size_t kReadLimit = 100;  // records of up to 400 KB, twice: a page stays bounded
constexpr int kReadsAtOnce = 10;         // then the event loop gets its turn
// So does it behind as many bytes of records and steps of filters: to parse and match them takes
// long.
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;

BatchLimits batch_limits(const EventSourceMapping& mapping) {
  BatchLimits limits;
  limits.records = static_cast<std::size_t>(mapping.batch_size);
  limits.window = std::chrono::seconds(mapping.batching_window_seconds);
  return limits;
}

}  // namespace

LaneReader::LaneReader(const ReaderSettings& settings, LaneId lane, streams::ItemSlice slice,
                       LaneStart start)
    : settings_(settings),
      lane_(lane),
      decisive_(settings.filters.decisive_members()),
      next_(start.from),
      passed_(std::move(start.passed)),
      page_{settings.mapping.stream, lane.shard, next_, kReadLimit, kBytesAtOnce, slice},
      batcher_(batch_limits(settings.mapping)) {}

void LaneReader::gather(const TumblingWindow& window) {
  bool has_more = true;
  looked_at_ = 0;
  paused_ = is_cut_ = false;
  unread_ = {};
  batcher_.leave_room(window.is_open() ? window.state().size() + kWindowFrameBytes : 0);
  while (has_more && reads_ < kReadsAtOnce && !batcher_.full() && !is_cut_) {
    paused_ = looked_at_ >= kBytesAtOnce;
    if (paused_) break;
    const auto end = settings_.source.visit(
        next_page(), [&](streams::SourceRecord& record) { return take(record, window); });
    reads_ += matching_ ? 0 : 1;  // one that broke off there goes on with the same page
    has_more = end.has_more;
    at_end_ = end.at_end;
    next_ = end.next;
  }
  is_cut_ = is_cut_ || (last_ && next_ > *last_);
  if (!paused_) reads_ = 0;
  may_read_on_ = has_more && !batcher_.full() && !is_cut_;
}

bool LaneReader::is_due(const streams::Arrivals& arrivals) {
  if (batcher_.empty()) return true;
  unread_.records += arrivals.records;
  unread_.stored_bytes += arrivals.stored_bytes;
  return unread_.records >= std::min(batcher_.free_records(), kReadLimit * kReadsAtOnce) ||
         most_payload_bytes(unread_.records, unread_.stored_bytes) >= batcher_.free_bytes();
}

Verdict LaneReader::passes(const streams::SourceRecord& record) {
  if (!matching_ || matching_->record != record.sequence) {
    looked_at_ += record.event.stored_bytes();
    if (settings_.filters.empty()) return Verdict::yes;
    if (matching_) steps_ = MatchSteps();  // it broke off, and isn't come back to
    matching_ = Matching{record.sequence, record.event};
  }
  const std::size_t granted = kBytesAtOnce - std::min(looked_at_, kBytesAtOnce);
  steps_.grant(granted);
  const Verdict verdict =
      settings_.filters.matches(matching_->event.document(decisive_).root(), steps_);
  looked_at_ += granted - steps_.left();
  if (verdict != Verdict::unfinished) matching_.reset();
  return verdict;
}

const streams::ReadRequest& LaneReader::next_page() {
  page_.from = next_;
  page_.passed = passed_;
  page_.max_bytes = std::min(batcher_.free_bytes(), kBytesAtOnce);
  // Filtered records take no place in the batch, so only then it pays to look further ahead.
  if (settings_.filters.empty() && page_.slice.count == 1 && passed_.empty()) {
    page_.limit = std::min(kReadLimit, batcher_.free_records());
  }
  return page_;
}

// Into the batch, unless the filters let it go by. False: the next batch begins with it, or the
// next gathering goes on with it, since the filters aren't done.
bool LaneReader::take(streams::SourceRecord& record, const TumblingWindow& window) {
  const core::SequenceNumber sequence = record.sequence;
  const Verdict verdict = passes(record);
  if (verdict == Verdict::unfinished) return false;
  const bool wanted = verdict == Verdict::yes;
  if (wanted) {
    record.created_at = settings_.clock.dated(record.created_at);
    is_cut_ = !joins(record, window);
    if (is_cut_ || !batcher_.add(record, settings_.clock.now())) return false;
  }
  next_ = core::SequenceNumber(sequence.get() + 1);  // also if the reading fails behind it
  settings_.observer.record_read(lane_, sequence, wanted);
  return true;
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
