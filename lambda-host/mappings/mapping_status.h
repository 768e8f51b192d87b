#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/sequence_number.h"
#include "storage/change_record.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What a mapping is doing right now, as values: for whoever looks or waits.
namespace lambda_host {

enum class LaneActivity {
  caught_up,    // nothing is left to do
  reading,      // in this or a later turn
  gathering,    // a batch isn't full, and its window isn't over
  invoking,     // the handler has a batch
  discarding,   // records are given up: the failure destination is told
  backing_off,  // a batch failed and waits to be tried again
};

// "caught up", "backing off": for people and for JSON.
const char* wire_name(LaneActivity activity);

struct LaneStatus {
  std::uint32_t slice = 0;
  LaneActivity activity = LaneActivity::reading;
  core::SequenceNumber checkpoint;  // all before this one are done
  // The batch that is being gathered, or the part of one that is delivered or waits; 0: none.
  std::size_t batch_records = 0;
  core::SequenceNumber batch_first;
  core::SequenceNumber batch_last;
  int failed_attempts = 0;                     // of it
  std::string last_error;                      // of it; also why it couldn't even be invoked
  bool refused = false;                        // that is why
  std::optional<core::Duration> continues_in;  // while gathering or backing off
};

struct ShardStatus {
  storage::ShardNumber number = 0;
  core::ShardId id;
  core::SequenceNumber checkpoint;          // all before this one are done
  std::optional<core::SequenceNumber> tip;  // the newest record; nullopt: it has none
  std::size_t pending = 0;                  // records that aren't done yet
  bool more_pending = false;                // they were too many to count
  std::optional<core::WallTime> oldest;     // when the first pending one was made
  bool caught_up = false;                   // nothing is left to do
  std::vector<LaneStatus> lanes;            // none while its turn hasn't come, or disabled
};

}  // namespace lambda_host
