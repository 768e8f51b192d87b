#include "server/operations/queues/own_messages.h"

#include "core/uuid.h"
#include "server/protocol/user_id.h"

namespace server::operations {

bool send_own_message(Queues& queues, const core::Scope& scope, std::string_view queue,
                      OwnMessage own, MessageStore::Done done, std::function<void()> beside) {
  Queue* found = queues.registry.find(scope, queue);
  if (!found) return false;
  OutgoingMessage message;
  message.message_id = core::random_uuid();
  message.body = std::move(own.body);
  if (!own.attributes.empty()) message.attributes = to_json(own.attributes);
  message.trace_header = std::move(own.trace_header);
  message.sender_id = protocol::user_id(scope.account);
  message.delay = found->settings.delay;
  queues.messages.send(*found, {std::move(message)}, std::move(done), std::move(beside));
  return true;
}

}  // namespace server::operations
