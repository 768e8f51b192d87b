#include "core/expressions/apply_update.h"

#include "core/api_error.h"
#include "core/expressions/change_item.h"
#include "core/expressions/project.h"
#include "core/expressions/set_value.h"
#include "core/item_size.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

// Everything an update reads, and every list index in it, means the item as it was before [AWS]. So
// values are worked out first; then what is there is replaced, then maps and lists grow, and
// removing, which makes the later elements of a list move up, comes last.
//
// `SET a = l, b = l, …` could write a large list hundreds of times. Once the values are more than
// an item can hold, null stands for the others: other faults go first, but then the item is too
// large.
namespace core::expressions {

namespace {

struct Plan {
  std::vector<Assignment> assignments;
  std::vector<const DocumentPath*> removals;
  WrittenSize size;
  int levels = 0;  // of the attributes that SET writes or writes in, as deep as it does

  void assign(const DocumentPath& path, AttributeValue value) {
    assignments.push_back(Assignment{&path, std::move(value)});
  }
};

[[noreturn]] void throw_wrong_type(const Update& update) {
  throw_validation(update.from_attribute_updates
                       ? "Type mismatch for attribute to update"
                       : "An operand in the update expression has an incorrect data type");
}

[[noreturn]] void throw_too_deep(const Update& update) {
  throw_validation(update.from_statement
                       ? "Nesting Levels have exceeded supported limits"
                       : "Nesting Levels have exceeded supported limits: Attributes in the item "
                         "have nested levels beyond supported limit");
}

// How many levels a value has: 1 for a scalar.
int levels_of(const AttributeValue& value) {
  int below = 0;
  if (const auto* list = value.get_if<List>()) {
    for (const AttributeValue& element : *list) below = std::max(below, levels_of(element));
  }
  if (const auto* map = value.get_if<AttributeMap>()) {
    for (const Attribute& attribute : *map) below = std::max(below, levels_of(attribute.value));
  }
  return below + 1;
}

// Only SET can make an attribute deeper, and only as deep as what it writes: a value is looked at,
// not the rest of its attribute.
void plan_sets(const Update& update, const Item& before, Plan& plan) {
  for (const SetAction& set : update.sets) {
    auto value = evaluate(set.value, before, plan.size);
    if (!value) value.emplace();
    plan.levels =
        std::max(plan.levels, static_cast<int>(set.path.steps.size()) + levels_of(*value));
    plan.assign(set.path, *std::move(value));
  }
}

// A sum of numbers may be shorter than they are; lists and sets only grow.
bool is_within(const AttributeValue& added, WrittenSize& size) {
  if (added.type() == AttributeType::n) return true;
  return !size.exceeded() && size.add(attribute_value_size_bytes(added));
}

void plan_adds(const Update& update, const Item& before, Plan& plan) {
  for (const AddAction& add : update.adds) {
    const AttributeValue* existing = find(before, add.path);
    if (existing != nullptr && !can_be_added(*existing, *add.value)) throw_wrong_type(update);
    AttributeValue sum;
    if (is_within(*add.value, plan.size)) {
      sum = existing != nullptr ? add_values(*existing, *add.value) : *add.value;
    }
    plan.assign(add.path, std::move(sum));
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
      plan.assign(action.path, std::move(*difference));
    }
  }
}

Plan make_plan(const Update& update, const Item& before) {
  Plan plan;
  plan.assignments.reserve(update.sets.size() + update.adds.size() + update.deletes.size());
  plan_sets(update, before, plan);
  plan_adds(update, before, plan);
  plan_deletes(update, before, plan);
  for (const DocumentPath& path : update.removes) plan.removals.push_back(&path);
  return plan;
}

void drop_absent(Item& item, std::vector<const DocumentPath*>& paths) {
  std::erase_if(paths,
                [&](const DocumentPath* path) { return find_place(item, *path) == nullptr; });
}

// Leaves the assignments to what isn't there.
void replace_present(Item& item, std::vector<Assignment>& assignments) {
  for (Assignment& each : assignments) {
    AttributeValue* place = find_place(item, *each.path);
    if (place == nullptr) continue;
    *place = std::move(each.value);
    each.path = nullptr;
  }
  std::erase_if(assignments, [](const Assignment& each) { return each.path == nullptr; });
}

}  // namespace

Item apply_update(const Update& update, Item item) {
  Plan plan = make_plan(update, item);
  drop_absent(item, plan.removals);
  replace_present(item, plan.assignments);
  add_at(item, std::move(plan.assignments));
  remove_at(item, std::move(plan.removals));
  if (plan.size.exceeded()) throw_updated_item_too_large();
  if (plan.levels > limits::kMaxNestingLevels) throw_too_deep(update);
  return item;
}

void throw_updated_item_too_large() {
  throw_validation("Item size to update has exceeded the maximum allowed size");
}

namespace {

// Visits the paths that the update changes.
template <class Visit>
void for_each_target(const Update& update, Visit visit) {
  for (const DocumentPath& path : update.removes) visit(path);
  for (const SetAction& action : update.sets) visit(action.path);
  for (const AddAction& action : update.adds) visit(action.path);
  for (const DeleteAction& action : update.deletes) visit(action.path);
}

}  // namespace

// AWS looks the update's paths up in the item after it, even where a removed list element made
// others move up.
Item updated_attributes(const Update& update, const Item& from) {
  Paths paths;
  for_each_target(update, [&](const DocumentPath& path) { paths.push_back(&path); });
  return Projector(std::move(paths)).copy(from);
}

void check_no_key_updated(const Update& update, std::span<const std::string> key_names) {
  for_each_target(update, [&](const DocumentPath& path) {
    if (std::find(key_names.begin(), key_names.end(), path.attribute) == key_names.end()) return;
    throw_validation(
        fmt::format("One or more parameter values were invalid: Cannot update attribute {}. This "
                    "attribute is part of the key",
                    path.attribute));
  });
}

bool only_removes(const Update& update) {
  return update.sets.empty() && update.adds.empty() &&
         !(update.removes.empty() && update.deletes.empty());
}

}  // namespace core::expressions
