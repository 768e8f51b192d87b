#include "server/operations/items/update_key_checks.h"

#include "core/api_error.h"
#include "core/expressions/apply_update.h"
#include "core/expressions/update_checks.h"
#include "core/index_keys.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/tables/table_access.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace server::operations {
namespace {

using namespace core::expressions;

bool writes(const DocumentPath& path, std::string_view attribute) {
  return path.steps.empty() && path.attribute == attribute;
}

// The action that sets an attribute; nullptr when none does.
const SetAction* find_set(const Update& update, std::string_view attribute) {
  for (const SetAction& action : update.sets) {
    if (writes(action.path, attribute)) return &action;
  }
  return nullptr;
}

// The type that the update gives an attribute; nullopt when it gives none, or only the item tells.
std::optional<core::AttributeType> given_type(const Update& update, std::string_view attribute) {
  if (const SetAction* set = find_set(update, attribute)) return known_type(set->value);
  for (const AddAction& action : update.adds) {
    if (writes(action.path, attribute)) return action.value->type();
  }
  for (const DeleteAction& action : update.deletes) {
    if (writes(action.path, attribute)) return action.value->type();
  }
  return std::nullopt;
}

template <class Visit>
void for_each_index_key(const core::TableDefinition& table, Visit visit) {
  for (const core::IndexDefinition* index : core::in_name_order(table)) {
    for (const auto* attributes : {&index->key.partition, &index->key.sort}) {
      for (const core::AttributeDefinition& attribute : *attributes) visit(*index, attribute);
    }
  }
}

void check_index_types(const core::TableDefinition& table, const Update& update) {
  for_each_index_key(table, [&](const auto& index, const auto& attribute) {
    const auto type = given_type(update, attribute.name);
    if (type) core::check_index_key_type(index, attribute, *type);
  });
}

}  // namespace

void check_no_empty_index_key(const core::TableDefinition& table, const Update& update) {
  if (update.from_attribute_updates) return;  // found when it is written, in other words [AWS]
  for_each_index_key(table, [&](const auto&, const auto& attribute) {
    const SetAction* set = find_set(update, attribute.name);
    const auto* literal = set ? std::get_if<Literal>(&set->value.node) : nullptr;
    if (!literal || (*literal)->type() != core::attribute_type(attribute.type)) return;
    if (!core::is_empty_scalar(**literal)) return;
    core::throw_validation(fmt::format(
        "One or more parameter values are not valid. The update expression attempted to update a "
        "secondary index key to a value that is not supported. The AttributeValue for a key "
        "attribute cannot contain an empty {} value.",
        (*literal)->type() == core::AttributeType::s ? "string" : "binary"));
  });
}

void check_keys_updated(const core::TableDefinition& table, const Update& update) {
  check_no_key_updated(update, key_names(table.key));
  check_index_types(table, update);
  check_no_empty_index_key(table, update);
  check_scalar_keys(table, update);
}

}  // namespace server::operations
