#pragma once

#include "core/expressions/literal.h"
#include "core/partiql/statement.h"
#include "server/operations/operation.h"
#include "storage/table.h"

#include <memory>
#include <string_view>
#include <vector>

namespace server::operations {

// One statement of a request: parsed, with its parameters, and with its table.
struct PreparedStatement {
  std::string_view text;  // of the request
  std::vector<core::expressions::Literal> parameters;
  std::shared_ptr<const core::partiql::Statement> statement;
  // nullptr: there is no such table. AWS finds some faults of a statement all the same.
  storage::Table* table = nullptr;

  const core::partiql::Select* select() const;
  const core::partiql::Change* change() const;
  const core::partiql::ExistsCheck* exists() const;
};

// The parameters of a statement, an element of the request or the request itself. Throws
// ApiError(validation) for what is no value.
std::vector<core::expressions::Literal> read_parameters(const core::json::Object& statement);

// Throws ApiError(validation) for a statement that can't be read or isn't one of DynamoDB's, and
// for another number of parameters than it has question marks.
PreparedStatement prepare(const core::json::Object& statement,
                          std::vector<core::expressions::Literal> parameters,
                          const core::Scope& scope, Services& services);

// Throws ResourceNotFoundException when there is none.
storage::Table& require_table(const PreparedStatement& prepared);

}  // namespace server::operations
