#pragma once

#include "core/sequence_number.h"
#include "lambda-host/delivery_effect.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/delivery.h"
#include "lambda-host/mappings/window.h"
#include "storage/change_record.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lambda_host {

// One line of batches of a mapping.
struct LaneId {
  storage::ShardNumber shard = 0;
  std::uint32_t slice = 0;

  friend bool operator==(const LaneId&, const LaneId&) = default;
};

// Told of what becomes of a mapping's records, as it happens: each call is about the latest state
// of its lane, and none may reach back into it. It should only take note: record_read comes for
// each record. Engine thread.
class DeliveryObserver {
 public:
  virtual ~DeliveryObserver() = default;

  // The lane came to a record: it joins a batch, or, unless `wanted`, the filters let it go by.
  virtual void record_read(const LaneId& lane, core::SequenceNumber sequence, bool wanted) = 0;
  // The function was invoked with these records, for the so-many-th time (from 1): not before `at`.
  virtual void attempt_began(const LaneId& lane, std::span<const streams::SourceRecord> records,
                             int number, core::WallTime at) = 0;
  // Of the attempt's records the first `delivered` are done; all of them, unless it failed.
  virtual void attempt_ended(const LaneId& lane, std::span<const streams::SourceRecord> records,
                             const InvocationResult& result, std::size_t delivered) = 0;
  // The function couldn't be invoked, which doesn't count: the next attempt has this number.
  virtual void attempt_refused(const LaneId& lane, std::span<const streams::SourceRecord> records,
                               int number, std::string_view why) = 0;
  // What befalls the newest attempt with these records, because somebody asked for it.
  virtual void fault_met(const LaneId& lane, std::span<const streams::SourceRecord> records,
                         DeliveryEffect effect) = 0;
  // The same of a tumbling window's final invocation, which has no records; of one that ended, the
  // window is as it was before. Unless `ok`, it will be tried again, or the window is given up.
  virtual void final_attempt_began(const LaneId& lane, const TumblingWindow& window, int number,
                                   core::WallTime at) = 0;
  virtual void final_attempt_ended(const LaneId& lane, const InvocationResult& result, bool ok) = 0;
  virtual void final_attempt_refused(const LaneId& lane, const TumblingWindow& window, int number,
                                     std::string_view why) = 0;
  virtual void window_kept_from_destination(const LaneId& lane, const TumblingWindow& window,
                                            const Discard& discard, std::string_view why) = 0;
  virtual void window_discarded(const LaneId& lane, const TumblingWindow& window,
                                const Discard& discard) = 0;
  // These records are to be given up, and the failure destination doesn't take what it is told of
  // them: that is tried again.
  virtual void kept_from_destination(const LaneId& lane, const Discard& discard,
                                     std::string_view why) = 0;
  // These records are given up.
  virtual void discarded(const LaneId& lane, std::span<const streams::SourceRecord> records,
                         const Discard& discard) = 0;
  // The lane has nothing left to do: Lane::caught_up.
  virtual void caught_up(const LaneId& lane) = 0;
};

}  // namespace lambda_host
