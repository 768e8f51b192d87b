#pragma once

#include "core/expressions/ast.h"
#include "core/key_schema.h"

#include <optional>
#include <string>

namespace core::partiql {

// What the WHERE of a write says: which item, and what else must hold of it. The key's attributes
// are those that a comparison with = fixes, for all of WHERE.
struct KeyEqualities {
  Item key;  // what of the key is fixed; the first value where there are two
  std::optional<expressions::Condition> rest;
  std::optional<std::string> conflict;  // a key attribute that is to have two different values
};
KeyEqualities split_key(std::optional<expressions::Condition> where, const KeySchema& schema);

}  // namespace core::partiql
