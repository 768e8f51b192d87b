#pragma once

#include "core/names.h"
#include "core/sequence_number.h"
#include "storage/change_record.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace server::control {

// Looks for records of a shard by their numbers, which are in order. Between them there may be
// others, which filters let go by or other lanes had: those are passed over, by beginning anew
// behind them where they are many. No record is read twice. The source must outlive it.
class RecordSearch {
 public:
  static constexpr std::size_t kLooksAtOnce = 1000;  // at records, in a step
  // A record whose number is no further than that is read on for.
  static constexpr std::uint64_t kNear = 100;

  RecordSearch(streams::StreamSource& source, core::StreamArn stream, storage::ShardNumber shard,
               std::vector<core::SequenceNumber> sequences)
      : source_(source),
        stream_(std::move(stream)),
        shard_(shard),
        sequences_(std::move(sequences)) {}

  // Finds some; false when it is over: all are found, or the stream has lost one.
  bool step();
  bool has_all() const { return found_.size() == sequences_.size(); }
  std::vector<streams::SourceRecord> take() { return std::move(found_); }

 private:
  core::SequenceNumber wanted() const { return sequences_[found_.size()]; }
  bool see(streams::SourceRecord& record);

  streams::StreamSource& source_;
  core::StreamArn stream_;
  storage::ShardNumber shard_;
  std::vector<core::SequenceNumber> sequences_;
  std::vector<streams::SourceRecord> found_;  // the first of these
};

}  // namespace server::control
