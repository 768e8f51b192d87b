#include "server/operations/items/transaction_actions.h"

#include "core/expressions/parser.h"
#include "core/expressions/request_parameters.h"
#include "core/index_keys.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/cancellation.h"
#include "server/operations/items/update_key_checks.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

#include <set>

namespace server::operations {
namespace {

using core::expressions::Placeholders;

core::UpdateItem read_update(const core::json::Object& update, const core::Item& key,
                             Placeholders& placeholders) {
  auto expression =
      core::expressions::parse_update(update.find("UpdateExpression")->string(), placeholders);
  return {key, std::move(expression), read_condition(update, placeholders)};
}

core::ItemWrite read_write(std::string_view kind, const core::json::Object& action,
                           const core::Item& item, Placeholders& placeholders) {
  if (kind == "Update") return read_update(action, item, placeholders);
  auto condition = read_condition(action, placeholders);
  if (kind == "Put") return core::PutItem{item, std::move(condition)};
  if (kind == "Delete") return core::DeleteItem{std::move(condition)};
  return core::ConditionCheck{*std::move(condition)};
}

void check_parameters(std::string_view kind, const core::json::Object& request) {
  using core::expressions::check_request_parameters;
  if (kind == "Update") {
    check_request_parameters(request, {"UpdateExpression", "ConditionExpression"}, {});
  } else {
    check_request_parameters(request, {"ConditionExpression"}, {});
  }
}

TransactionAction read_action(std::string_view kind, const core::json::Object& request) {
  check_parameters(kind, request);
  TransactionAction action;
  action.table_name = request.find("TableName")->string();
  action.key = core::json::read_item(*request.find(kind == "Put" ? "Item" : "Key"));
  // A put's size is known from the request, so it doesn't cancel but refuses [AWS].
  if (core::item_size_bytes(action.key) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  auto placeholders = core::expressions::read_placeholders(request);
  action.write = read_write(kind, request, action.key, placeholders);
  placeholders.require_all_used();
  action.returns_item_on_failure = read_write_parameters(request).all_old_on_failure;
  return action;
}

TransactionAction read_only_action(const core::json::Object& item) {
  std::string_view kind;
  for (const std::string_view name : {"ConditionCheck", "Put", "Delete", "Update"}) {
    if (!item.find(name)) continue;
    if (!kind.empty()) {
      core::throw_validation("TransactItems can only contain one of Check, Put, Update or Delete");
    }
    kind = name;
  }
  if (kind.empty()) {
    core::throw_validation(
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  }
  return read_action(kind, item.find(kind)->object());
}

// Keys with empty values, of the table and its indexes, refuse the whole transaction.
void check_no_empty_keys(const TransactionAction& action) {
  const core::TableDefinition& table = action.table->definition;
  check_no_empty_key(table.key, action.key);
  if (action.is_put()) core::check_no_empty_index_key(table, action.key);
  if (const auto* update = std::get_if<core::UpdateItem>(&action.write)) {
    check_no_empty_index_key(table, update->update);
  }
}

// What stands in the transaction's way when the action's key is held against its table.
CancellationReason check_action(const TransactionAction& action) {
  const core::TableDefinition& table = action.table->definition;
  try {
    if (action.is_put()) {
      check_item_key(table.key, action.key);
      core::check_index_keys(table, action.key);
    } else {
      check_key(table.key, action.key);
    }
    if (const auto* update = std::get_if<core::UpdateItem>(&action.write)) {
      check_keys_updated(table, update->update);
    }
  } catch (const core::ApiError& error) {
    return validation_reason(error.message());
  }
  return {};
}

storage::WriteRequest make_request(const TransactionAction& action) {
  const core::KeySchema& key = action.table->definition.key;
  storage::WriteRequest request;
  request.table = action.table;
  request.item_key = storage::encode_key(key, action.key);
  request.key = core::key_of(key, action.key);
  request.write = action.write;
  return request;
}

}  // namespace

std::vector<TransactionAction> read_actions(const core::json::Array& transact_items) {
  std::vector<TransactionAction> actions;
  std::size_t size_bytes = 0;
  transact_items.for_each([&](core::json::Value item) {
    actions.push_back(read_only_action(item.object()));
    size_bytes += core::item_size_bytes(actions.back().key);
  });
  if (size_bytes > core::limits::kMaxTransactionBytes) {
    // Of AWS's text "transaction payload" and "size cannot exceed" are known. What counts is what
    // the request carries, not the items that it deletes.
    core::throw_validation("Transaction payload size cannot exceed 4 MB");
  }
  return actions;
}

std::vector<storage::WriteRequest> resolve_actions(std::vector<TransactionAction>& actions,
                                                   const core::Scope& scope, Services& services) {
  for (TransactionAction& action : actions) {
    action.table = &require_table(services, scope, action.table_name);
  }
  for (const TransactionAction& action : actions) check_no_empty_keys(action);
  throw_first_reason(actions, check_action);

  std::vector<storage::WriteRequest> requests;
  std::vector<std::pair<storage::Table*, std::string>> items;
  for (const TransactionAction& action : actions) {
    requests.push_back(make_request(action));
    items.emplace_back(action.table, requests.back().item_key);
  }
  check_different_items(items);
  return requests;
}

void check_different_items(const std::vector<std::pair<storage::Table*, std::string>>& items) {
  std::set<std::pair<storage::Table*, std::string>> seen;
  for (const auto& item : items) {
    if (seen.insert(item).second) continue;
    core::throw_validation("Transaction request cannot include multiple operations on one item");
  }
}

}  // namespace server::operations
