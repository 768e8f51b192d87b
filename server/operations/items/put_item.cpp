#include "core/api_error.h"
#include "core/expressions/request_parameters.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

#include <memory>
#include <utility>

namespace server::operations {
namespace {

// A PutItem before its table is known.
struct Put {
  std::optional<core::Item> item;  // nullopt: too large to be read
  std::optional<core::expressions::Condition> condition;
  WriteParameters parameters;
  AttributesOf attributes;
};

Put read_put(const Request& request) {
  const core::json::Object& body = request.body;
  core::expressions::check_request_parameters(body, {"ConditionExpression"},
                                              {"Expected", "ConditionalOperator"});
  Put put;
  const core::json::Value item = *body.find("Item");
  if (is_readable(item, request.body_bytes)) put.item = core::json::read_item(item);
  put.parameters = read_write_parameters(body);
  put.attributes = old_attributes(put.parameters.return_values);
  auto placeholders = core::expressions::read_placeholders(body);
  put.condition = read_condition(body, placeholders);
  placeholders.require_all_used();
  return put;
}

}  // namespace

std::shared_ptr<void> read_put_item(const core::json::Object& body) {
  return std::make_shared<Put>(read_counting_faults(Request{body, {}}, read_put));
}

void put_item(const Request& request, Services& services, Reply reply) {
  Put put = take_read(request, [&] { return read_counting_faults(request, read_put); });
  storage::Table& table =
      require_table(services, request.scope, request.body.find("TableName")->string());
  if (!put.item || core::item_size_bytes(*put.item) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  check_item_key(table.definition.key, *put.item);

  storage::WriteRequest write;
  write.table = &table;
  write.item_key = storage::encode_key(table.definition.key, *put.item);
  write.write = core::PutItem{std::move(*put.item), std::move(put.condition)};
  submit_write(services, std::move(write), put.parameters, std::move(put.attributes),
               std::move(reply));
}

}  // namespace server::operations
