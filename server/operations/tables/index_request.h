#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"

#include <string_view>
#include <vector>

// Attribute definitions, key schemas and indexes as CreateTable and UpdateTable are told them, with
// AWS's checks in AWS's order.
namespace server::operations {

// AttributeDefinitions; empty when the body has none. Throws for a name defined twice.
std::vector<core::AttributeDefinition> read_attribute_definitions(const core::json::Object& body);

// A table's KeySchema.
core::KeySchema read_table_key(const core::json::Array& elements,
                               const std::vector<core::AttributeDefinition>& attributes);

// One member of LocalSecondaryIndexes. Its key begins with the table's.
core::IndexDefinition read_local_index(const core::json::Object& index,
                                       const std::vector<core::AttributeDefinition>& attributes,
                                       const core::KeySchema& table_key);

// One member of GlobalSecondaryIndexes, or an index to create in UpdateTable; but for its
// throughput.
core::IndexDefinition read_global_index(const core::json::Object& index,
                                        const std::vector<core::AttributeDefinition>& attributes);

// What all indexes of a table together have to keep: names, their number, projected attributes.
void check_indexes(const std::vector<core::IndexDefinition>& indexes);

// Throws unless each defined attribute is in some key of a CreateTable request. Of an index, AWS
// only looks for undefined attributes before.
void check_all_used(const core::json::Object& body,
                    const std::vector<core::AttributeDefinition>& attributes);

}  // namespace server::operations
