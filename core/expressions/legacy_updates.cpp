#include "core/expressions/legacy_updates.h"

#include "core/api_error.h"
#include "core/attribute_name.h"
#include "core/expressions/legacy_comparison.h"
#include "core/json/attribute_value_json.h"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace core::expressions {

namespace {

bool is_set(AttributeType type) {
  return type == AttributeType::ss || type == AttributeType::ns || type == AttributeType::bs;
}

// Lists, too: unlike the ADD of an UpdateExpression [AWS].
bool can_be_added(AttributeType type) {
  return is_set(type) || type == AttributeType::n || type == AttributeType::list;
}

[[noreturn]] void throw_invalid_action(std::string_view text) {
  throw_validation(fmt::format("One or more parameter values were invalid: {}", text));
}

void add_action(Update& update, std::string_view action, DocumentPath path, AttributeValue value) {
  const AttributeType type = value.type();
  if (action == "DELETE") {
    if (!is_set(type)) {
      throw_invalid_action(fmt::format("DELETE action with value is not supported for the type {}",
                                       type_name(type)));
    }
    update.deletes.push_back(DeleteAction{std::move(path), Literal(std::move(value))});
  } else if (action == "ADD") {
    if (!can_be_added(type)) {
      throw_invalid_action(
          fmt::format("ADD action is not supported for the type {}", type_name(type)));
    }
    update.adds.push_back(AddAction{std::move(path), Literal(std::move(value))});
  } else {
    update.sets.push_back(SetAction{std::move(path), SetValue{Literal(std::move(value))}});
  }
}

void read_attribute_update(Update& update, const json::Member& member) {
  check_attribute_name(member.name);
  const json::Object object = member.value.object();
  const auto stated = object.find("Action");
  const std::string_view action = stated ? stated->string() : "PUT";
  const auto value = object.find("Value");
  DocumentPath path{std::string(member.name), {}};
  if (value) {
    add_action(update, action, std::move(path), json::read_attribute_value(*value));
  } else if (action == "DELETE") {
    update.removes.push_back(std::move(path));
  } else {
    throw_invalid_action("Only DELETE action is allowed when no attribute value is specified");
  }
}

// Of each name the place at which it comes last; none when no name comes twice.
std::unordered_map<std::string_view, std::size_t> last_places(const json::Object& object) {
  std::unordered_map<std::string_view, std::size_t> last;
  if (object.size() < 2) return last;
  last.reserve(object.size());
  for (std::size_t i = 0; i < object.size(); ++i) last[object.at(i).name] = i;
  if (last.size() == object.size()) last.clear();
  return last;
}

}  // namespace

// Of an attribute that comes several times, the last update counts; the others must be right, too.
Update read_attribute_updates(const json::Object& attribute_updates) {
  if (attribute_updates.size() > kMaxLegacyEntries) {
    throw_too_many("AttributeUpdates", kMaxLegacyEntries, "attributes");
  }
  Update update, replaced;
  update.from_attribute_updates = true;
  const auto last = last_places(attribute_updates);
  for (std::size_t i = 0; i < attribute_updates.size(); ++i) {
    const json::Member member = attribute_updates.at(i);
    const bool counts = last.empty() || last.at(member.name) == i;
    read_attribute_update(counts ? update : replaced, member);
  }
  return update;
}

Projection read_attributes_to_get(const json::Array& attributes_to_get) {
  Projection projection;
  std::set<std::string_view> seen;
  attributes_to_get.for_each([&](json::Value value) {
    const std::string_view name = value.string();
    check_attribute_name(name);
    if (!seen.insert(name).second) {
      throw_invalid_action(fmt::format("Duplicate value in attribute name: {}", name));
    }
    projection.paths.push_back(DocumentPath{std::string(name), {}});
  });
  return projection;
}

}  // namespace core::expressions
