#include "core/expressions/request_parameters.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

namespace server::operations {

void delete_item(const Request& request, Services& services, Reply reply) {
  const auto& body = request.body;
  core::expressions::check_request_parameters(body, {"ConditionExpression"},
                                              {"Expected", "ConditionalOperator"});
  core::Item key = core::json::read_item(*body.find("Key"));
  const WriteParameters parameters = read_write_parameters(body);
  AttributesOf attributes = old_attributes(parameters.return_values);
  auto placeholders = core::expressions::read_placeholders(body);
  auto condition = read_condition(body, placeholders);
  placeholders.require_all_used();
  storage::Table& table = require_table(services, request.scope, body.find("TableName")->string());
  check_key(table.definition.key, key);

  storage::WriteRequest write;
  write.table = &table;
  write.item_key = storage::encode_key(table.definition.key, key);
  write.key = std::move(key);
  write.write = core::DeleteItem{std::move(condition)};
  submit_write(services, std::move(write), parameters, std::move(attributes), std::move(reply));
}

}  // namespace server::operations
