#pragma once

#include "core/expressions/ast.h"

#include <span>
#include <string>

namespace core::expressions {

// The item after the update. All right-hand sides see the item as it was before. Throws
// ApiError(validation) when the update doesn't fit the item, or the values that it writes are more
// than an item can hold.
Item apply_update(const Update& update, Item before);

[[noreturn]] void throw_updated_item_too_large();

// The parts of an item at the paths that the update names: what UPDATED_OLD returns of the item
// before and UPDATED_NEW of the item after.
Item updated_attributes(const Update& update, const Item& from);

// Throws when the update touches one of the table's key attributes.
void check_no_key_updated(const Update& update, std::span<const std::string> key_names);

// Whether the update only takes away (REMOVE, DELETE): it makes no item where there is none.
bool only_removes(const Update& update);

}  // namespace core::expressions
