#pragma once

#include "server/operations/queues/message_attributes.h"
#include "server/services.h"
#include "server/sns/topic_store.h"

#include <functional>
#include <string>

namespace server::sns {

// Publishes a message that no client publishes, but the program itself: what a
// destination is told. Calls `done` once, never before returning, as deliver() does.
void publish_own_message(const Topic& topic, TopicStore& topics, Services& services,
                         std::string message, operations::MessageAttributes attributes,
                         std::function<void(bool)> done);

}  // namespace server::sns
