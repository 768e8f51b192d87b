#include "core/api_error.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/partiql/select_plan.h"
#include "server/operations/partiql/statement_write.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <memory>
#include <set>
#include <utility>

namespace server::operations {
namespace {

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

void bind_write(const PreparedStatement& prepared, BatchStatement& statement) {
  statement.returned = returned_values(*prepared.change());
  require_table(prepared);
  statement.write = to_write(prepared);
  check_single_item(statement.write);
  statement.item_key =
      storage::encode_key(prepared.table->definition.key, statement.write.action.key);
}

void bind(const core::json::Object& body, const core::Scope& scope, Services& services,
          BatchStatement& statement) {
  const PreparedStatement prepared = prepare(body, read_parameters(body), scope, services);
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
std::string error_response(const core::ApiError& error, const storage::Table* table) {
  core::json::Writer writer;
  writer.begin_object().key("Error").begin_object();
  writer.member("Code", code_of(error.code()));
  writer.member("Message", error.message(core::FrontEnd::older));
  if (!error.members().empty()) {
    const auto members = core::json::Document::parse("{" + error.members() + "}");
    if (const auto item = members.root().object().find("Item")) {
      core::json::write_item(writer.key("Item"), core::json::read_item(*item));
    }
  }
  writer.end_object();
  if (table) writer.member("TableName", table->definition.name.get());
  return writer.end_object().take();
}

std::string item_response(const storage::Table& table, const std::optional<core::Item>& item) {
  core::json::Writer writer;
  writer.begin_object().member("TableName", table.definition.name.get());
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
  // Takes room for the text of so many bytes of items. A text that grows is copied each time: with
  // 90 MB others wait for it. What isn't written to takes no memory.
  void expect_items(std::size_t stored_bytes) {
    constexpr std::size_t kMostTextPerByte = sizeof(R"({"NULL":true},)") - 1;
    body_.reserve(body_.size() + stored_bytes * kMostTextPerByte);
  }
  void charge(const storage::Table& table, const ConsumedCapacity& capacity) {
    capacity_.add(table.definition.name, capacity);
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

// What a statement found. It is written as JSON when all are read, the large ones in later turns of
// the loop, since an item may have very many values.
struct FoundItem {
  std::size_t index;  // of the statement
  core::TableName table;
  std::optional<core::partiql::Columns> columns;
  std::optional<std::string> stored;
};

std::string found_response(const FoundItem& found) {
  core::json::Writer writer;
  writer.begin_object().member("TableName", found.table.get());
  if (found.stored && found.columns) {
    core::json::write_item(writer.key("Item"), pick_stored(*found.columns, *found.stored));
  } else if (found.stored) {
    storage::write_stored_item(writer.key("Item"), *found.stored);
  }
  return writer.end_object().take();
}

FoundItem read(BatchStatement& statement, std::size_t index, StatementsAnswer& answer) {
  const auto found = statement.table->items.find(statement.item_key);
  ConsumedCapacity capacity;
  capacity.table =
      read_units(found ? storage::stored_size_bytes(found->item) : 0, statement.consistent);
  answer.charge(*statement.table, capacity);
  FoundItem item{index, statement.table->definition.name, std::move(statement.terms.columns), {}};
  if (found) item.stored = found->item;
  return item;
}

// So many bytes of items in a turn.
void show(std::vector<FoundItem> found, std::size_t next, const StatementsAnswerPtr& answer,
          storage::Writer& writer) {
  constexpr std::size_t kMaxTurnBytes = 128 << 10;
  for (std::size_t bytes = 0; next < found.size() && bytes < kMaxTurnBytes; ++next) {
    if (found[next].stored) bytes += found[next].stored->size();
    answer->add(found[next].index, found_response(found[next]));
  }
  if (next == found.size()) return;
  writer.call_later([found = std::move(found), next, answer, &writer]() mutable {
    show(std::move(found), next, answer, writer);
  });
}

void submit(const BatchStatement& statement, std::size_t index, const StatementsAnswerPtr& answer,
            Services& services) {
  storage::WriteRequest request = make_request(statement.write.action);
  request.wants_previous |= statement.returned != ReturnValues::none;
  services.writer.submit(
      std::move(request), [answer, index, action = statement.write.action,
                           attributes = returned_by(statement.write.action, statement.returned)](
                              const storage::WriteResult& result) {
        answer->charge(*action.table, write_cost(action.table->definition, result));
        const auto failure = failure_of(action, result);
        answer->add(index, failure ? error_response(*failure, action.table)
                                   : item_response(*action.table, attributes(result)));
      });
}

std::vector<BatchStatement> read_statements(const core::json::Array& bodies,
                                            const core::Scope& scope, Services& services) {
  std::vector<BatchStatement> statements;
  bodies.for_each([&](core::json::Value body) {
    BatchStatement& statement = statements.emplace_back();
    try {
      bind(body.object(), scope, services, statement);
    } catch (const core::ApiError& error) {
      statement.error = error;
    }
  });
  return statements;
}

}  // namespace

void batch_execute_statement(const Request& request, Services& services, Reply reply) {
  auto statements =
      read_statements(request.body.find("Statements")->array(), request.scope, services);
  check_not_mixed(statements);
  check_distinct_statements(statements);
  const auto answer = std::make_shared<StatementsAnswer>(
      statements.size(), capacity_detail(request.body), std::move(reply));
  std::vector<FoundItem> found;
  std::size_t found_bytes = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    BatchStatement& statement = statements[i];
    if (statement.error) {
      answer->add(i, error_response(*statement.error, nullptr));
    } else if (statement.reads) {
      found.push_back(read(statement, i, *answer));
      if (found.back().stored) found_bytes += found.back().stored->size();
    } else {
      submit(statement, i, answer, services);
    }
  }
  answer->expect_items(found_bytes);
  show(std::move(found), 0, answer, services.writer);
}

}  // namespace server::operations
