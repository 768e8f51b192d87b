#include "server/operations/queues/message_dating.h"

#include "core/limits.h"
#include "storage/writer.h"

namespace server::operations {

void MessageDating::begin() {
  after_ = 0;
  forget_in_flight();
}

bool MessageDating::step(std::size_t messages) {
  if (!after_) return false;
  const core::WallTime now = clock_.now();
  const core::WallTime latest = now + core::limits::kMaxVisibilityTimeout;
  std::optional<std::int64_t> next;
  writer_.transact([&] {
    next = messages_.date_back(*after_, messages, core::epoch_milliseconds(now),
                               core::epoch_milliseconds(latest));
  });
  after_ = next;
  if (after_) return true;
  forget_in_flight();
  done_();
  return false;
}

// Until when so many are in flight at least, isn't true any more.
void MessageDating::forget_in_flight() {
  for (Queue* queue : queues_.all()) queue->in_flight_at_most.reset();
}

}  // namespace server::operations
