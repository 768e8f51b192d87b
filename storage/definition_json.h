#pragma once

#include "core/table_definition.h"

#include <string>

// A table's definition as it is stored: one JSON document, so that a new member needs no migration.
// The form is ours; what clients see of a table is written by server/operations.
namespace storage {

std::string definition_to_json(const core::TableDefinition& table);
// `id`, `scope` and `name` are columns of their own and stay empty here.
core::TableDefinition definition_from_json(const std::string& json);

std::string key_schema_to_json(const core::KeySchema& schema);
core::KeySchema key_schema_from_json(const std::string& json);

}  // namespace storage
