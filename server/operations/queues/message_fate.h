#pragma once

#include "server/operations/queues/queue_settings.h"
#include "storage/message_table.h"

namespace server::operations {

// What becomes of a visible message that somebody wants to receive.
enum class MessageFate {
  deliver,
  expire,   // its queue's retention is over
  redrive,  // it was received as often as its queue's redrive policy allows
};
MessageFate fate_of(const storage::MessageState& message, const QueueSettings& settings,
                    core::WallTime now);

// Whether the total of its visibility timeouts since it was received would be beyond the limit.
bool is_beyond_visibility_limit(const storage::MessageState& message, core::Duration timeout,
                                core::WallTime now);

}  // namespace server::operations
