#pragma once

#include "core/attribute_value.h"
#include "core/json/writer.h"
#include "core/key_schema.h"
#include "core/table_definition.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

// The stored form of an item: compact, and read without building a tree.
//
//   item   = size map             size: varint, the item's size in bytes by DynamoDB's rules
//   map    = count attribute*     count: varint; attributes sorted by name
//   attribute = text value
//   value  = type payload         type: one byte, core::AttributeType
//   S, B   = text
//   N      = text                 canonical decimal text
//   BOOL   = one byte; NULL = nothing
//   SS, NS, BS = count text*      sorted by value
//   L      = count value*
//   M      = map
//
// Equal items have equal bytes: names and sets are sorted, numbers canonical. Varints and texts are
// those of byte_codec.h.
namespace storage {

std::string encode_item(const core::Item& item);

// The stored form of the item's key attributes alone, which it must have.
std::string encode_key_attributes(const core::KeySchema& schema, const core::Item& item);

// The bytes must come from encode_item.
core::Item decode_item(std::string_view stored);
// Only those attributes: to make a tree of the others takes time for nothing.
core::Item decode_attributes(std::string_view stored, const std::set<std::string_view>& names);

// DynamoDB's size of a stored item, without decoding it.
std::size_t stored_size_bytes(std::string_view stored);
// The size of what an index holds of it. The item is the same, with those attributes at least.
std::size_t index_size_bytes(const core::TableDefinition& table, const core::IndexDefinition& index,
                             const core::Item& item, std::string_view stored);

// How many values a stored item has, with those within others: to make a tree of it, or a text,
// takes time by these, and an item of 400 KB may have 390,000.
std::size_t count_stored_values(std::string_view stored);

// The text of a number among a stored item's attributes, without decoding the others; nullopt when
// there is none of that name, or it is of another type. Good as long as `stored`.
std::optional<std::string_view> find_stored_number(std::string_view stored, std::string_view name);

// Writes a stored item as the wire's attribute map, {"Id":{"N":"1"}}, without building a tree.
void write_stored_item(core::json::Writer& writer, std::string_view stored);

}  // namespace storage
