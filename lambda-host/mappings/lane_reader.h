#pragma once

#include "lambda-host/mappings/batcher.h"
#include "lambda-host/mappings/delivery_observer.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "lambda-host/mappings/filter_criteria.h"
#include "lambda-host/mappings/lane_progress.h"
#include "lambda-host/mappings/window.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace lambda_host {

// Where a lane begins.
struct LaneStart {
  core::SequenceNumber from;
  // How far the lanes of another number came, when the mapping had that many.
  std::vector<core::SequenceNumber> passed = {};
  LaneProgress progress = {};
};

// What a reader reads, and whom it tells. The references must outlive it.
struct ReaderSettings {
  const EventSourceMapping& mapping;
  const FilterCriteria& filters;
  streams::StreamSource& source;
  const core::Clock& clock;
  DeliveryObserver& observer;
};

// The end of a lane that reads: fills one batch after another with those records of its stream that
// are the lane's and pass the filters. Engine thread only.
class LaneReader {
 public:
  LaneReader(const ReaderSettings& settings, LaneId lane, streams::ItemSlice slice,
             LaneStart start);

  // The next batch ends with this record, whatever its size.
  void read_up_to(core::SequenceNumber last) { last_ = last; }
  // Reads on from here, and forgets the batch: what was read behind it is read again.
  void go_back(core::SequenceNumber from);
  // Fills the batch with what is there and belongs to one window. Throws sqlite::Error: what was
  // read before it stays.
  void gather(const TumblingWindow& window);
  // It stopped amid that, for the event loop. The batch will be as large as it would be without.
  bool paused() const { return paused_; }
  // It had to stop before all was read that is there.
  bool may_read_on() const { return may_read_on_; }
  // Nothing more belongs to this batch, whatever comes: it goes as it is.
  bool is_cut() const { return is_cut_; }
  // The shard is read to its end.
  bool at_end() const { return at_end_; }
  // The batch; the next one begins empty.
  std::vector<streams::SourceRecord> take_batch();

  // There are new records: whether it is time to gather. While a batch waits for its window they
  // wait in the stream, until they could fill it, or are as many as one gathering reads.
  bool is_due(const streams::Arrivals& arrivals);

  Batcher& batch() { return batcher_; }
  const Batcher& batch() const { return batcher_; }
  // All records before this one are done or in a batch that was taken.
  core::SequenceNumber checkpoint() const {
    return batcher_.empty() ? next_ : batcher_.first_sequence();
  }

 private:
  // A record that the filters are being held against, in pieces.
  struct Matching {
    core::SequenceNumber record;
    streams::SourceEvent event;
  };

  Verdict passes(const streams::SourceRecord& record);
  const streams::ReadRequest& next_page();
  bool take(streams::SourceRecord& record, const TumblingWindow& window);
  bool joins(const streams::SourceRecord& record, const TumblingWindow& window) const;

  ReaderSettings settings_;
  LaneId lane_;
  streams::RecordMembers decisive_;  // to the filters
  core::SequenceNumber next_;        // read on from here
  std::vector<core::SequenceNumber> passed_;
  streams::ReadRequest page_;  // what next_page answers
  Batcher batcher_;
  int reads_ = 0;              // since the batch was last looked at
  std::size_t looked_at_ = 0;  // bytes and steps of filters, in this gathering
  std::optional<Matching> matching_;
  MatchSteps steps_;          // its
  streams::Arrivals unread_;  // since the last gathering, while a batch waited
  bool paused_ = false;
  bool may_read_on_ = false;
  bool is_cut_ = false;
  bool at_end_ = false;
  std::optional<core::SequenceNumber> last_;  // read_up_to
};

}  // namespace lambda_host
