#include "server/operations/partiql/prepared_statement.h"

#include "core/digest.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "core/partiql/statement_cache.h"
#include "core/partiql/values.h"
#include "server/operations/items/canonical_json.h"
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

// Throws ApiError(validation) for what is no value.
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

// Keeps what the step throws.
template <class Step>
void note_fault(std::optional<core::ApiError>& fault, Step step) {
  try {
    step();
  } catch (const core::ApiError& error) {
    fault = error;
  }
}

std::shared_ptr<const core::partiql::Statement> parse(const ReadStatement& read,
                                                      core::partiql::StatementCache& statements) {
  auto statement = statements.find_or_parse(read.body.find("Statement")->string());
  if (read.parameters.size() != statement->parameters) {
    core::throw_validation("Number of parameters in request and statement don't match.");
  }
  return statement;
}

// Its parameters are of no more use then.
void read_inserted(ReadStatement& read) {
  const auto* change = std::get_if<core::partiql::Change>(&read.statement->node);
  if (!change || change->kind != core::partiql::ChangeKind::insert) return;
  note_fault(read.inserted.fault,
             [&] { read.inserted.item = core::partiql::to_item(*change->value, read.parameters); });
  read.parameters.clear();
}

void read_statement(ReadStatement& read, core::partiql::StatementCache& statements) {
  note_fault(read.parameter_fault, [&] { read.parameters = read_parameters(read.body); });
  note_fault(read.fault, [&] { read.statement = parse(read, statements); });
  if (!read.fault && !read.parameter_fault) read_inserted(read);
}

ReadStatements read_list(const core::json::Object& body, core::json::Value list,
                         core::partiql::StatementCache& statements) {
  ReadStatements read;
  read.all.reserve(list.array().size());
  list.array().for_each([&](core::json::Value each) {
    read_statement(read.all.emplace_back(each.object()), statements);
  });
  if (body.find("ClientRequestToken")) read.fingerprint = core::sha256(canonical_json(list));
  return read;
}

ReadStatements read_statements(const core::json::Object& body, std::string_view member,
                               core::partiql::StatementCache& statements) {
  if (!member.empty()) return read_list(body, *body.find(member), statements);
  ReadStatements single;
  read_statement(single.all.emplace_back(body), statements);
  return single;
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

// A worker thread has no part in the statements that are kept.
std::shared_ptr<void> read_statements_ahead(const core::json::Object& body,
                                            std::string_view member) {
  core::partiql::StatementCache statements;
  return std::make_shared<ReadStatements>(read_statements(body, member, statements));
}

ReadStatements take_statements(const Request& request, std::string_view member,
                               Services& services) {
  return take_read(request,
                   [&] { return read_statements(request.body, member, services.statements); });
}

PreparedStatement prepare(ReadStatement&& read, const core::Scope& scope, Services& services) {
  if (read.parameter_fault) throw *read.parameter_fault;
  if (read.fault) throw *read.fault;
  PreparedStatement prepared;
  prepared.parameters = std::move(read.parameters);
  prepared.text = read.body.find("Statement")->string();
  prepared.statement = std::move(read.statement);
  prepared.inserted = std::move(read.inserted);
  prepared.table = find_table(services, scope, prepared.statement->table.table);
  check_index_key(prepared);
  return prepared;
}

storage::Table& require_table(const PreparedStatement& prepared) {
  if (prepared.table) return *prepared.table;
  throw core::ApiError(core::ErrorCode::resource_not_found, "Requested resource not found");
}

}  // namespace server::operations
