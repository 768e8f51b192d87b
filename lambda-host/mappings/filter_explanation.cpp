#include "lambda-host/mappings/filter_explanation.h"

#include "core/json/writer.h"
#include "core/overloaded.h"
#include "core/utf8.h"
#include "lambda-host/mappings/filter_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lambda_host {
namespace {

using core::json::Array;
using core::json::Kind;
using core::json::Value;

constexpr std::size_t kMaxValueBytes = 100;
constexpr std::size_t kMaxWants = 10;  // of one field's tests

std::string in_quotes(std::string_view text) {
  core::json::Writer writer;
  return writer.string(text).take();
}

std::string shown(const Value& value, MatchSteps& steps) {
  if (steps.left() == 0) return "";  // whatever it is, nobody will see it
  const std::string text = value.text();
  steps.spend(text.size());
  return core::utf8_shortened(text, kMaxValueBytes);
}

std::string number_text(double value) {
  return fmt::format("{}", value);
}

std::string describe_text(const TextTest& test) {
  const std::string text = in_quotes(test.text);
  const char* const case_rule = test.ignore_case ? " in whatever case" : "";
  switch (test.match) {
    case TextMatch::equals: return text + case_rule;
    case TextMatch::prefix: return fmt::format("a text that begins with {}{}", text, case_rule);
    case TextMatch::suffix: return fmt::format("a text that ends in {}{}", text, case_rule);
  }
  __builtin_unreachable();
}

std::string describe_number(const NumericTest& test) {
  std::string text = "a number";
  for (const auto& bound : test.bounds) {
    if (&bound != &test.bounds.front()) text += " and";
    text += fmt::format(" {} {}", bound.op, number_text(bound.value));
  }
  return text;
}

// The first of them, and how many more there are.
template <class Values, class Describe>
std::string list(const Values& values, Describe describe_one) {
  std::string text;
  std::size_t count = 0;
  for (const auto& value : values) {
    if (count > 0) text += ", ";
    if (count++ == kMaxWants) {
      return text + fmt::format("or one of {} more", values.size() - kMaxWants);
    }
    text += describe_one(value);
  }
  return text;
}

std::string describe_table(const TextTable& table) {
  return list(table.texts(), [&](const std::string& text) {
    return describe_text({table.match(), text, table.ignores_case()});
  });
}

std::string join(const std::vector<FilterTest>& tests) {
  return list(tests, [](const FilterTest& test) { return describe(test); });
}

bool is_set(const FilterTest& test) {
  return std::holds_alternative<TextTable>(test.node) ||
         std::holds_alternative<NumberSet>(test.node);
}

// "X" or "one of X, Y".
std::string wants(const std::vector<FilterTest>& tests) {
  const bool many = tests.size() > 1 || is_set(tests.front());
  return (many ? "one of " : "") + join(tests);
}

bool wants_numbers(const std::vector<FilterTest>& tests) {
  return std::all_of(tests.begin(), tests.end(), [](const FilterTest& test) {
    return std::holds_alternative<NumericTest>(test.node) ||
           std::holds_alternative<EqualsNumber>(test.node) ||
           std::holds_alternative<NumberSet>(test.node);
  });
}

// "S" of an attribute value, {"S":"open"}; "" of any other object.
std::string type_letter(const Value& value) {
  static constexpr std::array<std::string_view, 10> kLetters = {"S",  "N",    "B",    "SS", "NS",
                                                                "BS", "BOOL", "NULL", "L",  "M"};
  if (value.object().size() != 1) return "";
  const std::string_view name = value.object().at(0).name;
  const bool known = std::find(kLetters.begin(), kLetters.end(), name) != kLetters.end();
  return known ? std::string(name) : "";
}

// Why a value that is there doesn't do, beside what it is.
std::string hint(const std::vector<FilterTest>& tests, const Value& value) {
  if (value.is(Kind::object)) {
    const std::string letter = type_letter(value);
    if (!letter.empty()) return fmt::format("; the pattern lacks the type letter {}", letter);
    return "; tests are for the values inside of it";
  }
  if (value.is(Kind::string) && wants_numbers(tests)) return "; it is a text, not a number";
  return "";
}

// Where a failure was found, from the event's root on.
struct Place {
  std::string path;
  std::optional<Value> value;
  // What of the path isn't there; empty: all of it is.
  std::string missing;

  Place member(const std::string& name, MatchSteps& steps) const {
    if (value && value->is(Kind::object)) steps.spend(value->object().size());
    Place inner{path.empty() ? name : path + "." + name, find_member(value, name), missing};
    if (!inner.value && missing.empty()) inner.missing = inner.path;
    return inner;
  }
  Place element(const Value& element) const { return {path + "[0]", element, ""}; }
};

std::string explain_leaf(const std::vector<FilterTest>& tests, const Place& place,
                         MatchSteps& steps) {
  const std::string wanted = wants(tests);
  if (!place.value) {
    if (place.missing == place.path) {
      return fmt::format("{} isn't there, the pattern wants {}", place.path, wanted);
    }
    return fmt::format("{} isn't there, the pattern wants {} in {}", place.missing, wanted,
                       place.path);
  }
  if (place.value->is(Kind::array)) {
    return fmt::format("no element of {}, {}, is what the pattern wants: {}", place.path,
                       shown(*place.value, steps), wanted);
  }
  return fmt::format("{} is {}, the pattern wants {}{}", place.path, shown(*place.value, steps),
                     wanted, hint(tests, *place.value));
}

// nullopt: it matches.
using Failure = std::optional<std::string>;

Failure failure_of(const FilterNode& pattern, const Place& place, MatchSteps& steps);

Failure failure_of_alternatives(const std::vector<FilterNode>& alternatives, const Place& place,
                                MatchSteps& steps) {
  if (alternatives.empty()) return std::nullopt;
  std::string text = "none of $or matches";
  for (const FilterNode& alternative : alternatives) {
    const Failure why = failure_of(alternative, place, steps);
    if (!why) return std::nullopt;
    text += &alternative == &alternatives.front() ? ": " : "; ";
    text += *why;
  }
  return text;
}

Failure failure_of_array(const FilterNode& pattern, const Place& place, MatchSteps& steps) {
  const Array elements = place.value->array();
  if (elements.empty()) return fmt::format("{} is an empty list", place.path);
  if (node_matches(pattern, place.value, steps) == Verdict::yes) return std::nullopt;
  return fmt::format("no element of {} matches: {}", place.path,
                     failure_of(pattern, place.element(elements.at(0)), steps).value_or(""));
}

// The first clause that fails, in the order in which they are matched.
Failure failure_of(const FilterNode& pattern, const Place& place, MatchSteps& steps) {
  if (place.value && place.value->is(Kind::array)) return failure_of_array(pattern, place, steps);
  for (const auto& [name, inner] : pattern.objects) {
    if (Failure why = failure_of(inner, place.member(name, steps), steps)) return why;
  }
  for (const auto& [name, tests] : pattern.leaves) {
    const Place member = place.member(name, steps);
    if (leaf_matches(tests, member.value, steps) == Verdict::yes) continue;
    if (place.value && !place.value->is(Kind::object)) {
      return fmt::format("{} is {}, the pattern wants an object with {}", place.path,
                         shown(*place.value, steps), name);
    }
    return explain_leaf(tests, member, steps);
  }
  return failure_of_alternatives(pattern.alternatives, place, steps);
}

}  // namespace

std::string describe(const FilterTest& test) {
  return std::visit(
      core::Overloaded{
          [](const EqualsNull&) -> std::string { return "null"; },
          [](const EqualsBoolean& t) -> std::string { return t.value ? "true" : "false"; },
          [](const EqualsNumber& t) { return number_text(t.value); },
          [](const TextTest& t) { return describe_text(t); },
          [](const WildcardTest& t) { return "a text like " + in_quotes(t.pattern); },
          [](const CidrTest& t) { return "an address in " + t.range.text(); },
          [](const NumericTest& t) { return describe_number(t); },
          [](const ExistsTest& t) -> std::string { return t.exists ? "any value" : "no value"; },
          [](const AnythingBut& t) { return "anything but " + join(t.tests); },
          [](const TextTable& t) { return describe_table(t); },
          [](const NumberSet& t) { return list(t.numbers, number_text); },
      },
      test.node);
}

std::optional<std::string> explain(const FilterNode& pattern, const Value& event,
                                   MatchSteps& steps) {
  return failure_of(pattern, {"", event, ""}, steps);
}

}  // namespace lambda_host
