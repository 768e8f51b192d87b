#pragma once

#include "core/clock.h"
#include "lambda-host/mappings/delivery_observer.h"
#include "lambda-host/mappings/mapping_counts.h"
#include "lambda-host/mappings/traced_attempts.h"
#include "lambda-host/mappings/window_trace.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

struct TracedRecord {
  core::SequenceNumber sequence;
  LaneId lane;
  bool filtered = false;
  std::uint64_t read_as = 0;  // the so-many-th record that the mapping read, from 1
};

enum class RecordOutcome { pending, filtered, delivered, discarded };
const char* wire_name(RecordOutcome outcome);

// The records that were one event: a batch as it was formed, or a part that a failure made of it.
struct TracedBatch {
  std::uint64_t id = 0;  // from 1
  LaneId lane;
  core::SequenceNumber first;
  core::SequenceNumber last;
  std::size_t records = 0;
  core::SequenceNumber done_before;  // of its records those below were delivered
  TracedAttempts attempts;
  std::optional<KeptDiscard> kept;  // until it is a discard
  std::optional<Discard> discard;
  std::optional<DeliveryEffect> repeated_by = {};  // the fault that has it delivered again
  std::uint64_t read_before = 0;                   // how many records the mapping had read by then
};

// What became of each of a mapping's newest records, in compact form; whoever shows it makes the
// texts. Memory is bounded: by records, batches, windows and attempts.
// Outlives the mapping's pollers, but not the process. Engine thread.
class MappingTrace : public DeliveryObserver {
 public:
  static constexpr std::size_t kRecords = 1024;
  // Each failure that doesn't just repeat a batch makes one or two of it, with fewer records each,
  // so records that are still known come to no more batches than this.
  static constexpr std::size_t kBatches = 2 * kRecords + 512;
  static constexpr std::size_t kFilters = 8;  // the newest that a mapping had

  // The clock must outlive the trace.
  explicit MappingTrace(const core::Clock& clock) : clock_(clock) {}

  void record_read(const LaneId& lane, core::SequenceNumber sequence, bool wanted) override;
  void attempt_began(const LaneId& lane, std::span<const streams::SourceRecord> records, int number,
                     core::WallTime at) override;
  void attempt_ended(const LaneId& lane, std::span<const streams::SourceRecord> records,
                     const InvocationResult& result, std::size_t delivered) override;
  void attempt_refused(const LaneId& lane, std::span<const streams::SourceRecord> records,
                       int number, std::string_view why) override;
  void fault_met(const LaneId& lane, std::span<const streams::SourceRecord> records,
                 DeliveryEffect effect) override;
  void final_attempt_began(const LaneId& lane, const TumblingWindow& window, int number,
                           core::WallTime at) override;
  void final_attempt_ended(const LaneId& lane, const InvocationResult& result, bool ok) override;
  void final_attempt_refused(const LaneId& lane, const TumblingWindow& window, int number,
                             std::string_view why) override;
  void window_kept_from_destination(const LaneId& lane, const TumblingWindow& window,
                                    const Discard& discard, std::string_view why) override;
  void window_discarded(const LaneId& lane, const TumblingWindow& window,
                        const Discard& discard) override;
  void kept_from_destination(const LaneId& lane, const Discard& discard,
                             std::string_view why) override;
  void discarded(const LaneId& lane, std::span<const streams::SourceRecord> records,
                 const Discard& discard) override;
  void caught_up(const LaneId&) override {}

  // By which patterns records are filtered from now on.
  void filter_by(const std::vector<std::string>& patterns);
  // Those that were in force as the record was read; nullptr: that is forgotten.
  const std::vector<std::string>* filters_of(const TracedRecord& record) const;

  const MappingCounts& counts() const { return counts_; }
  const WindowTrace& windows() const { return windows_; }

  // By sequence number, those behind `after`. A record that was read again counts once.
  std::vector<TracedRecord> records(core::SequenceNumber after, std::size_t limit) const;
  // Those that the record was in since it was read last, oldest first. Until the next call.
  std::vector<const TracedBatch*> batches_of(const TracedRecord& record) const;

 private:
  struct Filters {
    std::uint64_t read_before = 0;  // they are those of the records behind that
    std::vector<std::string> patterns;
  };

  TracedBatch& batch_of(const LaneId& lane, std::span<const streams::SourceRecord> records);
  TracedBatch& add_batch(const LaneId& lane, core::SequenceNumber first, core::SequenceNumber last,
                         std::size_t records);
  TracedBatch& batch_of(const LaneId& lane, const Discard& discard);
  TracedBatch* newest_of(const LaneId& lane);
  void count_invocation(bool ok);
  void forget_old_batches();

  const core::Clock& clock_;
  MappingCounts counts_;
  WindowTrace windows_;
  std::uint64_t read_ = 0;             // records so far
  std::vector<TracedRecord> records_;  // a ring: the n-th is at n % kRecords
  std::deque<Filters> filters_;
  std::uint64_t last_batch_ = 0;
  std::deque<TracedBatch> batches_;
};

// What became of a record, given MappingTrace::batches_of it.
RecordOutcome outcome_of(const TracedRecord& record,
                         const std::vector<const TracedBatch*>& batches);

}  // namespace lambda_host
