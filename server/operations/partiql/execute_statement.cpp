#include "core/api_error.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/items_answer.h"
#include "server/operations/partiql/next_token.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/partiql/select.h"
#include "server/operations/partiql/statement_write.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace server::operations {
namespace {

// A write that was done, and what its answer is made of: not of the table, which may be gone by
// then.
struct Written {
  TransactionAction action;
  AttributesOf attributes;
  core::TableName table;
  CapacityDetail detail = CapacityDetail::none;
  ConsumedCapacity capacity = {};
  storage::WriteResult result = {};
};

// Items is there even when nothing is returned [AWS].
Answer written_answer(const Written& written) {
  if (const auto failure = failure_of(written.action, written.result)) return *failure;
  core::json::Writer writer;
  writer.begin_object().key("Items").begin_array();
  if (const auto item = written.attributes(written.result)) core::json::write_item(writer, *item);
  writer.end_array();
  if (written.detail != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    write_consumed_capacity(writer, written.table, written.capacity, written.detail);
  }
  return writer.end_object().take();
}

void answer_written(const std::shared_ptr<Written>& written, const core::TableDefinition& table,
                    bool shows, Services& services, const Reply& reply) {
  const storage::WriteResult& result = written->result;
  const std::size_t shown = std::max(result.previous_size_bytes, result.current_size_bytes);
  if (written->detail != CapacityDetail::none) written->capacity = write_cost(table, result);
  answer_with_items(
      shows ? shown : 0, [written] { return written_answer(*written); }, services, reply);
}

void write(const core::json::Object& request, PreparedStatement prepared, Services& services,
           Reply reply) {
  const core::TableDefinition& table = require_table(prepared).definition;
  if (request.find("NextToken")) throw_invalid_next_token();
  StatementWrite write = to_write(prepared);
  check_single_item(write);
  const ReturnValues returned = returned_values(*prepared.change());
  write.action.returns_item_on_failure = wants_item_on_failure(request);
  auto attributes = returned_by(write.action, returned);
  storage::WriteRequest write_request = make_request(write.action);
  const bool shows = write_request.wants_previous || returned != ReturnValues::none;
  write_request.wants_previous |= shows_previous(returned);
  const auto written = std::make_shared<Written>(Written{
      std::move(write.action), std::move(attributes), table.name, capacity_detail(request)});
  auto done = [written, shows, &table, &services, reply = std::move(reply)](auto result) {
    written->result = std::move(result);
    answer_written(written, table, shows, services, reply);
  };
  services.writer.submit(std::move(write_request), std::move(done));
}

}  // namespace

std::shared_ptr<void> read_execute_statement(const core::json::Object& body) {
  return read_statements_ahead(body, "");
}

void execute_statement(const Request& request, Services& services, Reply reply) {
  ReadStatements read = take_statements(request, "", services);
  PreparedStatement prepared = prepare(std::move(read.all.front()), request.scope, services);
  if (prepared.exists()) {
    core::throw_validation("EXISTS can only be used in ExecuteTransaction write requests.");
  }
  if (prepared.change())
    return write(request.body, std::move(prepared), services, std::move(reply));
  reply(select(request.body, prepared));
}

}  // namespace server::operations
