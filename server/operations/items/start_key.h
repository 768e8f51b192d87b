#pragma once

#include "core/json/value.h"
#include "server/operations/items/read_source.h"
#include "server/operations/tables/table_access.h"

#include <optional>

// ExclusiveStartKey of Query and Scan: a position in the source, as LastEvaluatedKey gave it. AWS
// looks at it in several places, with other checks in between.
namespace server::operations {

// Its values are read before the table is known.
std::optional<core::Item> read_start_key(const core::json::Object& request);

[[noreturn]] void throw_invalid_start_key();
[[noreturn]] void throw_invalid_start_key(std::string_view why);

// A Query of a table whose keys have one attribute finds one item: there is nothing behind it.
[[noreturn]] void throw_not_restartable(const core::Item& start);

// Whether it has as many attributes as a position in the source.
bool has_position_size(const ReadSource& source, const core::Item& start);

// The attributes of one part of the source's key: there, of their types, not empty or too long.
void check_start_part(const ReadSource& source, const core::Item& start, KeyPart part);

// The attributes of the table's key.
void check_start_item_key(const ReadSource& source, const core::Item& start);

}  // namespace server::operations
