#include "core/expressions/parser.h"
#include "core/json/attribute_value_json.h"
#include "server/operations/items/cancellation.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/items_answer.h"
#include "server/operations/items/read_projection.h"
#include "server/operations/items/transaction_actions.h"
#include "server/operations/items/transaction_operations.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// What is shown when all is read.
struct GetAnswer {
  struct Found {
    std::optional<core::expressions::Projection> projection;
    std::optional<std::string> stored;
  };
  std::vector<Found> found;
  std::size_t item_bytes = 0;
  CapacityDetail detail = CapacityDetail::none;
  CapacityList capacities;
};

void add(GetAnswer& answer, Get get) {
  storage::Table& table = *get.table;
  const auto found = table.items.find(storage::encode_key(table.definition.key, get.key));
  const std::size_t item_bytes = found ? storage::stored_size_bytes(found->item) : 0;
  ConsumedCapacity capacity;
  capacity.table = read_units(item_bytes, true) * kTransactionFactor;
  answer.capacities.add(table.definition.name, capacity);
  answer.item_bytes += item_bytes;
  auto& added = answer.found.emplace_back(GetAnswer::Found{std::move(get.projection), {}});
  if (found) added.stored = found->item;
}

// One element of Responses. Unlike GetItem's, an answer in which a projection finds nothing has no
// Item [AWS].
void write_response(core::json::Writer& writer, const GetAnswer::Found& found) {
  writer.begin_object();
  if (found.stored && found.projection) {
    const auto item = project_stored(*found.projection, *found.stored);
    if (!item.empty()) core::json::write_item(writer.key("Item"), item);
  } else if (found.stored) {
    storage::write_stored_item(writer.key("Item"), *found.stored);
  }
  writer.end_object();
}

std::string text_of(const GetAnswer& answer) {
  core::json::Writer writer;
  writer.begin_object().key("Responses").begin_array();
  for (const GetAnswer::Found& each : answer.found) write_response(writer, each);
  writer.end_array();
  if (answer.detail != CapacityDetail::none) {
    answer.capacities.write(writer.key("ConsumedCapacity"), answer.detail, CapacityKind::read);
  }
  return writer.end_object().take();
}

}  // namespace

void transact_get_items(const Request& request, Services& services, Reply reply) {
  std::vector<Get> gets;
  request.body.find("TransactItems")->array().for_each([&](core::json::Value item) {
    gets.push_back(read_get(item.object().find("Get")->object()));
  });
  resolve(gets, request.scope, services);

  const auto answer = std::make_shared<GetAnswer>();
  answer->detail = capacity_detail(request.body);
  for (Get& get : gets) add(*answer, std::move(get));
  answer_with_items(
      answer->item_bytes, [answer] { return Answer(text_of(*answer)); }, services,
      std::move(reply));
}

}  // namespace server::operations
