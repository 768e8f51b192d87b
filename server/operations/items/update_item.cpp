#include "core/api_error.h"
#include "core/expressions/legacy_updates.h"
#include "core/expressions/parser.h"
#include "core/expressions/request_parameters.h"
#include "core/expressions/update_charge.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/update_key_checks.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

#include <memory>
#include <utility>

namespace server::operations {
namespace {

using core::expressions::Update;

Update read_update(const core::json::Object& request,
                   core::expressions::Placeholders& placeholders) {
  if (const auto text = request.find("UpdateExpression")) {
    return core::expressions::parse_update(text->string(), placeholders);
  }
  if (const auto updates = request.find("AttributeUpdates")) {
    return core::expressions::read_attribute_updates(updates->object());
  }
  return {};
}

// AttributeUpdates aren't charged: with them, only the finished item counts [AWS].
void check_charge(const Update& update) {
  if (update.from_attribute_updates) return;
  if (core::expressions::update_charge_bytes(update) <= core::limits::kMaxItemBytes) return;
  core::throw_validation("Item size to update has exceeded the maximum allowed size");
}

// An UpdateItem before its table is known.
struct UpdateRequest {
  core::Item key;
  Update update;
  std::optional<core::expressions::Condition> condition;
  WriteParameters parameters;
};

UpdateRequest read_request(const Request& request) {
  const core::json::Object& body = request.body;
  core::expressions::check_request_parameters(
      body, {"UpdateExpression", "ConditionExpression"},
      {"AttributeUpdates", "Expected", "ConditionalOperator"});
  UpdateRequest read;
  read.key = core::json::read_item(*body.find("Key"));
  auto placeholders = core::expressions::read_placeholders(body);
  read.update = read_update(body, placeholders);
  read.condition = read_condition(body, placeholders);
  placeholders.require_all_used();
  read.parameters = read_write_parameters(body);
  return read;
}

}  // namespace

std::shared_ptr<void> read_update_item(const core::json::Object& body) {
  return std::make_shared<UpdateRequest>(read_counting_faults(Request{body, {}}, read_request));
}

void update_item(const Request& request, Services& services, Reply reply) {
  UpdateRequest read =
      take_read(request, [&] { return read_counting_faults(request, read_request); });
  storage::Table& table =
      require_table(services, request.scope, request.body.find("TableName")->string());
  check_key(table.definition.key, read.key);
  check_keys_updated(table.definition, read.update);
  check_charge(read.update);

  AttributesOf attributes = returned_attributes(read.parameters.return_values, read.update);
  storage::WriteRequest write;
  write.table = &table;
  write.item_key = storage::encode_key(table.definition.key, read.key);
  write.key = read.key;
  write.write =
      core::UpdateItem{std::move(read.key), std::move(read.update), std::move(read.condition)};
  submit_write(services, std::move(write), read.parameters, std::move(attributes),
               std::move(reply));
}

}  // namespace server::operations
