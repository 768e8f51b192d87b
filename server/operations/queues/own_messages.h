#pragma once

#include "core/names.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/queues.h"

#include <string>
#include <string_view>

namespace server::operations {

// Sends a message that no client sends, but the program itself: what a destination is told,
// the notification of a topic.
// False when there is no such queue, and then `done` isn't called; else it is, after the commit.
bool send_own_message(Queues& queues, const core::Scope& scope, std::string_view queue,
                      std::string body, MessageStore::Done done,
                      const MessageAttributes& attributes = {});

}  // namespace server::operations
