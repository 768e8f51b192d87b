#pragma once

#include "server/services.h"
#include "server/sns/notification.h"

#include <functional>

namespace server::sns {

// Sends a notification to all subscriptions that a topic has, some in a turn, and calls `done`
// once, never before returning: with true when all queues have it durably. What can't be delivered,
// to a queue or a function that is gone, is dropped with a warning, once a minute. Events for
// functions wait in memory, as all asynchronous invocations do. Engine thread.
void deliver(Notification notification, const Topic& topic, TopicStore& topics, Services& services,
             std::function<void(bool)> done);

}  // namespace server::sns
