#include "core/expressions/project.h"

#include <map>
#include <optional>
#include <utility>

namespace core::expressions {

namespace {

// Which parts of a value are wanted: the whole, or what stands below some keys or indexes.
struct Selection {
  bool whole = false;
  std::map<std::string, Selection, std::less<>> keys;
  std::map<std::size_t, Selection> indexes;
};

Selection& step_into(Selection& selection, const DocumentPath::Step& step) {
  const auto* key = std::get_if<std::string>(&step);
  return key != nullptr ? selection.keys[*key] : selection.indexes[std::get<std::size_t>(step)];
}

void add_path(Selection& root, const DocumentPath& path) {
  Selection* selection = &root.keys[path.attribute];
  for (const DocumentPath::Step& step : path.steps) selection = &step_into(*selection, step);
  selection->whole = true;
}

std::optional<AttributeValue> select(AttributeValue& value, const Selection& selection);

AttributeMap select_keys(AttributeMap& map, const Selection& selection) {
  AttributeMap selected;
  for (const auto& [key, below] : selection.keys) {
    AttributeValue* value = map.find(key);
    if (value == nullptr) continue;
    if (auto part = select(*value, below)) selected.insert_or_assign(key, std::move(*part));
  }
  return selected;
}

List select_indexes(List& list, const Selection& selection) {
  List selected;
  for (const auto& [index, below] : selection.indexes) {
    if (index >= list.size()) break;
    if (auto part = select(list[index], below)) selected.push_back(std::move(*part));
  }
  return selected;
}

// Moves it out of the value. nullopt when none of it is there.
std::optional<AttributeValue> select(AttributeValue& value, const Selection& selection) {
  if (selection.whole) return std::move(value);
  if (auto* map = value.get_if<AttributeMap>()) {
    AttributeMap selected = select_keys(*map, selection);
    if (!selected.empty()) return AttributeValue(std::move(selected));
  }
  if (auto* list = value.get_if<List>()) {
    List selected = select_indexes(*list, selection);
    if (!selected.empty()) return AttributeValue(std::move(selected));
  }
  return std::nullopt;
}

}  // namespace

Item project(const Projection& projection, Item item) {
  Selection root;
  for (const DocumentPath& path : projection.paths) add_path(root, path);
  return select_keys(item, root);
}

}  // namespace core::expressions
