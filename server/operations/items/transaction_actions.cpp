#include "server/operations/items/transaction_actions.h"

#include "core/expressions/parser.h"
#include "core/index_keys.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/cancellation.h"
#include "server/operations/items/update_key_checks.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <optional>
#include <set>
#include <utility>

namespace server::operations {
namespace {

struct Expressions {
  std::optional<core::expressions::Update> update;
  std::optional<core::expressions::Condition> condition;
};

// An action without an expression may bring names and values for nothing, unlike the single writes
// [AWS].
Expressions read_expressions(std::string_view kind, const core::json::Object& action) {
  auto placeholders = core::expressions::read_placeholders(action);
  Expressions read;
  if (kind == "Update") {
    read.update =
        core::expressions::parse_update(action.find("UpdateExpression")->string(), placeholders);
  }
  if (const auto text = action.find("ConditionExpression")) {
    read.condition =
        core::expressions::parse_condition(text->string(), "ConditionExpression", placeholders);
  }
  if (read.update || read.condition) placeholders.require_all_used();
  return read;
}

core::ItemWrite make_write(std::string_view kind, const core::Item& key, Expressions read) {
  if (kind == "Update") {
    return core::UpdateItem{key, *std::move(read.update), std::move(read.condition)};
  }
  if (kind == "Delete") return core::DeleteItem{std::move(read.condition)};
  return core::ConditionCheck{*std::move(read.condition)};
}

// A put's size is known from the request, so it doesn't cancel but refuses [AWS].
core::Item read_sized_item(core::json::Value value) {
  check_readable(value);
  core::Item item = core::json::read_item(value);
  if (core::item_size_bytes(item) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  return item;
}

// A key is read behind the expressions [AWS].
TransactionAction read_action(std::string_view kind, const core::json::Object& request) {
  TransactionAction action;
  action.table_name = request.find("TableName")->string();
  if (kind == "Put") {
    core::Item item = read_sized_item(*request.find("Item"));
    action.write = core::PutItem{std::move(item), read_expressions(kind, request).condition};
  } else {
    Expressions expressions = read_expressions(kind, request);
    action.key = read_sized_item(*request.find("Key"));
    action.write = make_write(kind, action.key, std::move(expressions));
  }
  action.returns_item_on_failure = wants_item_on_failure(request);
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

}  // namespace

std::vector<TransactionAction> read_actions(const core::json::Array& transact_items) {
  std::vector<TransactionAction> actions;
  std::size_t size_bytes = 0;
  transact_items.for_each([&](core::json::Value item) {
    actions.push_back(read_only_action(item.object()));
    size_bytes += core::item_size_bytes(actions.back().item());
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
  for (TransactionAction& action : actions) {
    requests.push_back(make_request(action));
    items.emplace_back(action.table, requests.back().item_key);
  }
  check_different_items(items);
  return requests;
}

void check_no_empty_keys(const TransactionAction& action) {
  const core::TableDefinition& table = action.table->definition;
  check_no_empty_key(table.key, action.item());
  if (action.is_put()) core::check_no_empty_index_key(table, action.item());
  if (const auto* update = std::get_if<core::UpdateItem>(&action.write)) {
    check_no_empty_index_key(table, update->update);
  }
}

CancellationReason check_action(const TransactionAction& action) {
  const core::TableDefinition& table = action.table->definition;
  try {
    if (action.is_put()) {
      check_item_key(table.key, action.item());
      core::check_index_keys(table, action.item());
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

storage::WriteRequest make_request(TransactionAction& action) {
  const core::KeySchema& key = action.table->definition.key;
  storage::WriteRequest request;
  request.table = action.table;
  request.item_key = storage::encode_key(key, action.item());
  request.key = core::key_of(key, action.item());
  action.key = request.key;
  request.write = std::move(action.write);
  request.wants_previous = action.returns_item_on_failure;
  return request;
}

void check_different_items(const TransactionItems& items) {
  std::set<std::pair<storage::Table*, std::string>> seen;
  for (const auto& item : items) {
    if (seen.insert(item).second) continue;
    core::throw_validation("Transaction request cannot include multiple operations on one item");
  }
}

// Few enough can't be too large.
void check_read_sizes(const TransactionItems& items) {
  // Each value of an item takes a byte at least.
  constexpr std::size_t kFew = core::limits::kMaxTransactionValues / core::limits::kMaxItemBytes;
  if (items.size() <= kFew) return;
  core::TransactionSize size;
  for (const auto& [table, key] : items) {
    const auto found = table->items.find(key);
    if (!found) continue;
    size.bytes += storage::stored_size_bytes(found->item);
    size.values += storage::count_stored_values(found->item);
    if (const auto error = core::transaction_error(size)) throw *error;
  }
}

}  // namespace server::operations
