#include "core/expressions/document_path.h"

#include <fmt/format.h>

namespace core::expressions {

namespace {

const AttributeValue* step_into(const AttributeValue& value, const DocumentPath::Step& step) {
  if (const auto* key = std::get_if<std::string>(&step)) {
    const auto* map = value.get_if<AttributeMap>();
    return map != nullptr ? map->find(*key) : nullptr;
  }
  const auto* list = value.get_if<List>();
  const std::size_t index = std::get<std::size_t>(step);
  return list != nullptr && index < list->size() ? &(*list)[index] : nullptr;
}

}  // namespace

const AttributeValue* find(const Item& item, const DocumentPath& path) {
  const AttributeValue* value = item.find(path.attribute);
  for (const DocumentPath::Step& step : path.steps) {
    if (value == nullptr) break;
    value = step_into(*value, step);
  }
  return value;
}

std::string text(const DocumentPath& path) {
  std::string text = "[" + path.attribute;
  for (const DocumentPath::Step& step : path.steps) {
    const auto* key = std::get_if<std::string>(&step);
    text += key != nullptr ? ", " + *key : fmt::format(", [{}]", std::get<std::size_t>(step));
  }
  return text + "]";
}

}  // namespace core::expressions
