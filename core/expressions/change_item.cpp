#include "core/expressions/change_item.h"

#include "core/api_error.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace core::expressions {

namespace {

// So few are inserted one by one: no memory is needed for that.
constexpr std::size_t kFewAttributes = 2;

AttributeValue* step_into(AttributeValue& value, const DocumentPath::Step& step) {
  if (const auto* key = std::get_if<std::string>(&step)) {
    auto* map = value.get_if<AttributeMap>();
    return map != nullptr ? map->find(*key) : nullptr;
  }
  auto* list = value.get_if<List>();
  const std::size_t index = std::get<std::size_t>(step);
  return list != nullptr && index < list->size() ? &(*list)[index] : nullptr;
}

bool ends_in_index(const DocumentPath& path) {
  return !path.steps.empty() && std::holds_alternative<std::size_t>(path.steps.back());
}

std::size_t last_index(const DocumentPath& path) {
  return std::get<std::size_t>(path.steps.back());
}
const std::string& last_name(const DocumentPath& path) {
  return path.steps.empty() ? path.attribute : std::get<std::string>(path.steps.back());
}

// What the path's last step, which there must be, is taken from. Throws when it isn't a map or a
// list, as the step needs.
AttributeValue& require_parent(Item& item, const DocumentPath& path) {
  AttributeValue* value = item.find(path.attribute);
  for (std::size_t i = 0; value != nullptr && i + 1 < path.steps.size(); ++i) {
    value = step_into(*value, path.steps[i]);
  }
  const auto wanted = ends_in_index(path) ? AttributeType::list : AttributeType::map;
  if (value == nullptr || value->type() != wanted) {
    throw_validation("The document path provided in the update expression is invalid for update");
  }
  return *value;
}

List& list_of(Item& item, const DocumentPath& path) {
  return *require_parent(item, path).get_if<List>();
}
AttributeMap& map_of(Item& item, const DocumentPath& path) {
  return path.steps.empty() ? item : *require_parent(item, path).get_if<AttributeMap>();
}

const DocumentPath& path_of(const Assignment& assignment) {
  return *assignment.path;
}
const DocumentPath& path_of(const DocumentPath* path) {
  return *path;
}

// The deepest first, so that a list's indexes hold until it is changed itself; what lies in one map
// or list together, by name or index.
bool goes_before(const DocumentPath& a, const DocumentPath& b) {
  if (a.steps.size() != b.steps.size()) return a.steps.size() > b.steps.size();
  if (const int order = a.attribute.compare(b.attribute); order != 0) return order < 0;
  return a.steps < b.steps;
}

bool are_siblings(const DocumentPath& a, const DocumentPath& b) {
  if (a.steps.size() != b.steps.size()) return false;
  if (a.steps.empty()) return true;
  return a.attribute == b.attribute && ends_in_index(a) == ends_in_index(b) &&
         std::equal(a.steps.begin(), a.steps.end() - 1, b.steps.begin());
}

// Visits those in one map or list at once.
template <class Change, class Visit>
void for_each_family(std::span<Change> sorted, Visit visit) {
  while (!sorted.empty()) {
    std::size_t members = 1;
    while (members < sorted.size() &&
           are_siblings(path_of(sorted.front()), path_of(sorted[members]))) {
      ++members;
    }
    visit(sorted.first(members));
    sorted = sorted.subspan(members);
  }
}

void add_attributes(AttributeMap& map, std::span<Assignment> family) {
  if (family.size() <= kFewAttributes) {
    for (Assignment& each : family) {
      map.insert_or_assign(last_name(*each.path), std::move(each.value));
    }
    return;
  }
  std::vector<Attribute> added;
  added.reserve(family.size());
  for (Assignment& each : family) {
    added.push_back(Attribute{last_name(*each.path), std::move(each.value)});
  }
  map.insert_all(std::move(added));
}

void remove_attributes(AttributeMap& map, std::span<const DocumentPath*> family) {
  if (family.size() <= kFewAttributes) {
    for (const DocumentPath* path : family) map.erase(last_name(*path));
    return;
  }
  std::vector<std::string_view> names;
  names.reserve(family.size());
  for (const DocumentPath* path : family) names.emplace_back(last_name(*path));
  map.erase_all(names);
}

void remove_elements(List& list, std::span<const DocumentPath*> family) {
  std::size_t left = last_index(*family.front());
  for (std::size_t at = left; at < list.size(); ++at) {
    if (!family.empty() && last_index(*family.front()) == at) {
      family = family.subspan(1);
    } else {
      list[left++] = std::move(list[at]);
    }
  }
  list.resize(left);
}

}  // namespace

AttributeValue* find_place(Item& item, const DocumentPath& path) {
  if (!ends_in_index(path)) return map_of(item, path).find(last_name(path));
  List& list = list_of(item, path);
  return last_index(path) < list.size() ? &list[last_index(path)] : nullptr;
}

void add_at(Item& item, std::vector<Assignment> assignments) {
  std::sort(assignments.begin(), assignments.end(),
            [](const Assignment& a, const Assignment& b) { return goes_before(*a.path, *b.path); });
  for_each_family(std::span(assignments), [&](std::span<Assignment> family) {
    const DocumentPath& first = *family.front().path;
    if (!ends_in_index(first)) return add_attributes(map_of(item, first), family);
    List& list = list_of(item, first);
    for (Assignment& each : family) list.push_back(std::move(each.value));
  });
}

void remove_at(Item& item, std::vector<const DocumentPath*> paths) {
  std::sort(paths.begin(), paths.end(),
            [](const DocumentPath* a, const DocumentPath* b) { return goes_before(*a, *b); });
  for_each_family(std::span(paths), [&](std::span<const DocumentPath*> family) {
    const DocumentPath& first = *family.front();
    if (ends_in_index(first)) return remove_elements(list_of(item, first), family);
    remove_attributes(map_of(item, first), family);
  });
}

}  // namespace core::expressions
