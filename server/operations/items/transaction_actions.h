#pragma once

#include "core/item_write.h"
#include "core/json/value.h"
#include "server/operations/items/cancellation.h"
#include "server/operations/operation.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <string>
#include <vector>

// The actions of TransactWriteItems, and what transactions check of the items they name.
namespace server::operations {

struct TransactionAction {
  std::string table_name;  // or the ARN
  core::ItemWrite write;   // make_request takes what is in it
  core::Item key;          // none of a put, whose item has it, until make_request
  bool returns_item_on_failure = false;
  bool inserts = false;  // a put that mustn't replace an item; its condition says so
  storage::Table* table = nullptr;

  bool is_put() const { return std::holds_alternative<core::PutItem>(write); }
  // The item that is put, or the key.
  const core::Item& item() const { return is_put() ? std::get<core::PutItem>(write).item : key; }
};

// What can be said without the tables: expressions, values, sizes.
std::vector<TransactionAction> read_actions(const core::json::Array& transact_items);

// Finds the tables. Throws for what refuses the whole request, and TransactionCanceledException
// for keys that don't fit their tables.
std::vector<storage::WriteRequest> resolve_actions(std::vector<TransactionAction>& actions,
                                                   const core::Scope& scope, Services& services);

// Throws for a key or an index's key that is empty, where that refuses the whole transaction.
void check_no_empty_keys(const TransactionAction& action);

// What stands in the transaction's way when the action's key is held against its table.
CancellationReason check_action(const TransactionAction& action);

// Of an action that check_action has nothing against. It is left without what it writes: only what
// kind of write it is stays known, and the key.
storage::WriteRequest make_request(TransactionAction& action);

// Items by their tables and stored keys.
using TransactionItems = std::vector<std::pair<storage::Table*, std::string>>;
// Throws for a second action on one item.
void check_different_items(const TransactionItems& items);
// Throws when those that are to be read are too large together: before anything is made of them.
void check_read_sizes(const TransactionItems& items);

}  // namespace server::operations
