#pragma once

#include "core/attribute_value.h"
#include "core/json/value.h"
#include "core/json/writer.h"

// The wire form of attribute values: {"S":"text"}, {"N":"1.5"}, {"L":[{"BOOL":true}]} …
namespace core::json {

// Throw ApiError with AWS's text: validation for what breaks a rule about values, serialization
// for JSON of another shape. Numbers and repeated set members are worded differently by the two
// front ends. Members that are null count as absent, unknown ones are ignored.
AttributeValue read_attribute_value(Value value);
// An object of attribute values by name; also keys, expression values and the content of an M.
Item read_item(Value value);

// No more than the size of the item that read_item would make of the value. It takes no memory and
// little time, so what is far too large can be refused before it is read.
std::size_t least_item_size(Value value);
// The same for one value.
std::size_t least_value_size(Value value);

// Binary values are written as base64, numbers in their canonical text.
void write(Writer& writer, const AttributeValue& value);
void write_item(Writer& writer, const Item& item);

}  // namespace core::json
