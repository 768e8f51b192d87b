#include "server/seeds/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::seeds {
namespace {

constexpr const char* kNames[] = {"AttributeName", "IndexName", "Key"};

std::optional<std::string> differs(const Value& wanted, const Value* found, const Path& path);

bool may_be_missing(const Value& wanted) {
  switch (wanted.kind) {
    case Value::Kind::null: return true;
    case Value::Kind::boolean: return wanted.text == "false";
    case Value::Kind::list: return wanted.list.empty();
    case Value::Kind::map:
      return std::all_of(wanted.members.begin(), wanted.members.end(),
                         [](const auto& member) { return may_be_missing(member.value); });
    case Value::Kind::number:
    case Value::Kind::text: break;
  }
  return wanted.text.empty();
}

std::string sentence(const Path& path, const std::string& is, const Value& wanted) {
  return fmt::format("its {} is {}, and the seed says {}", path.text(), is, brief(wanted));
}

// The member by which elements of a list are told apart, if all have it.
const char* name_of_elements(const std::vector<Value>& list) {
  for (const char* name : kNames) {
    const auto has_it = [&](const Value& each) { return each.has(name); };
    if (!list.empty() && std::all_of(list.begin(), list.end(), has_it)) return name;
  }
  return nullptr;
}

std::vector<Value> in_order(std::vector<Value> list) {
  if (const char* const name = name_of_elements(list)) {
    std::stable_sort(list.begin(), list.end(), [&](const Value& a, const Value& b) {
      return a.text_of(name) < b.text_of(name);
    });
  }
  return list;
}

std::optional<std::string> differ(const std::vector<Value>& wanted, const std::vector<Value>& found,
                                  const Path& path) {
  const std::vector<Value> left = in_order(wanted);
  const std::vector<Value> right = in_order(found);
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (auto what = differs(left[i], &right[i], path[i])) return what;
  }
  return std::nullopt;
}

std::optional<std::string> differs(const Value& wanted, const Value* found, const Path& path) {
  if (wanted.is(Value::Kind::null)) return std::nullopt;
  if (!found) {
    if (may_be_missing(wanted)) return std::nullopt;
    return sentence(path, "missing", wanted);
  }
  if (wanted.kind != found->kind) return sentence(path, brief(*found), wanted);
  if (wanted.is(Value::Kind::map)) {
    for (const auto& [name, value] : wanted.members) {
      if (auto what = differs(value, found->find(name), path / name)) return what;
    }
    return std::nullopt;
  }
  if (wanted.is(Value::Kind::list) && wanted.list.size() == found->list.size()) {
    return differ(wanted.list, found->list, path);
  }
  return equal(wanted, *found) ? std::nullopt
                               : std::optional(sentence(path, brief(*found), wanted));
}

const Value* element(const Value& list, const std::string& number) {
  std::size_t index = 0;
  std::from_chars(number.data(), number.data() + number.size(), index);
  return index < list.list.size() ? &list.list[index] : nullptr;
}

}  // namespace

const Value* find_at(const Value& answer, const Where& where) {
  const Value* at = &answer;
  for (const std::string& step : where) {
    at = at->is(Value::Kind::list) ? element(*at, step) : at->find(step);
    if (!at) return nullptr;
  }
  return at;
}

std::optional<std::string> difference(const Value& wanted, const Value& found) {
  return differs(wanted, &found, Path());
}

}  // namespace server::seeds
