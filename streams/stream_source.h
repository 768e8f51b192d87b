#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/sequence_number.h"
#include "storage/change_record.h"
#include "streams/arrivals.h"
#include "streams/source_event.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

// Where an event source mapping gets its records. Our own shard log is one such source; a remote
// Streams endpoint can be another one: it fetches pages ahead and calls back when one has come,
// since `visit` never waits.
//
// Engine thread only.
namespace streams {

struct SourceShard {
  storage::ShardNumber number = 0;
  core::ShardId id;
  // Are to be read to their ends before this one. Two merged into one have an adjacent parent.
  std::optional<storage::ShardNumber> parent;
  std::optional<storage::ShardNumber> adjacent_parent;
  core::SequenceNumber trim_horizon;  // no record of the shard is older
  bool is_open = true;
};

// One of `count` disjoint parts of a shard's items. All records of an item are in the same part.
struct ItemSlice {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
};

struct SourceRecord {
  core::SequenceNumber sequence;
  core::WallTime created_at;
  SourceEvent event;
};

struct ReadRequest {
  core::StreamArn stream;
  storage::ShardNumber shard = 0;  // of this stream: another one's is as good as gone
  core::SequenceNumber from;
  std::size_t limit = 100;           // records looked at, those of other slices included
  std::size_t max_bytes = SIZE_MAX;  // stored ones; the record that reaches it is the last one
  ItemSlice slice = {};
  // Of an earlier division of the items into so many slices: how far each has come. What lies
  // before that is left out.
  std::span<const core::SequenceNumber> passed = {};
};

// Where a reader has come to.
struct ReadEnd {
  core::SequenceNumber next;  // read on from here
  bool has_more = false;      // there may be more right now
  bool at_end = false;        // the shard is closed, or gone, and was read to its end
};

struct ReadResult : ReadEnd {
  std::vector<SourceRecord> records;  // in sequence order
};

// Gets one record after the other, in sequence order. False: this one isn't taken, the next reading
// begins with it.
using TakeRecord = std::function<bool(SourceRecord&)>;

inline constexpr std::size_t kBytesOfLook = 256;
inline constexpr std::size_t kLooksOfQuery = 16;
// What lies before a reader.
struct Backlog {
  std::size_t records = 0;
  // What that cost: one for a record, as many again for each kBytesOfLook that were read for it,
  // and kLooksOfQuery when the records aren't in memory.
  std::size_t looks = 0;
  bool has_more = false;                      // beyond the records that were looked at
  std::optional<core::WallTime> oldest;       // when the first one was made
  std::optional<core::SequenceNumber> first;  // its number
};

// Ends with this object.
class Subscription {
 public:
  virtual ~Subscription() = default;
};

class StreamSource {
 public:
  virtual ~StreamSource() = default;

  // Open and closed ones, by their numbers: parents before their children. nullopt: there is no
  // such stream.
  virtual std::optional<std::vector<SourceShard>> shards(const core::StreamArn& stream) const = 0;
  // Another one whenever shards of the stream were opened, closed or erased, and maybe when others
  // were; cheap to ask for, with each commit.
  virtual std::uint64_t shards_version(const core::StreamArn& stream) const = 0;

  // What is at hand.
  virtual ReadEnd visit(const ReadRequest& request, const TakeRecord& take) = 0;
  // All of it at once.
  ReadResult read(const ReadRequest& request);

  // Counts what `visit` would hand on, as far as the request's limit goes: of looks, here.
  virtual Backlog backlog(const ReadRequest& request) = 0;
  // The shard's newest record; nullopt when it has none.
  virtual std::optional<core::SequenceNumber> newest(storage::ShardNumber shard) = 0;

  // Where the shard's records begin that were made at that time or later; the tip when there are
  // none yet. Where the clock was moved back between two records, either of the places may be it.
  virtual core::SequenceNumber first_since(const core::StreamArn& stream,
                                           storage::ShardNumber shard, core::WallTime time) = 0;

  // LATEST: records committed from now on have this number or a higher one.
  virtual core::SequenceNumber tip() const = 0;

  // `on_records` is told of each shard of the stream that got records. It is called within the
  // commit, before the writers are answered: it should only take note, and must not subscribe or
  // unsubscribe. The source must outlive the subscription.
  virtual std::unique_ptr<Subscription> subscribe(
      const core::StreamArn& stream, std::function<void(const Arrivals&)> on_records) = 0;
};

}  // namespace streams
