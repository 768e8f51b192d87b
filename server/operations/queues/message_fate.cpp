#include "server/operations/queues/message_fate.h"

#include "core/limits.h"

namespace server::operations {

MessageFate fate_of(const storage::MessageState& message, const QueueSettings& settings,
                    core::WallTime now) {
  const auto sent_at = core::from_epoch_milliseconds(message.sent_at);
  if (now - sent_at >= settings.retention) return MessageFate::expire;
  if (settings.redrive && message.receive_count >= settings.redrive->max_receive_count) {
    return MessageFate::redrive;
  }
  return MessageFate::deliver;
}

bool is_beyond_visibility_limit(const storage::MessageState& message, core::Duration timeout,
                                core::WallTime now) {
  const auto received_at = core::from_epoch_milliseconds(message.last_received_at);
  return now - received_at + timeout > core::limits::kMaxVisibilityTimeout;
}

}  // namespace server::operations
