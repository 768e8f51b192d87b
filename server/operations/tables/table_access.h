#pragma once

#include "core/names.h"
#include "server/services.h"
#include "storage/table.h"

#include <string>
#include <string_view>
#include <vector>

// How operations find tables and check keys against them.
namespace server::operations {

// The table's name from a name or a table ARN, as operations on tables read it. Throws
// AccessDeniedException for another account's ARN, ValidationException for another region's.
std::string table_name_from(std::string_view name_or_arn, const core::Scope& scope);

// What item operations answer: ResourceNotFoundException "Requested resource not found", and
// AccessDeniedException for an ARN of another account or region.
storage::Table& require_table(Services& services, const core::Scope& scope,
                              std::string_view name_or_arn);
// The same with ": Table: NAME not found": what table operations answer.
storage::Table& require_described_table(Services& services, const core::Scope& scope,
                                        std::string_view name_or_arn);

// One key attribute's value: of the schema's type, not empty or too long.
enum class KeyPart { partition, sort };
void check_key_value(const core::AttributeDefinition& attribute, const core::AttributeValue& value,
                     KeyPart part);

// Key attributes of the schema's type that are empty: a transaction refuses them before it begins.
void check_no_empty_key(const core::KeySchema& schema, const core::Item& item);

// The same for a change: throws ResourceInUseException while the table is in a transition.
storage::Table& require_changeable_table(Services& services, const core::Scope& scope,
                                         const std::string& name);

// A Key parameter: exactly the key attributes, each of the schema's type, none empty or too long.
void check_key(const core::KeySchema& schema, const core::Item& key);

// The key attributes of a whole item: there, of the schema's types, not empty or too long.
void check_item_key(const core::KeySchema& schema, const core::Item& item);

// The names of the key attributes, partition first.
std::vector<std::string> key_names(const core::KeySchema& schema);

}  // namespace server::operations
