#include "core/expressions/project.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace core::expressions {

namespace {

// Sorted paths that agree in what comes before a step.
using Agreeing = std::span<const DocumentPath* const>;

// The step at which paths are looked at; the attribute is the first.
const std::string* key_at(const DocumentPath& path, std::size_t depth) {
  return depth == 0 ? &path.attribute : std::get_if<std::string>(&path.steps[depth - 1]);
}
std::size_t index_at(const DocumentPath& path, std::size_t depth) {
  return std::get<std::size_t>(path.steps[depth - 1]);
}

// Those in front for which it holds.
template <class Predicate>
Agreeing front_of(Agreeing paths, Predicate holds) {
  return {paths.begin(), std::partition_point(paths.begin(), paths.end(), holds)};
}
Agreeing behind(Agreeing paths, Agreeing front) {
  return paths.subspan(front.size());
}

template <class Value>
std::optional<AttributeValue> select(Value& value, Agreeing paths, std::size_t depth);

const AttributeValue& value_in(const AttributeMap&, const Attribute& attribute) {
  return attribute.value;
}
AttributeValue& value_in(AttributeMap&, const Attribute& attribute) {
  return const_cast<AttributeValue&>(attribute.value);
}

// Paths and map are sorted alike: each is searched for what the other has next, so that the shorter
// one tells how long it takes.
template <class Map>
AttributeMap select_keys(Map& map, Agreeing paths, std::size_t depth) {
  AttributeMap selected;
  const auto is_before = [](const Attribute& a, std::string_view name) {
    return std::string_view(a.name) < name;
  };
  for (auto at = map.begin(); !paths.empty();) {
    const std::string& key = *key_at(*paths.front(), depth);
    at = std::lower_bound(at, map.end(), key, is_before);
    if (at == map.end()) break;
    const std::string& name = at->name;
    if (name != key) {
      paths = behind(paths, front_of(paths, [&](const DocumentPath* path) {
                       return *key_at(*path, depth) < name;
                     }));
      continue;
    }
    const Agreeing here =
        front_of(paths, [&](const DocumentPath* path) { return *key_at(*path, depth) == name; });
    if (auto part = select(value_in(map, *at), here, depth + 1)) {
      selected.insert_or_assign(name, std::move(*part));
    }
    paths = behind(paths, here);
    ++at;
  }
  return selected;
}

template <class Elements>
List select_indexes(Elements& list, Agreeing paths, std::size_t depth) {
  List selected;
  while (!paths.empty() && index_at(*paths.front(), depth) < list.size()) {
    const std::size_t index = index_at(*paths.front(), depth);
    const Agreeing here =
        front_of(paths, [&](const DocumentPath* path) { return index_at(*path, depth) == index; });
    if (auto part = select(list[index], here, depth + 1)) selected.push_back(std::move(*part));
    paths = behind(paths, here);
  }
  return selected;
}

// nullopt when none of it is there. Out of a constant value the parts are copied, out of another
// they are moved.
template <class Value>
std::optional<AttributeValue> select(Value& value, Agreeing paths, std::size_t depth) {
  if (paths.front()->steps.size() < depth) return std::move(value);  // all of it
  const Agreeing keys =
      front_of(paths, [&](const DocumentPath* path) { return key_at(*path, depth) != nullptr; });
  if (auto* map = value.template get_if<AttributeMap>()) {
    AttributeMap selected = select_keys(*map, keys, depth);
    if (!selected.empty()) return AttributeValue(std::move(selected));
  }
  if (auto* list = value.template get_if<List>()) {
    List selected = select_indexes(*list, behind(paths, keys), depth);
    if (!selected.empty()) return AttributeValue(std::move(selected));
  }
  return std::nullopt;
}

}  // namespace

Projector::Projector(Paths paths) : paths_(std::move(paths)) {
  std::sort(paths_.begin(), paths_.end(), [](const DocumentPath* a, const DocumentPath* b) {
    return std::tie(a->attribute, a->steps) < std::tie(b->attribute, b->steps);
  });
}

Item Projector::take(Item item) const {
  return select_keys(item, paths_, 0);
}

Item Projector::copy(const Item& item) const {
  return select_keys(item, paths_, 0);
}

Item project(const Projection& projection, Item item) {
  return Projector(paths_of(projection)).take(std::move(item));
}

}  // namespace core::expressions
