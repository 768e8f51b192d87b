#include "core/api_error.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/partiql/next_token.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/partiql/select.h"
#include "server/operations/partiql/statement_write.h"

#include <utility>

namespace server::operations {
namespace {

// Items is there even when nothing is returned [AWS].
std::string written_answer(const core::TableDefinition& table,
                           const std::optional<core::Item>& returned,
                           const storage::WriteResult& result, CapacityDetail capacity) {
  core::json::Writer writer;
  writer.begin_object().key("Items").begin_array();
  if (returned) core::json::write_item(writer, *returned);
  writer.end_array();
  if (capacity != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    write_consumed_capacity(writer, table.name, write_cost(table, result), capacity);
  }
  return writer.end_object().take();
}

void write(const core::json::Object& request, const PreparedStatement& prepared, Services& services,
           Reply reply) {
  require_table(prepared);
  if (request.find("NextToken")) throw_invalid_next_token();
  StatementWrite write = to_write(prepared);
  check_single_item(write);
  const ReturnValues returned = returned_values(*prepared.change());
  write.action.returns_item_on_failure = wants_item_on_failure(request);
  storage::WriteRequest write_request = make_request(write.action);
  write_request.wants_previous |= returned != ReturnValues::none;
  auto attributes = returned_by(write.action, returned);
  auto done = [action = std::move(write.action), capacity = capacity_detail(request),
               attributes = std::move(attributes),
               reply = std::move(reply)](const storage::WriteResult& result) {
    if (const auto failure = failure_of(action, result)) return reply(*failure);
    reply(written_answer(action.table->definition, attributes(result), result, capacity));
  };
  services.writer.submit(std::move(write_request), std::move(done));
}

}  // namespace

void execute_statement(const Request& request, Services& services, Reply reply) {
  const PreparedStatement prepared =
      prepare(request.body, read_parameters(request.body), request.scope, services);
  if (prepared.exists()) {
    core::throw_validation("EXISTS can only be used in ExecuteTransaction write requests.");
  }
  if (prepared.change()) return write(request.body, prepared, services, std::move(reply));
  reply(select(request.body, prepared));
}

}  // namespace server::operations
