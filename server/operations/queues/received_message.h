#pragma once

#include "core/json/writer.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/message_store.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::operations {

// What a receiver wants to see of a message beside its body.
struct WantedMembers {
  std::set<std::string, std::less<>> system_attributes;  // "All", or some of them
  AttributeChoice message_attributes;
};

// Whether a receiver may ask for it, "All" included.
bool is_system_attribute(std::string_view name);

// The system attributes that a message has, by their names, in AWS's order.
using SystemAttributes = std::vector<std::pair<std::string_view, std::string>>;
SystemAttributes system_attributes_of(const ReceivedMessage& message);

// As ReceiveMessage shows it.
void write(core::json::Writer& writer, const ReceivedMessage& message, std::int64_t queue,
           const WantedMembers& wanted);

std::string receipt_handle_of(const ReceivedMessage& message, std::int64_t queue);

}  // namespace server::operations
