#pragma once

#include "core/json/value.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace server {

// The name in what a request calls a resource by: a name, an ARN, a queue's URL, or a function's
// name with an account before it or a qualifier behind it. Of a stream, an index or a backup it is
// the table's, of a subscription the topic's.
std::string resource_name(std::string_view text);

// The names of all that a request's body names: tables, streams, queues, log groups. At most a
// thousand: what names more isn't served.
std::vector<std::string> resources_in(const core::json::Object& body);

// How many actions, or statements, a transaction has, up to as many as it may have; 0 for anything
// else.
std::size_t actions_in(const core::json::Object& body);

}  // namespace server
