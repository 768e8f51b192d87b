#pragma once

#include "core/sequence_number.h"
#include "streams/source_event.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

namespace streams {

// The events that were read last, for the next reader of the same records: where several mappings
// read one stream, they come one after the other. Bounded by the bytes of the records, of which
// text and document take several times as much; what leaves it holds no more than its text needs.
//
// Engine thread only.
class EventCache {
 public:
  static constexpr std::size_t kDefaultBytes = std::size_t{1} << 20;

  explicit EventCache(std::size_t bytes = kDefaultBytes) : budget_bytes_(bytes) {}

  // nullptr when it isn't there; good until the next add.
  const SourceEvent* find(core::SequenceNumber sequence) const;
  // A larger one than the whole budget isn't kept; one that is there stays as it is.
  void add(core::SequenceNumber sequence, const SourceEvent& event);

  std::size_t bytes() const { return bytes_; }

 private:
  void evict();

  std::size_t budget_bytes_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::uint64_t, SourceEvent> events_;
  std::deque<std::uint64_t> order_;  // the oldest first
};

}  // namespace streams
