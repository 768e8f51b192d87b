#include "core/api_error.h"
#include "core/expressions/request_parameters.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

namespace server::operations {

void put_item(const Request& request, Services& services, Reply reply) {
  const auto& body = request.body;
  core::expressions::check_request_parameters(body, {"ConditionExpression"},
                                              {"Expected", "ConditionalOperator"});
  core::Item item = core::json::read_item(*body.find("Item"));
  const WriteParameters parameters = read_write_parameters(body);
  AttributesOf attributes = old_attributes(parameters.return_values);
  if (core::item_size_bytes(item) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  auto placeholders = core::expressions::read_placeholders(body);
  auto condition = read_condition(body, placeholders);
  placeholders.require_all_used();
  storage::Table& table = require_table(services, request.scope, body.find("TableName")->string());
  check_item_key(table.definition.key, item);

  storage::WriteRequest write;
  write.table = &table;
  write.item_key = storage::encode_key(table.definition.key, item);
  write.write = core::PutItem{std::move(item), std::move(condition)};
  submit_write(services, std::move(write), parameters, std::move(attributes), std::move(reply));
}

}  // namespace server::operations
