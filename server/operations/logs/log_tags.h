#pragma once

#include "core/json/value.h"
#include "storage/log_table.h"

namespace server::operations {

// A `tags` parameter.
storage::LogTags read_log_tags(const core::json::Object& tags);

}  // namespace server::operations
