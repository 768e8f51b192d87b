#include "server/seeds/templates/conversions.h"

#include "server/seeds/section.h"

namespace server::seeds {

void SeedDraft::add(std::string section, Value entry) {
  if (!document_.has(section)) document_.set(section, list_value({}));
  document_.find(section)->list.push_back(std::move(entry));
}

Value picked(const Value& properties, const std::vector<std::string_view>& names) {
  Value entry = map_value({});
  for (const std::string_view name : names) {
    if (const Value* const value = properties.find(name)) entry.set(std::string(name), *value);
  }
  return entry;
}

void make_numbers(Value& entry, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    Value* const value = entry.find(name);
    if (!value || !value->is(Value::Kind::text)) continue;
    Value number = plain_scalar(value->text);
    number.line = value->line;
    *value = std::move(number);
  }
}

Value tag_map(const Value& tags) {
  if (tags.is(Value::Kind::map)) return with_texts(tags);
  Value map = map_value({});
  for (const Value& tag : tags.list) map.set(tag.text_of("Key"), tag.text_of("Value"));
  return map;
}

}  // namespace server::seeds
