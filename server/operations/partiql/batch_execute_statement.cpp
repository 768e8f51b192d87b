#include "core/api_error.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/items_answer.h"
#include "server/operations/partiql/found_item.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/partiql/select_plan.h"
#include "server/operations/partiql/statement_write.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <variant>

namespace server::operations {
namespace {

constexpr std::string_view kBatchMember = "Statements";

// One statement of the batch: what it is to do, or what is wrong with it. A statement's faults are
// its own: the others go on.
struct BatchStatement {
  std::optional<core::ApiError> error;
  storage::Table* table = nullptr;
  bool reads = false;
  std::string item_key;  // stored; empty: it names no item
  // Of a SELECT.
  SelectTerms terms;
  bool consistent = false;
  // Of a write.
  StatementWrite write;
  ReturnValues returned = ReturnValues::none;
};

void bind_read(const PreparedStatement& prepared, BatchStatement& statement) {
  statement.terms = bind_select(*prepared.select(), prepared);
  const core::KeySchema& key = require_table(prepared).definition.key;
  const auto* where = statement.terms.where ? &*statement.terms.where : nullptr;
  const auto alternatives = core::partiql::find_alternatives(where, key);
  check_decomposed(alternatives, key);
  const auto item = find_single_key(alternatives, key);
  if (!item || !prepared.statement->table.index.empty()) {
    core::throw_validation(
        "Select statements within BatchExecuteStatement must specify the primary key in the where "
        "clause.");
  }
  check_key(key, *item);
  statement.item_key = storage::encode_key(key, *item);
}

void bind_write(PreparedStatement& prepared, BatchStatement& statement) {
  statement.returned = returned_values(*prepared.change());
  require_table(prepared);
  statement.write = to_write(prepared);
  check_single_item(statement.write);
  statement.item_key =
      storage::encode_key(prepared.table->definition.key, statement.write.action.item());
}

void bind(ReadStatement read, const core::Scope& scope, Services& services,
          BatchStatement& statement) {
  const core::json::Object body = read.body;
  PreparedStatement prepared = prepare(std::move(read), scope, services);
  if (prepared.exists()) {
    core::throw_validation("EXISTS can only be used in ExecuteTransaction write requests.");
  }
  statement.reads = prepared.select() != nullptr;
  statement.table = prepared.table;
  if (statement.reads) {
    bind_read(prepared, statement);
  } else {
    bind_write(prepared, statement);
  }
  const auto consistent = body.find("ConsistentRead");
  statement.consistent = consistent && consistent->boolean();
  statement.write.action.returns_item_on_failure = wants_item_on_failure(body);
}

// What parsed counts, also where something else is wrong with it.
void check_not_mixed(const std::vector<BatchStatement>& statements) {
  bool reads = false;
  bool writes = false;
  for (const BatchStatement& each : statements) {
    const bool parsed = !each.error || each.table;
    if (parsed) (each.reads ? reads : writes) = true;
  }
  if (reads && writes) {
    core::throw_validation("Read and write requests together in the same batch is not supported.");
  }
}

void check_distinct_statements(const std::vector<BatchStatement>& statements) {
  std::set<std::pair<storage::Table*, std::string_view>> seen;
  for (const BatchStatement& each : statements) {
    if (each.error || seen.emplace(each.table, each.item_key).second) continue;
    core::throw_validation("Provided list of item keys contains duplicates");
  }
}

std::string_view code_of(core::ErrorCode code) {
  switch (code) {
    case core::ErrorCode::validation: return "ValidationError";
    case core::ErrorCode::resource_not_found: return "ResourceNotFound";
    case core::ErrorCode::conditional_check_failed: return "ConditionalCheckFailed";
    case core::ErrorCode::duplicate_item: return "DuplicateItem";
    case core::ErrorCode::access_denied: return "AccessDenied";
    default: return "InternalServerError";
  }
}

// Only what reached its table says which one that was [AWS].
std::string error_response(const core::ApiError& error, const core::TableName* table) {
  core::json::Writer writer;
  writer.begin_object().key("Error").begin_object();
  writer.member("Code", code_of(error.code()));
  writer.member("Message", error.message(core::FrontEnd::older));
  // The item of a failed condition, as JSON text: it may have very many values.
  constexpr std::string_view kItem = R"("Item":)";
  if (error.members().starts_with(kItem)) {
    writer.key("Item").raw(std::string_view(error.members()).substr(kItem.size()));
  }
  writer.end_object();
  if (table) writer.member("TableName", table->get());
  return writer.end_object().take();
}

std::string item_response(const core::TableName& table, const std::optional<core::Item>& item) {
  core::json::Writer writer;
  writer.begin_object().member("TableName", table.get());
  if (item) core::json::write_item(writer.key("Item"), *item);
  return writer.end_object().take();
}

// Gathers the statements' responses; the last one sends the answer.
class StatementsAnswer {
 public:
  StatementsAnswer(std::size_t statements, CapacityDetail detail, Reply reply)
      : responses_(statements), detail_(detail), reply_(std::move(reply)) {}

  void add(std::size_t index, std::string response) {
    responses_[index] = std::move(response);
    for (; next_ < responses_.size() && responses_[next_]; ++next_) {
      if (next_ > 0) body_.push_back(',');
      body_.append(*std::exchange(responses_[next_], std::nullopt));
    }
    if (next_ == responses_.size()) finish();
  }
  // `cost` makes a ConsumedCapacity, which takes time: only where it is asked for.
  template <class Cost>
  void charge(const core::TableName& table, Cost cost) {
    if (detail_ != CapacityDetail::none) capacity_.add(table, cost());
  }

 private:
  void finish() {
    body_.push_back(']');
    if (detail_ != CapacityDetail::none) {
      core::json::Writer writer;
      capacity_.write(writer, detail_);
      body_.append(R"(,"ConsumedCapacity":)").append(writer.take());
    }
    body_.push_back('}');
    reply_(std::move(body_));
  }

  // Not a Writer's, of which it would have to be copied: it may have 90 MB.
  std::string body_ = R"({"Responses":[)";
  std::vector<std::optional<std::string>> responses_;  // those that wait for one before them
  std::size_t next_ = 0;
  CapacityDetail detail_;
  CapacityList capacity_;
  Reply reply_;
};
using StatementsAnswerPtr = std::shared_ptr<StatementsAnswer>;

struct TableItem {
  core::TableName table;
  FoundItem item;
};

// What a batch of reads answers: of each statement what it found, or its error as JSON text.
struct BatchReads {
  std::vector<std::variant<TableItem, std::string>> responses;
  std::size_t item_bytes = 0;  // of all that were found
  CapacityDetail detail = CapacityDetail::none;
  CapacityList capacity;
};

std::string batch_text(const BatchReads& answer) {
  core::json::Writer writer;
  writer.begin_object().key("Responses").begin_array();
  for (const auto& each : answer.responses) {
    if (const auto* found = std::get_if<TableItem>(&each)) {
      writer.begin_object().member("TableName", found->table.get());
      write_item_member(writer, found->item);
      writer.end_object();
    } else {
      writer.raw(std::get<std::string>(each));
    }
  }
  writer.end_array();
  if (answer.detail != CapacityDetail::none) {
    answer.capacity.write(writer.key("ConsumedCapacity"), answer.detail);
  }
  return writer.end_object().take();
}

TableItem read(BatchStatement& statement, BatchReads& answer) {
  storage::Table& table = *statement.table;
  TableItem found{table.definition.name,
                  find_item(table, statement.item_key, std::move(statement.terms.columns))};
  ConsumedCapacity capacity;
  capacity.table = read_units(found.item.size_bytes(), statement.consistent);
  answer.capacity.add(found.table, capacity);
  answer.item_bytes += found.item.size_bytes();
  return found;
}

void read_batch(std::vector<BatchStatement> statements, CapacityDetail detail, Services& services,
                Reply reply) {
  const auto answer = std::make_shared<BatchReads>();
  answer->detail = detail;
  for (BatchStatement& each : statements) {
    if (each.error) {
      answer->responses.emplace_back(error_response(*each.error, nullptr));
    } else {
      answer->responses.emplace_back(read(each, *answer));
    }
  }
  answer_with_items(
      answer->item_bytes, [answer] { return Answer(batch_text(*answer)); }, services,
      std::move(reply));
}

// A write that was done, and what its response is made of: not of the table, which may be gone by
// then.
struct BatchWrite {
  std::size_t index;  // of the statement
  TransactionAction action;
  AttributesOf attributes;
  core::TableName table;
  storage::WriteResult result = {};
};

std::string response_of(const BatchWrite& write) {
  const auto failure = failure_of(write.action, write.result);
  return failure ? error_response(*failure, &write.table)
                 : item_response(write.table, write.attributes(write.result));
}

void respond(const std::shared_ptr<BatchWrite>& write, bool shows,
             const StatementsAnswerPtr& answer, Services& services) {
  const storage::WriteResult& result = write->result;
  const std::size_t shown = std::max(result.previous_size_bytes, result.current_size_bytes);
  answer->charge(write->table, [&] { return write_cost(write->action.table->definition, result); });
  answer_with_items(
      shows ? shown : 0, [write] { return Answer(response_of(*write)); }, services,
      [answer, index = write->index](Answer response) {
        answer->add(index, std::get<std::string>(std::move(response)));
      });
}

void submit(BatchStatement& statement, std::size_t index, const StatementsAnswerPtr& answer,
            Services& services) {
  TransactionAction& action = statement.write.action;
  const core::TableName table = action.table->definition.name;
  auto attributes = returned_by(action, statement.returned);
  storage::WriteRequest request = make_request(action);
  const bool shows = request.wants_previous || statement.returned != ReturnValues::none;
  request.wants_previous |= shows_previous(statement.returned);
  const auto write = std::make_shared<BatchWrite>(
      BatchWrite{index, std::move(action), std::move(attributes), table});
  services.writer.submit(std::move(request), [write, shows, answer, &services](auto result) {
    write->result = std::move(result);
    respond(write, shows, answer, services);
  });
}

void write_batch(std::vector<BatchStatement> statements, CapacityDetail detail, Services& services,
                 Reply reply) {
  const auto answer =
      std::make_shared<StatementsAnswer>(statements.size(), detail, std::move(reply));
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].error) {
      answer->add(i, error_response(*statements[i].error, nullptr));
    } else {
      submit(statements[i], i, answer, services);
    }
  }
}

std::vector<BatchStatement> bind_batch(const Request& request, Services& services) {
  ReadStatements read = take_statements(request, kBatchMember, services);
  std::vector<BatchStatement> statements;
  for (ReadStatement& each : read.all) {
    BatchStatement& statement = statements.emplace_back();
    try {
      bind(std::move(each), request.scope, services, statement);
    } catch (const core::ApiError& error) {
      statement.error = error;
    }
  }
  return statements;
}

}  // namespace

std::shared_ptr<void> read_batch_execute_statement(const core::json::Object& body) {
  return read_statements_ahead(body, kBatchMember);
}

void batch_execute_statement(const Request& request, Services& services, Reply reply) {
  auto statements = bind_batch(request, services);
  check_not_mixed(statements);
  check_distinct_statements(statements);
  const bool reads =
      std::any_of(statements.begin(), statements.end(),
                  [](const BatchStatement& each) { return !each.error && each.reads; });
  (reads ? read_batch : write_batch)(std::move(statements), capacity_detail(request.body), services,
                                     std::move(reply));
}

}  // namespace server::operations
