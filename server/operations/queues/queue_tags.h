#pragma once

#include "core/json/value.h"
#include "storage/text_map_json.h"

#include <string_view>

namespace server::operations {

// The tags in that member of a request; none if it isn't there.
storage::TextMap read_queue_tags(const core::json::Object& body, std::string_view member);

}  // namespace server::operations
