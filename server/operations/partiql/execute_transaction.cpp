#include "core/api_error.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/items_answer.h"
#include "server/operations/items/transaction_run.h"
#include "server/operations/partiql/found_item.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/partiql/select_plan.h"
#include "server/operations/partiql/statement_write.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace server::operations {
namespace {

constexpr std::string_view kTransactionMember = "TransactStatements";

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
  PreparedStatement& prepared = statement.prepared;
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

std::vector<TransactionStatement> prepare_all(std::vector<ReadStatement> read,
                                              const core::Scope& scope, Services& services) {
  for (const ReadStatement& each : read) {
    if (each.parameter_fault) throw *each.parameter_fault;
  }
  std::vector<TransactionStatement> statements(read.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    in_statement(i, [&] { statements[i].prepared = prepare(std::move(read[i]), scope, services); });
  }
  for (std::size_t i = 0; i < read.size(); ++i) {
    in_statement(i, [&] { bind(statements[i]); });
    if (!statements[i].write) continue;
    statements[i].write->action.returns_item_on_failure = wants_item_on_failure(read[i].body);
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

void write(const Request& request, std::vector<TransactionStatement> statements,
           std::string fingerprint, Services& services, Reply reply) {
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
    transaction.fingerprint = std::move(fingerprint);
  }
  transaction.reply = std::move(reply);
  run_transaction(std::move(transaction), services);
}

struct TransactionReads {
  std::vector<FoundItem> found;
  std::size_t item_bytes = 0;
  CapacityDetail detail = CapacityDetail::none;
  CapacityList capacities;
};

std::string transaction_text(const TransactionReads& answer) {
  core::json::Writer writer;
  writer.begin_object().key("Responses").begin_array();
  for (const FoundItem& each : answer.found) {
    write_item_member(writer.begin_object(), each);
    writer.end_object();
  }
  writer.end_array();
  if (answer.detail != CapacityDetail::none) {
    answer.capacities.write(writer.key("ConsumedCapacity"), answer.detail, CapacityKind::read);
  }
  return writer.end_object().take();
}

void add(TransactionReads& answer, const core::TableName& table, FoundItem found) {
  ConsumedCapacity capacity;
  capacity.table = read_units(found.size_bytes(), true) * kTransactionFactor;
  answer.capacities.add(table, capacity);
  answer.item_bytes += found.size_bytes();
  answer.found.push_back(std::move(found));
}

void read(const Request& request, std::vector<TransactionStatement> statements, Services& services,
          Reply reply) {
  TransactionItems items;
  for (const TransactionStatement& each : statements) {
    items.emplace_back(each.prepared.table,
                       storage::encode_key(each.prepared.table->definition.key, each.read->key));
  }
  check_different_items(items);
  check_read_sizes(items);
  const auto answer = std::make_shared<TransactionReads>();
  answer->detail = capacity_detail(request.body);
  for (std::size_t i = 0; i < statements.size(); ++i) {
    storage::Table& table = *items[i].first;
    add(*answer, table.definition.name,
        find_item(table, items[i].second, std::move(statements[i].read->columns)));
  }
  answer_with_items(
      answer->item_bytes, [answer] { return Answer(transaction_text(*answer)); }, services,
      std::move(reply));
}

}  // namespace

std::shared_ptr<void> read_execute_transaction(const core::json::Object& body) {
  return read_statements_ahead(body, kTransactionMember);
}

void execute_transaction(const Request& request, Services& services, Reply reply) {
  ReadStatements parsed = take_statements(request, kTransactionMember, services);
  auto statements = prepare_all(std::move(parsed.all), request.scope, services);
  const bool reads = check_not_mixed(statements);
  check_tables(statements);
  check_keys(statements);
  if (reads) return read(request, std::move(statements), services, std::move(reply));
  write(request, std::move(statements), std::move(parsed.fingerprint), services, std::move(reply));
}

}  // namespace server::operations
