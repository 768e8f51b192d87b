#include "server/operations/partiql/prepared_statement.h"

#include "core/api_error.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "core/partiql/statement_cache.h"
#include "server/operations/tables/table_access.h"

#include <utility>

namespace server::operations {
namespace {

using core::expressions::Literal;

// Far too much for any item: to read it would take long.
constexpr std::size_t kMaxParametersBytes = 2 * core::limits::kMaxItemBytes;

void check_readable(const core::json::Array& parameters) {
  std::size_t bytes = 0;
  parameters.for_each([&](core::json::Value each) { bytes += core::json::least_value_size(each); });
  if (bytes <= kMaxParametersBytes) return;
  core::throw_validation("Item size has exceeded the maximum allowed size");
}

storage::Table* find_table(Services& services, const core::Scope& scope, std::string_view name) {
  try {
    return &require_table(services, scope, name);
  } catch (const core::ApiError& error) {
    if (error.code() != core::ErrorCode::resource_not_found) throw;
    return nullptr;
  }
}

// The text speaks of tables, but only such an index is refused [AWS].
void check_index_key(const PreparedStatement& prepared) {
  const std::string& name = prepared.statement->table.index;
  if (name.empty() || !prepared.table) return;
  const auto* index = prepared.table->find_index(name);
  if (!index) return;
  const auto& key = index->definition.key;
  if (key.partition.size() == 1 && key.sort.size() <= 1) return;
  core::throw_validation(
      "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
      "multi-attribute RANGE keys.");
}

}  // namespace

const core::partiql::Select* PreparedStatement::select() const {
  return std::get_if<core::partiql::Select>(&statement->node);
}
const core::partiql::Change* PreparedStatement::change() const {
  return std::get_if<core::partiql::Change>(&statement->node);
}
const core::partiql::ExistsCheck* PreparedStatement::exists() const {
  return std::get_if<core::partiql::ExistsCheck>(&statement->node);
}

std::vector<Literal> read_parameters(const core::json::Object& statement) {
  std::vector<Literal> parameters;
  const auto given = statement.find("Parameters");
  if (!given) return parameters;
  check_readable(given->array());
  parameters.reserve(given->array().size());
  try {
    given->array().for_each([&](core::json::Value each) {
      parameters.emplace_back(core::json::read_attribute_value(each));
    });
  } catch (const core::ApiError& error) {
    // These operations are the older front end's.
    throw error.in_words_of(core::FrontEnd::older);
  }
  return parameters;
}

PreparedStatement prepare(const core::json::Object& statement, std::vector<Literal> parameters,
                          const core::Scope& scope, Services& services) {
  PreparedStatement prepared;
  prepared.parameters = std::move(parameters);
  prepared.text = statement.find("Statement")->string();
  prepared.statement = services.statements.find_or_parse(prepared.text);
  if (prepared.parameters.size() != prepared.statement->parameters) {
    core::throw_validation("Number of parameters in request and statement don't match.");
  }
  prepared.table = find_table(services, scope, prepared.statement->table.table);
  check_index_key(prepared);
  return prepared;
}

storage::Table& require_table(const PreparedStatement& prepared) {
  if (prepared.table) return *prepared.table;
  throw core::ApiError(core::ErrorCode::resource_not_found, "Requested resource not found");
}

}  // namespace server::operations
