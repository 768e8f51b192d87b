#include "server/operations/items/start_key.h"

#include "core/api_error.h"
#include "core/json/attribute_value_json.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

// AWS puts its introduction before some messages only.
bool stands_alone(std::string_view message) {
  for (const std::string_view part : {"contains duplicates", "number set", "numeric value",
                                      "significant digits", "number with magnitude"}) {
    if (message.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::optional<core::Item> read_start_key(const core::json::Object& request) {
  const auto start = request.find("ExclusiveStartKey");
  if (!start) return std::nullopt;
  try {
    return core::json::read_item(*start);
  } catch (const core::ApiError& error) {
    if (error.code() != core::ErrorCode::validation || stands_alone(error.message())) throw;
    throw_invalid_start_key(error.message());
  }
}

void throw_invalid_start_key() {
  core::throw_validation("The provided starting key is invalid");
}

void throw_invalid_start_key(std::string_view why) {
  core::throw_validation(fmt::format("The provided starting key is invalid: {}", why));
}

void throw_not_restartable(const core::Item& start) {
  const core::Attribute& key = *start.begin();
  core::throw_validation(
      fmt::format("The provided exclusive start key is invalid: ExclusiveStartKey: {{{}={}}}",
                  key.name, core::scalar_text(key.value)));
}

bool has_position_size(const ReadSource& source, const core::Item& start) {
  return start.size() == position_names(source).size();
}

void check_start_part(const ReadSource& source, const core::Item& start, KeyPart part) {
  const auto& key = source.key();
  for (const auto& attribute : part == KeyPart::partition ? key.partition : key.sort) {
    const core::AttributeValue* value = start.find(attribute.name);
    if (!value) throw_invalid_start_key();
    check_key_value(attribute, *value, part);
  }
}

void check_start_item_key(const ReadSource& source, const core::Item& start) {
  core::Item key;
  for (std::string& name : key_names(source.table.definition.key)) {
    const core::AttributeValue* value = start.find(name);
    if (value) key.insert_or_assign(std::move(name), *value);
  }
  try {
    check_key(source.table.definition.key, key);
  } catch (const core::ApiError& error) {
    throw_invalid_start_key(error.message());
  }
}

}  // namespace server::operations
