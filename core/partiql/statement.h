#pragma once

#include "core/partiql/tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace core::partiql {

// The table that a statement names, or its ARN, and maybe one of its indexes.
struct TableReference {
  std::string table;
  std::string index;  // empty: the table itself
};

// EXISTS(SELECT …), a transaction's condition.
struct ExistsCheck {
  Select select;
};

// A statement that DynamoDB may execute. What its values and its table have to say is looked at
// when it is bound to its parameters.
struct Statement {
  std::variant<Select, Change, ExistsCheck> node;
  TableReference table;
  std::size_t parameters = 0;  // how many question marks it has
};

// Throws ApiError(validation) for text that isn't one statement, for one of another kind, and for
// what its FROM clause can't have.
Statement parse_statement(std::string_view text);

}  // namespace core::partiql
