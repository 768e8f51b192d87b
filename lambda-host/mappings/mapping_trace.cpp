#include "lambda-host/mappings/mapping_trace.h"

#include "lambda-host/mappings/failure_text.h"

#include <algorithm>

namespace lambda_host {
namespace {

bool contains(const TracedBatch& batch, const TracedRecord& record) {
  return batch.lane == record.lane && batch.first <= record.sequence &&
         record.sequence <= batch.last;
}

core::SequenceNumber behind(core::SequenceNumber sequence) {
  return core::SequenceNumber(sequence.get() + 1);
}

// The fault that has records delivered again which the batch had.
std::optional<DeliveryEffect> repeat_of(const TracedBatch* batch, core::SequenceNumber first) {
  const bool has_it = batch && !batch->attempts.newest.empty() && batch->first <= first &&
                      first < batch->done_before;
  const auto fault = has_it ? batch->attempts.newest.back().fault : std::nullopt;
  if (!fault || moment_of(*fault) != DeliveryMoment::success) return std::nullopt;
  return fault;
}

AttemptOutcome outcome_of(std::size_t delivered, std::size_t records) {
  if (delivered == records) return AttemptOutcome::delivered;
  return delivered > 0 ? AttemptOutcome::partly : AttemptOutcome::failed;
}

}  // namespace

const char* wire_name(RecordOutcome outcome) {
  switch (outcome) {
    case RecordOutcome::pending: return "pending";
    case RecordOutcome::filtered: return "filtered";
    case RecordOutcome::delivered: return "delivered";
    case RecordOutcome::discarded: return "discarded";
  }
  __builtin_unreachable();
}

void MappingTrace::record_read(const LaneId& lane, core::SequenceNumber sequence, bool wanted) {
  if (!wanted) ++counts_.filtered;
  const TracedRecord record{sequence, lane, !wanted, ++read_};
  if (records_.size() < kRecords) {
    records_.push_back(record);
  } else {
    records_[(read_ - 1) % kRecords] = record;
  }
}

void MappingTrace::filter_by(const std::vector<std::string>& patterns) {
  if (!filters_.empty() && filters_.back().patterns == patterns) return;
  if (filters_.size() == kFilters) filters_.pop_front();
  filters_.push_back({read_, patterns});
}

const std::vector<std::string>* MappingTrace::filters_of(const TracedRecord& record) const {
  const auto found = std::find_if(filters_.rbegin(), filters_.rend(), [&](const Filters& filters) {
    return filters.read_before < record.read_as;
  });
  return found == filters_.rend() ? nullptr : &found->patterns;
}

void MappingTrace::attempt_began(const LaneId& lane, std::span<const streams::SourceRecord> records,
                                 int number, core::WallTime at) {
  batch_of(lane, records).attempts.begin(number, at);
}

void MappingTrace::attempt_ended(const LaneId& lane, std::span<const streams::SourceRecord> records,
                                 const InvocationResult& result, std::size_t delivered) {
  const bool ok = delivered == records.size();
  count_invocation(ok);
  counts_.delivered += delivered;
  TracedBatch& batch = batch_of(lane, records);
  if (batch.attempts.newest.empty()) return;
  batch.attempts.end(result, outcome_of(delivered, records.size()),
                     ok ? "" : failure_text(result, delivered));
  batch.done_before = ok ? behind(batch.last) : records[delivered].sequence;
}

void MappingTrace::attempt_refused(const LaneId& lane,
                                   std::span<const streams::SourceRecord> records, int number,
                                   std::string_view why) {
  batch_of(lane, records).attempts.refuse(number, why, clock_.now());
}

void MappingTrace::fault_met(const LaneId& lane, std::span<const streams::SourceRecord> records,
                             DeliveryEffect effect) {
  auto& attempts = batch_of(lane, records).attempts.newest;
  if (!attempts.empty()) attempts.back().fault = effect;
}

void MappingTrace::final_attempt_began(const LaneId& lane, const TumblingWindow& window, int number,
                                       core::WallTime at) {
  windows_.attempt_began(lane, window, number, at);
}

void MappingTrace::final_attempt_ended(const LaneId& lane, const InvocationResult& result,
                                       bool ok) {
  count_invocation(ok);
  windows_.attempt_ended(lane, result, ok);
}

void MappingTrace::final_attempt_refused(const LaneId& lane, const TumblingWindow& window,
                                         int number, std::string_view why) {
  windows_.attempt_refused(lane, window, number, why, clock_.now());
}

void MappingTrace::window_kept_from_destination(const LaneId& lane, const TumblingWindow& window,
                                                const Discard& discard, std::string_view why) {
  windows_.kept_from_destination(lane, window, discard, why);
}

void MappingTrace::window_discarded(const LaneId& lane, const TumblingWindow& window,
                                    const Discard& discard) {
  windows_.discarded(lane, window, discard);
}

void MappingTrace::count_invocation(bool ok) {
  ++(ok ? counts_.invocations_ok : counts_.invocations_failed);
}

void MappingTrace::kept_from_destination(const LaneId& lane, const Discard& discard,
                                         std::string_view why) {
  keep(batch_of(lane, discard).kept, discard, why);
}

void MappingTrace::discarded(const LaneId& lane, std::span<const streams::SourceRecord>,
                             const Discard& discard) {
  counts_.discarded += discard.count;
  TracedBatch& batch = batch_of(lane, discard);
  batch.kept.reset();
  batch.discard = discard;
}

TracedBatch& MappingTrace::batch_of(const LaneId& lane, const Discard& discard) {
  TracedBatch* const batch = newest_of(lane);
  const bool is_known = batch && batch->first == discard.first && batch->last == discard.last &&
                        !batch->discard && batch->done_before <= batch->first;
  return is_known ? *batch : add_batch(lane, discard.first, discard.last, discard.count);
}

std::vector<TracedRecord> MappingTrace::records(core::SequenceNumber after,
                                                std::size_t limit) const {
  std::vector<TracedRecord> found;
  for (const TracedRecord& record : records_) {
    if (record.sequence > after) found.push_back(record);
  }
  std::sort(found.begin(), found.end(), [](const TracedRecord& a, const TracedRecord& b) {
    return a.sequence != b.sequence ? a.sequence < b.sequence : a.read_as > b.read_as;
  });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const TracedRecord& a, const TracedRecord& b) {
                            return a.sequence == b.sequence;
                          }),
              found.end());
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<const TracedBatch*> MappingTrace::batches_of(const TracedRecord& record) const {
  std::vector<const TracedBatch*> found;
  if (record.filtered) return found;
  for (const TracedBatch& batch : batches_) {
    if (contains(batch, record) && batch.read_before >= record.read_as) found.push_back(&batch);
  }
  return found;
}

// The newest batch of exactly these records, if it isn't over; or else a new one.
TracedBatch& MappingTrace::batch_of(const LaneId& lane,
                                    std::span<const streams::SourceRecord> records) {
  TracedBatch* newest = newest_of(lane);
  const core::SequenceNumber first = records.front().sequence;
  const core::SequenceNumber last = records.back().sequence;
  const bool goes_on = newest && newest->first == first && newest->last == last &&
                       !newest->discard && newest->done_before <= first;
  return goes_on ? *newest : add_batch(lane, first, last, records.size());
}

TracedBatch& MappingTrace::add_batch(const LaneId& lane, core::SequenceNumber first,
                                     core::SequenceNumber last, std::size_t records) {
  const auto repeated_by = repeat_of(newest_of(lane), first);
  forget_old_batches();
  TracedBatch& batch = batches_.emplace_back();
  batch.repeated_by = repeated_by;
  batch.id = ++last_batch_;
  batch.lane = lane;
  batch.first = batch.done_before = first;
  batch.last = last;
  batch.records = records;
  batch.read_before = read_;
  return batch;
}

TracedBatch* MappingTrace::newest_of(const LaneId& lane) {
  const auto found = std::find_if(batches_.rbegin(), batches_.rend(),
                                  [&](const TracedBatch& batch) { return batch.lane == lane; });
  return found == batches_.rend() ? nullptr : &*found;
}

// Those whose records have all left the ring, and what is too many.
void MappingTrace::forget_old_batches() {
  while (!batches_.empty() &&
         (batches_.front().read_before + kRecords <= read_ || batches_.size() >= kBatches)) {
    batches_.pop_front();
  }
}

RecordOutcome outcome_of(const TracedRecord& record,
                         const std::vector<const TracedBatch*>& batches) {
  if (record.filtered) return RecordOutcome::filtered;
  if (batches.empty()) return RecordOutcome::pending;
  const TracedBatch& newest = *batches.back();
  if (newest.discard) return RecordOutcome::discarded;
  return record.sequence < newest.done_before ? RecordOutcome::delivered : RecordOutcome::pending;
}

}  // namespace lambda_host
