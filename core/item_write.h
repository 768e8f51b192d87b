#pragma once

#include "core/attribute_value.h"
#include "core/expressions/ast.h"
#include "core/expressions/effort.h"

#include <optional>
#include <variant>

// The writes of DynamoDB as pure functions of the item that was there before.
namespace core {

struct PutItem {
  Item item;
  std::optional<expressions::Condition> condition;
};
struct DeleteItem {
  std::optional<expressions::Condition> condition;
};
struct UpdateItem {
  Item key;  // what a new item starts from
  expressions::Update update;
  std::optional<expressions::Condition> condition;
};
// A transaction's condition on an item that it doesn't write.
struct ConditionCheck {
  expressions::Condition condition;
};
using ItemWrite = std::variant<PutItem, DeleteItem, UpdateItem, ConditionCheck>;

// What becomes of the item. Of the three, at most one is set; none: the item goes away.
struct Outcome {
  bool condition_failed = false;  // nothing is written
  bool keep_previous = false;     // nothing is written, and that is right
  std::optional<Item> new_item;
};

// `previous` is nullptr when there is no such item; it may be moved from unless it is kept. Throws
// ApiError(validation) when an update doesn't fit the item, or would make it too large or too deep,
// and when the conditions of its request take more than the effort's limit.
Outcome apply(ItemWrite write, Item* previous, bool keeps_previous, expressions::Effort& effort);

// False when apply doesn't look at `previous`: an unconditional put or delete.
bool reads_previous(const ItemWrite& write);

}  // namespace core
