#pragma once

#include "core/api_error.h"
#include "core/attribute_value.h"
#include "core/expressions/literal.h"
#include "core/json/value.h"
#include "core/partiql/statement.h"
#include "server/operations/operation.h"
#include "storage/table.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::operations {

// What an INSERT puts, or why that is no item. It is made once: it may have very many values.
struct InsertedItem {
  core::Item item;
  std::optional<core::ApiError> fault;
};

// One statement of a request: parsed, with its parameters, and with its table.
struct PreparedStatement {
  std::string_view text;  // of the request
  std::vector<core::expressions::Literal> parameters;
  std::shared_ptr<const core::partiql::Statement> statement;
  InsertedItem inserted;
  // nullptr: there is no such table. AWS finds some faults of a statement all the same.
  storage::Table* table = nullptr;

  const core::partiql::Select* select() const;
  const core::partiql::Change* change() const;
  const core::partiql::ExistsCheck* exists() const;
};

// One statement of a request as it is by itself. What is wrong with it is told in its turn.
struct ReadStatement {
  explicit ReadStatement(const core::json::Object& from) : body(from) {}

  core::json::Object body;  // an element of the request, or the request itself
  std::vector<core::expressions::Literal> parameters;
  std::optional<core::ApiError> parameter_fault;  // what is no value
  std::shared_ptr<const core::partiql::Statement> statement;
  // It can't be read or isn't one of DynamoDB's, or has another number of parameters than of
  // question marks.
  std::optional<core::ApiError> fault;
  InsertedItem inserted;
};
// The statements of a request.
struct ReadStatements {
  std::vector<ReadStatement> all;
  std::string fingerprint;  // alike for the same ones only; where there is a ClientRequestToken
};
// `member` lists them; empty: the body itself is the only one. For a ReadAhead, and for what begins
// with that.
std::shared_ptr<void> read_statements_ahead(const core::json::Object& body,
                                            std::string_view member);
ReadStatements take_statements(const Request& request, std::string_view member, Services& services);

// Throws ApiError(validation) for what is wrong with the statement and its parameters.
PreparedStatement prepare(ReadStatement&& read, const core::Scope& scope, Services& services);

// Throws ResourceNotFoundException when there is none.
storage::Table& require_table(const PreparedStatement& prepared);

}  // namespace server::operations
