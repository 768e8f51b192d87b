#pragma once

#include "core/json/value.h"
#include "server/protocol/shape.h"

#include <string>

namespace server::protocol {

// A value as AWS quotes it in a violated constraint, which is how its Java objects print: a string
// bare, "[a, b]", "{key=value}", "KeySchemaElement(attributeName=pk, keyType=HASH)". Needs a value
// that passed check_types. Cut off after some 64 KB: a batch may be 16 MB.
std::string java_text(core::json::Value value, const Shape& shape);

// The same where AWS quotes JSON: without the blanks that the request had.
std::string json_text(core::json::Value value);

// "TableName" as Java spells it: "tableName".
std::string lower_first(std::string_view name);

}  // namespace server::protocol
