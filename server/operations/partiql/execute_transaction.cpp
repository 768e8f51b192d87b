#include "core/api_error.h"
#include "core/digest.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/canonical_json.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/transaction_run.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/partiql/select_plan.h"
#include "server/operations/partiql/statement_write.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <fmt/format.h>

#include <utility>

namespace server::operations {
namespace {

// A SELECT of one item.
struct StatementRead {
  std::optional<core::partiql::Columns> columns;
  core::Item key;
};

// One of the transaction's statements. Without a table it has neither a read nor a write.
struct TransactionStatement {
  PreparedStatement prepared;
  std::optional<StatementRead> read;
  std::optional<StatementWrite> write;
};

StatementRead to_read(const PreparedStatement& prepared) {
  SelectTerms terms = bind_select(*prepared.select(), prepared);
  if (!prepared.statement->table.index.empty()) {
    core::throw_validation("Reads on indices are not supported within transactions.");
  }
  const core::KeySchema& key = prepared.table->definition.key;
  const auto alternatives =
      core::partiql::find_alternatives(terms.where ? &*terms.where : nullptr, key);
  check_decomposed(alternatives, key);
  auto item = find_single_key(alternatives, key);
  if (!item) {
    core::throw_validation(
        "Select statements within ExecuteTransaction must specify the primary key in the where "
        "clause.");
  }
  return {std::move(terms.columns), *std::move(item)};
}

void bind(TransactionStatement& statement) {
  const PreparedStatement& prepared = statement.prepared;
  if (!prepared.table) return;
  if (prepared.select()) {
    statement.read = to_read(prepared);
    return;
  }
  statement.write = prepared.exists() ? to_check(prepared) : to_write(prepared);
  if (statement.write->returning) {
    core::throw_validation("RETURNING clause is not supported in ExecuteTransaction.");
  }
}

// Which statement it is, stands before what is wrong with it [AWS]; not before a parameter's fault.
template <class Step>
void in_statement(std::size_t index, Step step) {
  try {
    step();
  } catch (const core::ApiError& error) {
    if (error.code() != core::ErrorCode::validation) throw;
    core::throw_validation(fmt::format("Validation failed in TransactStatements[{}]: {}", index,
                                       error.message(core::FrontEnd::older)));
  }
}

std::vector<TransactionStatement> read_statements(const Request& request, Services& services) {
  std::vector<core::json::Object> bodies;
  std::vector<std::vector<core::expressions::Literal>> parameters;
  request.body.find("TransactStatements")->array().for_each([&](core::json::Value each) {
    bodies.push_back(each.object());
    parameters.push_back(read_parameters(bodies.back()));
  });
  std::vector<TransactionStatement> statements(bodies.size());
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    in_statement(i, [&] {
      statements[i].prepared =
          prepare(bodies[i], std::move(parameters[i]), request.scope, services);
    });
  }
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    in_statement(i, [&] { bind(statements[i]); });
    if (!statements[i].write) continue;
    statements[i].write->action.returns_item_on_failure = wants_item_on_failure(bodies[i]);
  }
  return statements;
}

// Answers whether it reads.
bool check_not_mixed(const std::vector<TransactionStatement>& statements) {
  std::size_t reads = 0;
  for (const auto& each : statements) reads += each.prepared.select() != nullptr ? 1 : 0;
  if (reads > 0 && reads < statements.size()) {
    core::throw_validation(
        "ExecuteTransaction API does not support both read and write operations in the same "
        "request.");
  }
  return reads > 0;
}

void check_tables(const std::vector<TransactionStatement>& statements) {
  std::vector<CancellationReason> reasons;
  reasons.reserve(statements.size());
  for (const auto& each : statements) {
    reasons.push_back(
        each.prepared.table
            ? CancellationReason()
            : CancellationReason{"ResourceNotFound", "Requested resource not found", std::nullopt});
  }
  if (cancels(reasons)) throw transaction_canceled(reasons);
}

CancellationReason check_key_of(const TransactionStatement& statement) {
  if (statement.write) {
    if (statement.write->key_conflict) {
      return validation_reason("The provided key element does not match the schema");
    }
    return check_action(statement.write->action);
  }
  try {
    check_key(statement.prepared.table->definition.key, statement.read->key);
  } catch (const core::ApiError& error) {
    return validation_reason(error.message());
  }
  return {};
}

// Unlike those of TransactWriteItems, all reasons are told.
void check_keys(const std::vector<TransactionStatement>& statements) {
  std::vector<CancellationReason> reasons;
  reasons.reserve(statements.size());
  for (const auto& each : statements) reasons.push_back(check_key_of(each));
  if (cancels(reasons)) throw transaction_canceled(reasons);
}

void write(const Request& request, std::vector<TransactionStatement> statements, Services& services,
           Reply reply) {
  Transaction transaction;
  transaction.scope = request.scope;
  transaction.parameters = read_answer_parameters(request.body);
  transaction.shows_responses = true;
  TransactionItems items;
  for (TransactionStatement& each : statements) {
    transaction.actions.push_back(std::move(each.write->action));
    transaction.requests.push_back(make_request(transaction.actions.back()));
    items.emplace_back(transaction.requests.back().table, transaction.requests.back().item_key);
  }
  check_different_items(items);
  if (const auto token = request.body.find("ClientRequestToken")) {
    transaction.token = token->string();
    transaction.fingerprint =
        core::sha256(canonical_json(*request.body.find("TransactStatements")));
  }
  transaction.reply = std::move(reply);
  run_transaction(std::move(transaction), services);
}

// Writes one element of Responses; answers the size of what was read.
std::size_t write_response(const TransactionStatement& statement, const std::string& item_key,
                           core::json::Writer& writer) {
  const auto found = statement.prepared.table->items.find(item_key);
  writer.begin_object();
  if (found && statement.read->columns) {
    core::json::write_item(writer.key("Item"), pick_stored(*statement.read->columns, found->item));
  } else if (found) {
    storage::write_stored_item(writer.key("Item"), found->item);
  }
  writer.end_object();
  return found ? storage::stored_size_bytes(found->item) : 0;
}

std::string read(const Request& request, const std::vector<TransactionStatement>& statements) {
  TransactionItems items;
  for (const TransactionStatement& each : statements) {
    items.emplace_back(each.prepared.table,
                       storage::encode_key(each.prepared.table->definition.key, each.read->key));
  }
  check_different_items(items);
  check_read_sizes(items);
  core::json::Writer writer;
  CapacityList capacities;
  writer.begin_object().key("Responses").begin_array();
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const std::size_t item_bytes = write_response(statements[i], items[i].second, writer);
    ConsumedCapacity capacity;
    capacity.table = read_units(item_bytes, true) * kTransactionFactor;
    capacities.add(statements[i].prepared.table->definition.name, capacity);
  }
  writer.end_array();
  if (const auto detail = capacity_detail(request.body); detail != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    capacities.write(writer, detail, CapacityKind::read);
  }
  return writer.end_object().take();
}

}  // namespace

void execute_transaction(const Request& request, Services& services, Reply reply) {
  auto statements = read_statements(request, services);
  const bool reads = check_not_mixed(statements);
  check_tables(statements);
  check_keys(statements);
  if (reads) return reply(read(request, statements));
  write(request, std::move(statements), services, std::move(reply));
}

}  // namespace server::operations
