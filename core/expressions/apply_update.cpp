#include "core/expressions/apply_update.h"

#include "core/api_error.h"
#include "core/expressions/project.h"
#include "core/expressions/set_value.h"
#include "core/item_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

// Everything an update reads, and every list index in it, means the item as it was before [AWS]. So
// values are worked out first; then what is there is replaced, then lists grow at their end, and
// removing, which makes the later elements of a list move up, comes last and goes backwards.
//
// `SET a = l, b = l, …` could write a large list hundreds of times. Once the values are more than
// an item can hold, null stands for the others: other faults go first, but then the item is too
// large.
namespace core::expressions {

namespace {

struct Assignment {
  const DocumentPath* path;
  AttributeValue value;
};

struct Plan {
  std::vector<Assignment> assignments;
  std::vector<const DocumentPath*> removals;
  WrittenSize size;
};

[[noreturn]] void throw_invalid_path() {
  throw_validation("The document path provided in the update expression is invalid for update");
}

[[noreturn]] void throw_wrong_type(const Update& update) {
  throw_validation(update.from_attribute_updates
                       ? "Type mismatch for attribute to update"
                       : "An operand in the update expression has an incorrect data type");
}

AttributeValue* step_into(AttributeValue& value, const DocumentPath::Step& step) {
  if (const auto* key = std::get_if<std::string>(&step)) {
    auto* map = value.get_if<AttributeMap>();
    return map != nullptr ? map->find(*key) : nullptr;
  }
  auto* list = value.get_if<List>();
  const std::size_t index = std::get<std::size_t>(step);
  return list != nullptr && index < list->size() ? &(*list)[index] : nullptr;
}

// What the path's last step, which there must be, is taken from. Throws when it isn't a map or a
// list, as the step needs.
AttributeValue& require_parent(Item& item, const DocumentPath& path) {
  AttributeValue* value = item.find(path.attribute);
  for (std::size_t i = 0; value != nullptr && i + 1 < path.steps.size(); ++i) {
    value = step_into(*value, path.steps[i]);
  }
  const bool by_key = std::holds_alternative<std::string>(path.steps.back());
  const auto wanted = by_key ? AttributeType::map : AttributeType::list;
  if (value == nullptr || value->type() != wanted) throw_invalid_path();
  return *value;
}

// The list that the path's last step indexes, and the index.
List& list_of(Item& item, const DocumentPath& path) {
  return *require_parent(item, path).get_if<List>();
}
std::size_t last_index(const DocumentPath& path) {
  return std::get<std::size_t>(path.steps.back());
}

bool ends_in_index(const DocumentPath& path) {
  return !path.steps.empty() && std::holds_alternative<std::size_t>(path.steps.back());
}

void assign(Item& item, const DocumentPath& path, AttributeValue value) {
  if (path.steps.empty()) {
    item.insert_or_assign(path.attribute, std::move(value));
  } else if (ends_in_index(path)) {
    list_of(item, path)[last_index(path)] = std::move(value);
  } else {
    auto* map = require_parent(item, path).get_if<AttributeMap>();
    map->insert_or_assign(std::get<std::string>(path.steps.back()), std::move(value));
  }
}

void remove(Item& item, const DocumentPath& path) {
  if (path.steps.empty()) {
    item.erase(path.attribute);
  } else if (ends_in_index(path)) {
    List& list = list_of(item, path);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(last_index(path)));
  } else {
    auto* map = require_parent(item, path).get_if<AttributeMap>();
    map->erase(std::get<std::string>(path.steps.back()));
  }
}

bool is_beyond_end(Item& item, const DocumentPath& path) {
  return ends_in_index(path) && last_index(path) >= list_of(item, path).size();
}

// A sum of numbers may be shorter than they are; lists and sets only grow.
bool is_within(const AttributeValue& added, WrittenSize& size) {
  return added.type() == AttributeType::n || size.add(attribute_value_size_bytes(added));
}

void plan_adds(const Update& update, const Item& before, Plan& plan) {
  for (const AddAction& add : update.adds) {
    const AttributeValue* existing = find(before, add.path);
    if (existing != nullptr && !can_be_added(*existing, *add.value)) throw_wrong_type(update);
    AttributeValue sum;
    if (is_within(*add.value, plan.size)) {
      sum = existing != nullptr ? add_values(*existing, *add.value) : *add.value;
    }
    plan.assignments.push_back(Assignment{&add.path, std::move(sum)});
  }
}

void plan_deletes(const Update& update, const Item& before, Plan& plan) {
  for (const DeleteAction& action : update.deletes) {
    const AttributeValue* existing = find(before, action.path);
    if (existing == nullptr) {
      plan.removals.push_back(&action.path);  // to nobody's harm, but the path must be possible
      continue;
    }
    auto difference = subtract_members(*existing, *action.value);
    if (!difference) throw_wrong_type(update);
    if (is_empty_set(*difference)) {
      plan.removals.push_back(&action.path);  // there are no empty sets
    } else {
      plan.assignments.push_back(Assignment{&action.path, std::move(*difference)});
    }
  }
}

Plan make_plan(const Update& update, const Item& before) {
  Plan plan;
  for (const SetAction& set : update.sets) {
    auto value = evaluate(set.value, before, plan.size);
    plan.assignments.push_back(Assignment{&set.path, value ? *std::move(value) : AttributeValue()});
  }
  plan_adds(update, before, plan);
  plan_deletes(update, before, plan);
  for (const DocumentPath& path : update.removes) plan.removals.push_back(&path);
  return plan;
}

void check_possible(Item& item, const DocumentPath& path) {
  if (!path.steps.empty()) require_parent(item, path);
}

// Elements set beyond a list's end are appended in the order of their indexes.
void append(Item& item, std::vector<Assignment> appended) {
  std::stable_sort(appended.begin(), appended.end(), [](const Assignment& a, const Assignment& b) {
    return a.path->steps < b.path->steps;
  });
  for (Assignment& each : appended) list_of(item, *each.path).push_back(std::move(each.value));
}

}  // namespace

Item apply_update(const Update& update, Item item) {
  Plan plan = make_plan(update, item);
  std::vector<const DocumentPath*> existing;
  for (const DocumentPath* path : plan.removals) {
    if (find(item, *path)) existing.push_back(path);
  }
  std::vector<Assignment> appended;
  for (Assignment& each : plan.assignments) {
    if (is_beyond_end(item, *each.path)) {
      appended.push_back(std::move(each));
    } else {
      assign(item, *each.path, std::move(each.value));
    }
  }
  for (const DocumentPath* path : plan.removals) check_possible(item, *path);
  append(item, std::move(appended));
  std::sort(existing.begin(), existing.end(),
            [](const DocumentPath* a, const DocumentPath* b) { return b->steps < a->steps; });
  for (const DocumentPath* path : existing) remove(item, *path);
  if (plan.size.exceeded()) throw_updated_item_too_large();
  return item;
}

void throw_updated_item_too_large() {
  throw_validation("Item size to update has exceeded the maximum allowed size");
}

namespace {

std::vector<DocumentPath> paths_of(const Update& update) {
  std::vector<DocumentPath> paths = update.removes;
  for (const SetAction& action : update.sets) paths.push_back(action.path);
  for (const AddAction& action : update.adds) paths.push_back(action.path);
  for (const DeleteAction& action : update.deletes) paths.push_back(action.path);
  return paths;
}

}  // namespace

// AWS looks the update's paths up in the item after it, even where a removed list element made
// others move up.
Item updated_attributes(const Update& update, const Item& from) {
  return project(Projection{paths_of(update)}, from);
}

void check_no_key_updated(const Update& update, std::span<const std::string> key_names) {
  for (const DocumentPath& path : paths_of(update)) {
    if (std::find(key_names.begin(), key_names.end(), path.attribute) == key_names.end()) continue;
    throw_validation(
        fmt::format("One or more parameter values were invalid: Cannot update attribute {}. This "
                    "attribute is part of the key",
                    path.attribute));
  }
}

bool only_removes(const Update& update) {
  return update.sets.empty() && update.adds.empty() &&
         !(update.removes.empty() && update.deletes.empty());
}

}  // namespace core::expressions
