#include "streams/event_cache.h"

namespace streams {

std::optional<SourceEvent> EventCache::find(core::SequenceNumber sequence) const {
  const auto found = events_.find(sequence.get());
  if (found == events_.end()) return std::nullopt;
  return found->second;
}

void EventCache::add(core::SequenceNumber sequence, const SourceEvent& event) {
  if (event.size() > budget_bytes_) return;
  if (!events_.emplace(sequence.get(), event).second) return;
  order_.push_back(sequence.get());
  bytes_ += event.size();
  while (bytes_ > budget_bytes_) evict();
}

void EventCache::evict() {
  const auto oldest = events_.find(order_.front());
  bytes_ -= oldest->second.size();
  oldest->second.forget_document();
  events_.erase(oldest);
  order_.pop_front();
}

}  // namespace streams
