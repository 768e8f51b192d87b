#include "core/expressions/parser.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/cancellation.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/read_projection.h"
#include "server/operations/items/transaction_actions.h"
#include "server/operations/items/transaction_operations.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

namespace server::operations {
namespace {

struct Get {
  std::string_view table_name;
  core::Item key;
  std::optional<core::expressions::Projection> projection;
  storage::Table* table = nullptr;
};

// As the actions of TransactWriteItems are: the key behind the expression, and names for nothing
// where there is no expression.
Get read_get(const core::json::Object& request) {
  Get get;
  get.table_name = request.find("TableName")->string();
  auto placeholders = core::expressions::read_name_placeholders(request);
  if (const auto text = request.find("ProjectionExpression")) {
    get.projection = core::expressions::parse_projection(text->string(), placeholders);
    placeholders.require_all_used();
  }
  get.key = core::json::read_item(*request.find("Key"));
  return get;
}

CancellationReason check_get(const Get& get) {
  try {
    check_key(get.table->definition.key, get.key);
    if (get.projection) check_scalar_keys(get.table->definition, *get.projection);
  } catch (const core::ApiError& error) {
    return validation_reason(error.message());
  }
  return {};
}

void resolve(std::vector<Get>& gets, const core::Scope& scope, Services& services) {
  for (Get& get : gets) get.table = &require_table(services, scope, get.table_name);
  for (const Get& get : gets) check_no_empty_key(get.table->definition.key, get.key);
  throw_first_reason(gets, check_get);
  TransactionItems items;
  items.reserve(gets.size());
  for (const Get& get : gets) {
    items.emplace_back(get.table, storage::encode_key(get.table->definition.key, get.key));
  }
  check_different_items(items);
  check_read_sizes(items);
}

// Unlike GetItem's, an answer in which a projection finds nothing has no Item [AWS].
void write_item(core::json::Writer& writer, const Get& get, std::string_view stored) {
  if (!get.projection) return storage::write_stored_item(writer.key("Item"), stored);
  const auto item = project_stored(*get.projection, stored);
  if (!item.empty()) core::json::write_item(writer.key("Item"), item);
}

// Writes one element of Responses; answers the size of what was read.
std::size_t write_response(const Get& get, core::json::Writer& writer) {
  storage::Table& table = *get.table;
  const auto found = table.items.find(storage::encode_key(table.definition.key, get.key));
  writer.begin_object();
  if (found) write_item(writer, get, found->item);
  writer.end_object();
  return found ? storage::stored_size_bytes(found->item) : 0;
}

}  // namespace

std::string transact_get_items(const Request& request, Services& services) {
  std::vector<Get> gets;
  request.body.find("TransactItems")->array().for_each([&](core::json::Value item) {
    gets.push_back(read_get(item.object().find("Get")->object()));
  });
  resolve(gets, request.scope, services);

  core::json::Writer writer;
  CapacityList capacities;
  writer.begin_object().key("Responses").begin_array();
  for (const Get& get : gets) {
    const std::size_t item_bytes = write_response(get, writer);
    ConsumedCapacity capacity;
    capacity.table = read_units(item_bytes, true) * kTransactionFactor;
    capacities.add(get.table->definition.name, capacity);
  }
  writer.end_array();
  if (const auto detail = capacity_detail(request.body); detail != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    capacities.write(writer, detail, CapacityKind::read);
  }
  return writer.end_object().take();
}

}  // namespace server::operations
