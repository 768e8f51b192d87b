#include "server/operations/update_key_checks.h"

#include "core/expressions/apply_update.h"
#include "core/expressions/update_checks.h"
#include "core/index_keys.h"
#include "server/operations/filter_checks.h"
#include "server/operations/table_access.h"

#include <optional>
#include <string_view>

namespace server::operations {
namespace {

using namespace core::expressions;

bool writes(const DocumentPath& path, std::string_view attribute) {
  return path.steps.empty() && path.attribute == attribute;
}

// The type that the update gives an attribute; nullopt when it gives none, or only the item tells.
std::optional<core::AttributeType> given_type(const Update& update, std::string_view attribute) {
  for (const SetAction& action : update.sets) {
    if (writes(action.path, attribute)) return known_type(action.value);
  }
  for (const AddAction& action : update.adds) {
    if (writes(action.path, attribute)) return action.value.type();
  }
  for (const DeleteAction& action : update.deletes) {
    if (writes(action.path, attribute)) return action.value.type();
  }
  return std::nullopt;
}

void check_index_types(const core::TableDefinition& table, const Update& update) {
  for (const core::IndexDefinition& index : table.indexes) {
    for (const auto* attributes : {&index.key.partition, &index.key.sort}) {
      for (const core::AttributeDefinition& attribute : *attributes) {
        const auto type = given_type(update, attribute.name);
        if (type) core::check_index_key_type(index, attribute, *type);
      }
    }
  }
}

}  // namespace

void check_keys_updated(const core::TableDefinition& table, const Update& update) {
  check_no_key_updated(update, key_names(table.key));
  check_index_types(table, update);
  check_scalar_keys(table, update);
}

}  // namespace server::operations
