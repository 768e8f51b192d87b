#include "core/expressions/request_parameters.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

namespace server::operations {
namespace {

// A DeleteItem before its table is known.
struct Delete {
  core::Item key;
  std::optional<core::expressions::Condition> condition;
  WriteParameters parameters;
  AttributesOf attributes;
};

Delete read_delete(const Request& request) {
  const core::json::Object& body = request.body;
  core::expressions::check_request_parameters(body, {"ConditionExpression"},
                                              {"Expected", "ConditionalOperator"});
  Delete read;
  read.key = core::json::read_item(*body.find("Key"));
  read.parameters = read_write_parameters(body);
  read.attributes = old_attributes(read.parameters.return_values);
  auto placeholders = core::expressions::read_placeholders(body);
  read.condition = read_condition(body, placeholders);
  placeholders.require_all_used();
  return read;
}

}  // namespace

void delete_item(const Request& request, Services& services, Reply reply) {
  Delete read = read_counting_faults(request, read_delete);
  storage::Table& table =
      require_table(services, request.scope, request.body.find("TableName")->string());
  check_key(table.definition.key, read.key);

  storage::WriteRequest write;
  write.table = &table;
  write.item_key = storage::encode_key(table.definition.key, read.key);
  write.key = std::move(read.key);
  write.write = core::DeleteItem{std::move(read.condition)};
  submit_write(services, std::move(write), read.parameters, std::move(read.attributes),
               std::move(reply));
}

}  // namespace server::operations
