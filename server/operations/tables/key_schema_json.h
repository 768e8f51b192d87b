#pragma once

#include "core/json/writer.h"
#include "core/key_schema.h"

namespace server::operations {

// [{"AttributeName":"Id","KeyType":"HASH"}, …]
void write_key_schema(core::json::Writer& writer, const core::KeySchema& schema);

}  // namespace server::operations
