#include "server/seeds/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::seeds {
namespace {

constexpr const char* kNames[] = {"AttributeName", "IndexName", "Key"};

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

// "http://localhost:8000/000000000042/jobs" as "/000000000042/jobs".
std::string without_origins(std::string text) {
  constexpr std::string_view kSchemeEnd = "://";
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::size_t kAccountDigits = 12;
  for (auto at = text.find("http"); at != std::string::npos; at = text.find("http", at + 1)) {
    const auto scheme_end = at + (text.compare(at, 5, "https") == 0 ? 5 : 4);
    if (text.compare(scheme_end, kSchemeEnd.size(), kSchemeEnd) != 0) continue;
    const auto path = text.find('/', scheme_end + kSchemeEnd.size());
    if (path == std::string::npos) return text;
    const auto end = text.find_first_not_of(kDigits, path + 1);
    if (end == path + 1 + kAccountDigits && text[end] == '/') text.erase(at, path - at);
  }
  return text;
}

bool equal_but_for_origins(Value a, Value b) {
  a.text = without_origins(std::move(a.text));
  b.text = without_origins(std::move(b.text));
  return equal(a, b);
}

class Comparison {
 public:
  explicit Comparison(const Known& known) : known_(known) {}

  std::optional<std::string> differs(const Value& wanted, const Value* found,
                                     const Path& path) const {
    if (wanted.is(Value::Kind::null)) return std::nullopt;
    if (has_reference(wanted.text)) return reference_differs(wanted, found, path);
    if (!found) {
      if (may_be_missing(wanted)) return std::nullopt;
      return sentence(path, "missing", wanted);
    }
    if (wanted.kind != found->kind) return sentence(path, brief(*found), wanted);
    if (wanted.is(Value::Kind::map)) return members_differ(wanted, *found, path);
    if (wanted.is(Value::Kind::list) && wanted.list.size() == found->list.size()) {
      return elements_differ(wanted.list, found->list, path);
    }
    return equal(wanted, *found) ? std::nullopt
                                 : std::optional(sentence(path, brief(*found), wanted));
  }

 private:
  std::optional<std::string> reference_differs(const Value& wanted, const Value* found,
                                               const Path& path) const {
    try {
      const Value now = resolved(wanted, known_);
      if (!now.is(Value::Kind::text)) return differs(now, found, path);
      if (!found) return sentence(path, "missing", now);
      if (equal_but_for_origins(now, *found)) return std::nullopt;
      return sentence(path, brief(*found), now);
    } catch (const UnknownReference&) {
      return std::nullopt;
    }
  }

  std::optional<std::string> members_differ(const Value& wanted, const Value& found,
                                            const Path& path) const {
    for (const auto& [name, value] : wanted.members) {
      if (auto what = differs(value, found.find(name), path / name)) return what;
    }
    return std::nullopt;
  }

  std::optional<std::string> elements_differ(const std::vector<Value>& wanted,
                                             const std::vector<Value>& found,
                                             const Path& path) const {
    const std::vector<Value> left = in_order(wanted);
    const std::vector<Value> right = in_order(found);
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (auto what = differs(left[i], &right[i], path[i])) return what;
    }
    return std::nullopt;
  }

  const Known& known_;
};

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

std::optional<std::string> difference(const Value& wanted, const Value& found, const Known& known) {
  return Comparison(known).differs(wanted, &found, Path());
}

}  // namespace server::seeds
