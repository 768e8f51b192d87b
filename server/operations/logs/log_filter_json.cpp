// JSON patterns: { $.user.id = 7 && ($.tags[0] = "a*" || $.error NOT EXISTS) }. A message that
// isn't a JSON object never matches. A comparison with a member that isn't there is false, also
// with "!=".
#include "core/json/value.h"
#include "server/operations/logs/log_filter.h"
#include "server/operations/logs/log_filter_expression.h"

#include <algorithm>
#include <charconv>
#include <variant>
#include <vector>

namespace server::operations {
namespace {

constexpr std::size_t kParseLooks = 16;  // to parse a message

using core::json::Kind;
using core::json::Value;

struct AnyElement {};
using Step = std::variant<std::string, std::size_t, AnyElement>;  // a member's name, an index, [*]
using Selector = std::vector<Step>;

// Behind "[": 0, *, 'name' or "name".
Step parse_bracket(LogFilterCursor& cursor) {
  Step step = AnyElement{};
  if (cursor.peek() == '\'' || cursor.peek() == '"') {
    step = cursor.take_marked(cursor.peek());
  } else if (!cursor.take("*")) {
    const std::string_view digits = cursor.take_until("]");
    const char* const end = digits.data() + digits.size();
    std::size_t index = 0;
    const auto result = std::from_chars(digits.data(), end, index);
    if (result.ec != std::errc() || result.ptr != end) throw_invalid_pattern("an index is wrong");
    step = index;
  }
  cursor.require("]");
  return step;
}

// selector := "$" ("." name | "."? "[" … "]")+
Selector parse_selector(LogFilterCursor& cursor) {
  if (!cursor.take("$")) throw_invalid_pattern("a selector must begin with $");
  Selector selector;
  while (cursor.peek() == '.' || cursor.peek() == '[') {
    const bool dot = cursor.take(".");
    if (cursor.take("[")) {
      selector.push_back(parse_bracket(cursor));
      continue;
    }
    const std::string_view name = cursor.take_until(" \t\r\n.[]=!<>&|(){},");
    if (!dot || name.empty()) throw_invalid_pattern("a selector is incomplete");
    selector.emplace_back(std::string(name));
  }
  cursor.skip_blanks();
  if (selector.empty()) throw_invalid_pattern("a selector is incomplete");
  return selector;
}

// Adds the values that the steps from `at` on lead to: several only by way of [*].
void select(const Selector& selector, std::size_t at, const Value& value,
            std::vector<Value>& found) {
  if (at == selector.size()) return found.push_back(value);
  const Step& step = selector[at];
  if (const auto* name = std::get_if<std::string>(&step)) {
    if (!value.is(Kind::object)) return;
    value.object().for_each([&](const core::json::Member& member) {
      if (member.name == *name) select(selector, at + 1, member.value, found);
    });
    return;
  }
  if (!value.is(Kind::array)) return;
  const auto array = value.array();
  if (const auto* index = std::get_if<std::size_t>(&step)) {
    if (*index < array.size()) select(selector, at + 1, array.at(*index), found);
    return;
  }
  array.for_each([&](const Value& element) { select(selector, at + 1, element, found); });
}

bool value_passes(const Value& value, const LogTest& test) {
  switch (value.kind()) {
    case Kind::null: return test.kind == LogTestKind::is_null;
    case Kind::boolean:
      if (test.kind == LogTestKind::is_true) return value.boolean();
      if (test.kind == LogTestKind::is_false) return !value.boolean();
      return text_passes(value.boolean() ? "true" : "false", test);
    case Kind::number:
      return test.number ? number_passes(value.number(), test) : text_passes(value.text(), test);
    case Kind::string: return text_passes(value.string(), test);
    case Kind::array:
    case Kind::object: return false;
  }
  __builtin_unreachable();
}

struct JsonFilter {
  std::vector<Selector> selectors;
  LogExpression expression;

  bool matches(const Value& root) const {
    return holds(expression, [&](std::size_t operand, const LogTest& test) {
      std::vector<Value> found;
      select(selectors[operand], 0, root, found);
      if (test.kind == LogTestKind::not_exists) return found.empty();
      return std::any_of(found.begin(), found.end(),
                         [&](const Value& value) { return value_passes(value, test); });
    });
  }
};

bool message_matches(const JsonFilter& filter, std::string_view message) {
  const std::size_t begin = message.find_first_not_of(kLogFilterBlanks);
  if (begin == std::string_view::npos || message[begin] != '{') return false;
  try {
    const auto document = core::json::Document::parse(std::string(message));
    return filter.matches(document.root());
  } catch (const core::json::ParseError&) {
    return false;
  }
}

}  // namespace

LogFilter parse_log_json(std::string_view pattern) {
  LogFilterCursor cursor(pattern);
  JsonFilter filter;
  cursor.require("{");
  filter.expression = parse_log_expression(cursor, [&](LogFilterCursor& at) {
    filter.selectors.push_back(parse_selector(at));
    return filter.selectors.size() - 1;
  });
  cursor.require("}");
  if (!cursor.at_end()) throw_invalid_pattern("something follows the closing }");
  const std::size_t looks = kParseLooks + looks_of(filter.expression);
  return {[filter = std::move(filter)](std::string_view message) {
            return message_matches(filter, message);
          },
          looks};
}

}  // namespace server::operations
