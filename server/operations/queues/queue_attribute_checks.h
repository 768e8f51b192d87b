#pragma once

#include "core/json/value.h"
#include "server/operations/queues/queue_registry.h"

#include <string_view>

namespace server::operations {

// The attributes that CreateQueue or SetQueueAttributes gives, as they are kept. Throws for a name
// that can't be set, for a value that the attribute can't have, and for a dead-letter queue that
// isn't there or doesn't allow this one. An empty value is kept: it takes the attribute away.
storage::TextMap read_queue_attributes(const core::json::Object& given, QueueRegistry& queues,
                                       const core::Scope& scope, std::string_view queue);

// What a queue's attributes are with those.
storage::TextMap with_attributes(storage::TextMap kept, const storage::TextMap& given);

// Whether a client may ask for it.
bool is_queue_attribute(std::string_view name);

[[noreturn]] void throw_unknown_attribute(std::string_view name);

}  // namespace server::operations
