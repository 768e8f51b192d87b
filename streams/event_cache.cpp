#include "streams/event_cache.h"

namespace streams {

const SourceEvent* EventCache::find(core::SequenceNumber sequence) const {
  const auto found = events_.find(sequence.get());
  return found == events_.end() ? nullptr : &found->second;
}

void EventCache::add(core::SequenceNumber sequence, const SourceEvent& event) {
  if (event.stored_bytes() > budget_bytes_) return;
  if (!events_.emplace(sequence.get(), event).second) return;
  order_.push_back(sequence.get());
  bytes_ += event.stored_bytes();
  while (bytes_ > budget_bytes_) evict();
}

void EventCache::evict() {
  const auto oldest = events_.find(order_.front());
  bytes_ -= oldest->second.stored_bytes();
  oldest->second.slim();
  events_.erase(oldest);
  order_.pop_front();
}

}  // namespace streams
