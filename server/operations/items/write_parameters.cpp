#include "server/operations/items/write_parameters.h"

#include "core/api_error.h"
#include "core/dynamodb_texts.h"
#include "core/expressions/apply_update.h"
#include "core/expressions/legacy_conditions.h"
#include "core/expressions/parser.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/items_answer.h"

#include <algorithm>
#include <utility>

namespace server::operations {
namespace {

ReturnValues read_return_values(const core::json::Object& request) {
  const auto asked = request.find("ReturnValues");
  if (!asked) return ReturnValues::none;
  const std::string_view name = asked->string();
  if (name == "ALL_OLD") return ReturnValues::all_old;
  if (name == "ALL_NEW") return ReturnValues::all_new;
  if (name == "UPDATED_OLD") return ReturnValues::updated_old;
  if (name == "UPDATED_NEW") return ReturnValues::updated_new;
  return ReturnValues::none;
}

bool asks(const core::json::Object& request, std::string_view member, std::string_view value) {
  const auto asked = request.find(member);
  return asked && asked->string() == value;
}

std::string answer_of(const core::TableDefinition& table, const core::Item& key,
                      const WriteParameters& parameters, const storage::WriteResult& result,
                      const std::optional<core::Item>& attributes) {
  core::json::Writer writer;
  writer.begin_object();
  if (attributes) {
    writer.key("Attributes");
    core::json::write_item(writer, *attributes);
  }
  if (parameters.capacity != CapacityDetail::none) {
    writer.key("ConsumedCapacity");
    write_consumed_capacity(writer, table.name, write_cost(table, result), parameters.capacity);
  }
  if (parameters.collection_metrics && has_local_index(table)) {
    writer.key("ItemCollectionMetrics");
    write_item_collection_metrics(writer, table, key);
  }
  return writer.end_object().take();
}

// How many bytes of items its answer shows, at most.
std::size_t shown_bytes(const storage::WriteResult& result, const WriteParameters& parameters) {
  const bool shows = result.condition_failed ? parameters.all_old_on_failure
                                             : parameters.return_values != ReturnValues::none;
  return shows ? std::max(result.previous_size_bytes, result.current_size_bytes) : 0;
}

std::optional<core::Item> unless_empty(core::Item attributes) {
  if (attributes.empty()) return std::nullopt;
  return attributes;
}

}  // namespace

WriteParameters read_write_parameters(const core::json::Object& request) {
  WriteParameters parameters = read_answer_parameters(request);
  parameters.return_values = read_return_values(request);
  parameters.all_old_on_failure = wants_item_on_failure(request);
  return parameters;
}

WriteParameters read_answer_parameters(const core::json::Object& request) {
  WriteParameters parameters;
  parameters.collection_metrics = asks(request, "ReturnItemCollectionMetrics", "SIZE");
  parameters.capacity = capacity_detail(request);
  return parameters;
}

bool wants_item_on_failure(const core::json::Object& request) {
  return asks(request, "ReturnValuesOnConditionCheckFailure", "ALL_OLD");
}

void throw_counted(const core::ApiError& error) {
  if (error.code() != core::ErrorCode::validation || error.left_to_older()) throw error;
  core::throw_validation(core::Wording{std::string(core::kOneValidationError) + error.message(),
                                       error.message(core::FrontEnd::older)});
}

std::optional<core::expressions::Condition> read_condition(
    const core::json::Object& request, core::expressions::Placeholders& placeholders) {
  if (const auto text = request.find("ConditionExpression")) {
    return core::expressions::parse_condition(text->string(), "ConditionExpression", placeholders);
  }
  return core::expressions::read_expected(request);
}

bool is_readable(core::json::Value item, std::size_t body_bytes) {
  return body_bytes <= core::limits::kMaxItemBytes ||
         core::json::least_item_size(item) <= core::limits::kMaxItemBytes;
}

void check_readable(core::json::Value item) {
  if (is_readable(item)) return;
  core::throw_validation("Item size has exceeded the maximum allowed size");
}

bool has_local_index(const core::TableDefinition& table) {
  for (const auto& index : table.indexes) {
    if (!index.global) return true;
  }
  return false;
}

void write_item_collection_metrics(core::json::Writer& writer, const core::TableDefinition& table,
                                   const core::Item& key) {
  const std::string& name = table.key.partition.front().name;
  writer.begin_object().key("ItemCollectionKey").begin_object().key(name);
  core::json::write(writer, *key.find(name));
  writer.end_object();
  // A collection may have 10 GB. The estimate is in whole gigabytes: ours are below the first.
  writer.key("SizeEstimateRangeGB").begin_array().number(0).number(1).end_array();
  writer.end_object();
}

core::ApiError condition_failure(const storage::WriteResult& result, bool with_item) {
  std::string members;
  if (with_item && result.previous) {
    core::json::Writer writer;
    core::json::write_item(writer, *result.previous);
    members = "\"Item\":" + writer.take();
  }
  return {core::ErrorCode::conditional_check_failed, core::dynamodb_texts::kConditionFailed,
          members};
}

AttributesOf old_attributes(ReturnValues wanted) {
  switch (wanted) {
    case ReturnValues::none: return [](const storage::WriteResult&) { return std::nullopt; };
    case ReturnValues::all_old:
      return [](const storage::WriteResult& result) { return result.previous; };
    case ReturnValues::all_new:
    case ReturnValues::updated_old:
    case ReturnValues::updated_new: break;
  }
  core::throw_validation("ReturnValues can only be ALL_OLD or NONE");
}

AttributesOf returned_attributes(ReturnValues wanted, const core::expressions::Update& update) {
  switch (wanted) {
    case ReturnValues::none: return [](const storage::WriteResult&) { return std::nullopt; };
    case ReturnValues::all_old:
      return [](const storage::WriteResult& result) { return result.previous; };
    case ReturnValues::all_new:
      return [](const storage::WriteResult& result) { return result.current; };
    case ReturnValues::updated_old:
      return [update](const storage::WriteResult& result) {
        if (!result.previous) return std::optional<core::Item>();
        return unless_empty(core::expressions::updated_attributes(update, *result.previous));
      };
    case ReturnValues::updated_new:
      return [update](const storage::WriteResult& result) {
        if (!result.current) return std::optional<core::Item>();
        return unless_empty(core::expressions::updated_attributes(update, *result.current));
      };
  }
  __builtin_unreachable();
}

bool shows_previous(ReturnValues wanted) {
  return wanted == ReturnValues::all_old || wanted == ReturnValues::updated_old;
}

void submit_write(Services& services, storage::WriteRequest request, WriteParameters parameters,
                  AttributesOf attributes, Reply reply) {
  const storage::Table& table = *request.table;
  request.wants_previous =
      shows_previous(parameters.return_values) || parameters.all_old_on_failure;
  const auto* put = std::get_if<core::PutItem>(&request.write);
  core::Item key;
  if (parameters.collection_metrics) key = put ? put->item : request.key;
  auto answer = [key = std::move(key), parameters, attributes = std::move(attributes)](
                    const core::TableDefinition& definition,
                    const storage::WriteResult& result) -> Answer {
    if (result.error) return *result.error;
    if (result.condition_failed) return condition_failure(result, parameters.all_old_on_failure);
    return answer_of(definition, key, parameters, result, attributes(result));
  };
  auto done = [&table, &services, parameters, answer = std::move(answer),
               reply = std::move(reply)](storage::WriteResult result) {
    const std::size_t shown = shown_bytes(result, parameters);
    if (shown <= kQuickItemBytes) return reply(answer(table.definition, result));
    // The table may have gone by then.
    auto make = [answer, definition = table.definition, result = std::move(result)] {
      return answer(definition, result);
    };
    answer_with_items(shown, std::move(make), services, reply);
  };
  services.writer.submit(std::move(request), std::move(done));
}

}  // namespace server::operations
