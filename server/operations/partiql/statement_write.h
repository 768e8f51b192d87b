#pragma once

#include "core/partiql/tree.h"
#include "server/operations/items/transaction_actions.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/partiql/prepared_statement.h"

#include <optional>
#include <string>

// INSERT, UPDATE, DELETE and EXISTS as the writes of the item operations.
namespace server::operations {

struct StatementWrite {
  TransactionAction action;
  // A key attribute that WHERE gives two values: no single item has such a key.
  std::optional<std::string> key_conflict;
  std::optional<core::partiql::Returning> returning;
};

// The statement must be a change, and have its table. What an INSERT puts is taken. Throws
// ApiError(validation) for values and expressions that DynamoDB doesn't take. What WHERE says of
// the key isn't checked yet.
StatementWrite to_write(PreparedStatement& prepared);

// EXISTS as a condition check. Throws when it asks for more than one item, or for no more than
// that there is one.
StatementWrite to_check(const PreparedStatement& prepared);

// Throws unless the write is one item's and that item could be in its table.
void check_single_item(const StatementWrite& write);

// Throws for what RETURNING can't ask of this kind of statement.
ReturnValues returned_values(const core::partiql::Change& change);

// What RETURNING shows, from the result; nullopt for none.
AttributesOf returned_by(const TransactionAction& action, ReturnValues wanted);

// A single write's failure, whose condition or update didn't fit the item.
std::optional<core::ApiError> failure_of(const TransactionAction& action,
                                         const storage::WriteResult& result);

}  // namespace server::operations
