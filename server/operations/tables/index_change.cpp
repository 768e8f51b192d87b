#include "server/operations/tables/index_change.h"

#include "core/api_error.h"
#include "core/limits.h"
#include "server/operations/tables/index_request.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/throughput_change.h"
#include "server/operations/tables/throughput_request.h"
#include "storage/index_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace server::operations {
namespace {

using core::throw_validation;
using core::json::Object;

// The one of an update's three members that is there.
struct Action {
  std::string_view kind;
  Object request;

  std::string_view index() const { return request.find("IndexName")->string(); }
};

Action read_action(const Object& update) {
  std::optional<Action> action;
  for (const char* kind : {"Update", "Create", "Delete"}) {
    const auto request = update.find(kind);
    if (!request) continue;
    if (action) {
      throw_validation(
          fmt::format("{}Only one global secondary index action is allowed per "
                      "GlobalSecondaryIndexUpdate object",
                      kInvalid));
    }
    action.emplace(Action{kind, request->object()});
  }
  if (!action) {
    throw_validation(
        fmt::format("{}One of GlobalSecondaryIndexUpdate.Update, "
                    "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not "
                    "be null",
                    kInvalid));
  }
  return *action;
}

std::vector<Action> read_actions(const Object& body) {
  std::vector<Action> actions;
  const auto updates = body.find("GlobalSecondaryIndexUpdates");
  if (!updates) return actions;
  updates->array().for_each(
      [&](core::json::Value update) { actions.push_back(read_action(update.object())); });
  return actions;
}

[[noreturn]] void throw_limit_exceeded(std::string text) {
  throw core::ApiError(core::ErrorCode::limit_exceeded, std::move(text));
}

void check_one_at_a_time(const std::vector<Action>& actions) {
  const auto online = std::count_if(actions.begin(), actions.end(),
                                    [](const Action& action) { return action.kind != "Update"; });
  if (online <= 1) return;
  throw_limit_exceeded(
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
      "table");
}

void check_within_bounds(const Action& action) {
  const auto throughput = action.request.find("ProvisionedThroughput");
  if (action.kind != "Update" || !throughput) return;
  for (const char* name : {"ReadCapacityUnits", "WriteCapacityUnits"}) {
    const auto units = throughput->object().find(name)->number();
    if (units <= static_cast<double>(core::limits::kMaxCapacityUnits)) continue;
    throw_validation(
        "This operation cannot be performed with given input values. Please contact DynamoDB "
        "service team for more info: Action Blocked: IndexUpdate");
  }
}

// The table's own WarmThroughput may be empty; an index's may not when it is updated [AWS].
void check_warm_stated(const Action& action) {
  const auto warm = action.request.find("WarmThroughput");
  if (action.kind != "Update" || !warm || !warm->object().empty()) return;
  throw_validation(
      fmt::format("{}WarmThroughput must have at least one of ReadUnitsPerSecond or "
                  "WriteUnitsPerSecond specified for index: {}",
                  kInvalid, action.index()));
}

core::IndexDefinition& require_global(core::TableDefinition& table, const Action& action) {
  const auto found =
      std::find_if(table.indexes.begin(), table.indexes.end(),
                   [&](const auto& index) { return index.name.get() == action.index(); });
  if (found == table.indexes.end()) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         fmt::format("Requested resource not found: Index {} for table {}",
                                     action.index(), table.name.get()));
  }
  if (!found->global) {
    throw_validation(fmt::format("Cannot {} an index that is not a GlobalSecondaryIndex: {}",
                                 action.kind == "Delete" ? "delete" : "update", action.index()));
  }
  return *found;
}

using Attributes = std::vector<core::AttributeDefinition>;

template <class Definitions>
auto find_attribute(Definitions& attributes, std::string_view name) {
  return std::find_if(attributes.begin(), attributes.end(),
                      [&](const auto& attribute) { return attribute.name == name; });
}

// The table's definitions and the request's, which are those of the new index's key; others of the
// table needn't be repeated.
Attributes requested_attributes(const Object& body, Attributes attributes) {
  for (auto& attribute : read_attribute_definitions(body)) {
    const auto known = find_attribute(attributes, attribute.name);
    if (known == attributes.end()) {
      attributes.push_back(std::move(attribute));
    } else {
      known->type = attribute.type;
    }
  }
  return attributes;
}

// "Schema:[SchemaElement: key{id:S:HASH}]"
std::string schema_text(const core::KeySchema& key) {
  std::vector<std::string> elements;
  const auto add = [&](const Attributes& attributes, std::string_view role) {
    for (const auto& attribute : attributes) {
      elements.push_back(fmt::format("SchemaElement: key{{{}:{}:{}}}", attribute.name,
                                     core::type_name(core::attribute_type(attribute.type)), role));
    }
  };
  add(key.partition, "HASH");
  add(key.sort, "RANGE");
  return fmt::format("Schema:[{}]", fmt::join(elements, ", "));
}

void check_not_redefined(const Attributes& attributes, const core::KeySchema& new_key,
                         const core::KeySchema& key) {
  for (const auto& attribute : attributes) {
    const auto* known = key.find(attribute.name);
    if (!known || known->type == attribute.type) continue;
    throw_validation(
        fmt::format("{}Attributes cannot be redefined. Please check that your attribute has the "
                    "same type as previously defined. Existing schema: {} New schema: {}",
                    kInvalid, schema_text(key), schema_text(new_key)));
  }
}

// Only the new index's key counts: a wrong type of any other attribute is passed over [AWS].
void check_not_redefined(const core::TableDefinition& table, const core::KeySchema& new_key) {
  for (const auto* attributes : {&new_key.partition, &new_key.sort}) {
    check_not_redefined(*attributes, new_key, table.key);
    for (const auto& index : table.indexes) check_not_redefined(*attributes, new_key, index.key);
  }
}

void define(const Attributes& attributes, core::TableDefinition& table) {
  for (const auto& attribute : attributes) {
    if (find_attribute(table.attributes, attribute.name) != table.attributes.end()) continue;
    table.attributes.push_back(attribute);
  }
}

void read_new_throughput(const Object& request, core::BillingMode billing,
                         core::IndexDefinition& index) {
  const bool stated = request.find("ProvisionedThroughput").has_value();
  if (stated && billing == core::BillingMode::pay_per_request) {
    throw_validation(
        fmt::format("{}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for "
                    "index: {} when BillingMode is PAY_PER_REQUEST",
                    kInvalid, index.name.get()));
  }
  if (!stated && billing == core::BillingMode::provisioned) {
    throw_validation(
        fmt::format("{}Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: "
                    "{}",
                    kInvalid, index.name.get()));
  }
  read_index_throughput(request, billing, index);
}

void create_index(const Object& body, const Action& action, core::TableDefinition& table) {
  if (table.find_index(action.index())) {
    throw_validation("Attempting to create an index which already exists");
  }
  if (!body.find("AttributeDefinitions")) {
    throw_validation(fmt::format("{}AttributeDefinitions is not specified for index: {}", kInvalid,
                                 action.index()));
  }
  const Attributes attributes = requested_attributes(body, table.attributes);
  core::IndexDefinition index = read_global_index(action.request, attributes);
  check_not_redefined(table, index.key);
  define(attributes, table);
  read_new_throughput(action.request, table.billing, index);
  index.number = table.last_deleted_index;
  for (const auto& other : table.indexes) index.number = std::max(index.number, other.number);
  ++index.number;
  if (index.number > storage::kMaxIndexNumber) {
    throw_limit_exceeded(
        fmt::format("{} indexes of the table were deleted: Rivulet can't make another one. Make "
                    "the table anew.",
                    storage::kMaxIndexNumber));
  }
  table.indexes.push_back(std::move(index));
  const auto global = std::count_if(table.indexes.begin(), table.indexes.end(),
                                    [](const auto& other) { return other.global; });
  if (static_cast<std::size_t>(global) > core::limits::kMaxGlobalIndexes) {
    throw_limit_exceeded(fmt::format("GlobalSecondaryIndex count exceeds the per-table limit of {}",
                                     core::limits::kMaxGlobalIndexes));
  }
  check_indexes(table.indexes);
}

// Definitions that no key uses any longer disappear with their index.
void drop_unused_attributes(core::TableDefinition& table) {
  std::erase_if(table.attributes, [&](const core::AttributeDefinition& attribute) {
    return !table.key.contains(attribute.name) &&
           std::none_of(table.indexes.begin(), table.indexes.end(),
                        [&](const auto& index) { return index.key.contains(attribute.name); });
  });
}

core::IndexDefinition delete_index(const Action& action, core::TableDefinition& table) {
  core::IndexDefinition deleted = require_global(table, action);
  std::erase_if(table.indexes, [&](const auto& index) { return index.name == deleted.name; });
  table.last_deleted_index = std::max(table.last_deleted_index, deleted.number);
  table.attachments.insights.erase(deleted.name.get());
  return deleted;
}

// A table that becomes provisioned needs units for each of its indexes.
void check_all_provisioned(const core::TableDefinition& table) {
  if (table.billing != core::BillingMode::provisioned) return;
  std::vector<std::string> missing;
  for (const auto& index : table.indexes) {
    if (index.global && index.throughput.units.read == 0) missing.push_back(index.name.get());
  }
  if (missing.empty()) return;
  throw_validation(fmt::format("{}ProvisionedThroughput must be specified for index: {}", kInvalid,
                               fmt::join(missing, ",")));
}

}  // namespace

void check_index_updates(const Object& body) {
  const auto updates = body.find("GlobalSecondaryIndexUpdates");
  if (updates && updates->array().empty()) {
    throw_validation(fmt::format("{}List of GlobalSecondaryIndexUpdates is empty", kInvalid));
  }
  std::set<std::string_view> names;
  for (const Action& action : read_actions(body)) {
    check_warm_stated(action);
    if (names.insert(action.index()).second) continue;
    throw_validation(
        fmt::format("{}Only one global secondary index update per index is allowed "
                    "simultaneously. Index: {}",
                    kInvalid, action.index()));
  }
}

IndexChange change_indexes(const Object& body, core::TableDefinition& table, core::WallTime now) {
  const std::vector<Action> actions = read_actions(body);
  check_one_at_a_time(actions);
  IndexChange change;
  for (const Action& action : actions) {
    check_within_bounds(action);
    const core::IndexName name{std::string(action.index())};
    if (action.kind == "Create") {
      create_index(body, action, table);
      change.created = name;
      change.statuses[name] = TableStatus::creating;
    } else if (action.kind == "Delete") {
      change.deleted = delete_index(action, table);
      change.statuses[name] = TableStatus::deleting;
    } else {
      change_index_throughput(action.request, table, require_global(table, action), now);
      change.statuses[name] = TableStatus::updating;
    }
  }
  check_all_provisioned(table);
  drop_unused_attributes(table);
  return change;
}

}  // namespace server::operations
