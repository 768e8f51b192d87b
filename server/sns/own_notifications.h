#pragma once

#include "server/services.h"
#include "server/sns/topic_store.h"

#include <functional>
#include <string>

namespace server::sns {

// Publishes a message that no client publishes, but the program itself: the failure document of a
// mapping. Calls `done` once, never before returning, as deliver() does.
void publish_own_message(const Topic& topic, const TopicStore& topics, Services& services,
                         std::string message, std::function<void(bool)> done);

}  // namespace server::sns
