#include "core/expressions/request_parameters.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/consumed_capacity.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/read_projection.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

namespace server::operations {

std::string get_item(const Request& request, Services& services) {
  const auto& body = request.body;
  core::expressions::check_request_parameters(body, {"ProjectionExpression"}, {"AttributesToGet"});
  const core::Item key = core::json::read_item(*body.find("Key"));
  auto placeholders = core::expressions::read_name_placeholders(body);
  const auto projection = read_projection(body, placeholders);
  placeholders.require_all_used();
  storage::Table& table = require_table(services, request.scope, body.find("TableName")->string());
  check_key(table.definition.key, key);
  if (projection) check_scalar_keys(table.definition, *projection);

  const auto found = table.items.find(storage::encode_key(table.definition.key, key));
  core::json::Writer writer;
  writer.begin_object();
  if (found) {
    writer.key("Item");
    if (projection) {
      core::json::write_item(writer, project_stored(*projection, found->item));
    } else {
      storage::write_stored_item(writer, found->item);
    }
  }
  if (const auto detail = capacity_detail(body); detail != CapacityDetail::none) {
    const auto consistent = body.find("ConsistentRead");
    ConsumedCapacity capacity;
    capacity.table = read_units(found ? storage::stored_size_bytes(found->item) : 0,
                                consistent && consistent->boolean());
    writer.key("ConsumedCapacity");
    write_consumed_capacity(writer, table.definition.name, capacity, detail);
  }
  return writer.end_object().take();
}

}  // namespace server::operations
