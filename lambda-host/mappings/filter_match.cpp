#include "lambda-host/mappings/filter_match.h"

#include "core/ascii.h"
#include "core/overloaded.h"

#include <algorithm>

namespace lambda_host {
namespace {

using core::json::Array;
using core::json::Kind;
using core::json::Object;
using core::json::Value;

bool is_leaf(const Value& value) {
  return !value.is(Kind::object);
}

bool equal_texts(std::string_view text, std::string_view wanted, bool ignore_case) {
  return std::equal(text.begin(), text.end(), wanted.begin(), wanted.end(), [&](char a, char b) {
    return a == b || (ignore_case && core::lower_case(a) == core::lower_case(b));
  });
}

bool passes(const TextTest& test, const Value& value) {
  if (!value.is(Kind::string)) return false;
  std::string_view text = value.string();
  switch (test.match) {
    case TextMatch::equals: return equal_texts(text, test.text, test.ignore_case);
    case TextMatch::prefix:
      return equal_texts(text.substr(0, test.text.size()), test.text, test.ignore_case);
    case TextMatch::suffix:
      if (text.size() < test.text.size()) return false;
      return equal_texts(text.substr(text.size() - test.text.size()), test.text, test.ignore_case);
  }
  __builtin_unreachable();
}

bool holds(const NumericTest::Bound& bound, double value) {
  if (bound.op == "=") return value == bound.value;
  if (bound.op == "<") return value < bound.value;
  if (bound.op == "<=") return value <= bound.value;
  if (bound.op == ">") return value > bound.value;
  return value >= bound.value;
}

// `value` is there and is neither an object nor an array.
bool passes(const FilterTest& test, const Value& value) {
  return std::visit(
      core::Overloaded{
          [&](const EqualsNull&) { return value.is(Kind::null); },
          [&](const EqualsBoolean& t) {
            return value.is(Kind::boolean) && value.boolean() == t.value;
          },
          [&](const EqualsNumber& t) {
            return value.is(Kind::number) && value.number() == t.value;
          },
          [&](const TextTest& t) { return passes(t, value); },
          [&](const TextSet& t) {
            return value.is(Kind::string) && t.texts.contains(value.string());
          },
          [&](const NumberSet& t) {
            return value.is(Kind::number) && t.numbers.contains(value.number());
          },
          [&](const WildcardTest& t) {
            return value.is(Kind::string) && t.wildcard.matches(value.string());
          },
          [&](const CidrTest& t) {
            return value.is(Kind::string) && t.range.contains(value.string());
          },
          [&](const NumericTest& t) {
            return value.is(Kind::number) &&
                   std::all_of(t.bounds.begin(), t.bounds.end(),
                               [&](const auto& bound) { return holds(bound, value.number()); });
          },
          [&](const ExistsTest& t) { return t.exists; },
          [&](const AnythingBut& t) {
            return std::none_of(t.tests.begin(), t.tests.end(),
                                [&](const auto& inner) { return passes(inner, value); });
          },
      },
      test.node);
}

bool is_absence_test(const FilterTest& test) {
  const auto* exists = std::get_if<ExistsTest>(&test.node);
  return exists && !exists->exists;
}

// Whether an element of a list is surely as the one before it, which didn't match.
bool is_repeated(const Value& element, const Value& before) {
  if (element.kind() != before.kind()) return false;
  if (element.is(Kind::string)) return element.string() == before.string();
  if (!element.is(Kind::object) || element.object().size() != 1 || before.object().size() != 1) {
    return false;
  }
  const core::json::Member member = element.object().at(0);
  const core::json::Member other = before.object().at(0);
  return member.name == other.name && is_repeated(member.value, other.value);
}

// Whether one of the elements matches.
template <class Matches>
bool any_matches(const Array& elements, Matches matches) {
  for (std::size_t i = 0, size = elements.size(); i < size; ++i) {
    const Value element = elements.at(i);
    if (i > 0 && is_repeated(element, elements.at(i - 1))) continue;
    if (matches(element)) return true;
  }
  return false;
}

std::size_t count_in(const FilterTest& test) {
  const auto* except = std::get_if<AnythingBut>(&test.node);
  return except ? except->tests.size() : 1;
}

bool passes_any(const std::vector<FilterTest>& tests, const Value& value) {
  return std::any_of(tests.begin(), tests.end(),
                     [&](const auto& test) { return passes(test, value); });
}

}  // namespace

std::optional<Value> find_member(const std::optional<Value>& value, std::string_view name) {
  if (!value || !value->is(Kind::object)) return std::nullopt;
  const Object object = value->object();
  for (std::size_t i = 0, size = object.size(); i < size; ++i) {
    const core::json::Member member = object.at(i);
    if (member.name == name) return member.value;
  }
  return std::nullopt;
}

bool leaf_matches(const std::vector<FilterTest>& tests, const std::optional<Value>& value) {
  // An object isn't a leaf: to a test it is as if nothing were there (recorded on AWS for exists).
  if (!value || !is_leaf(*value)) return std::any_of(tests.begin(), tests.end(), is_absence_test);
  if (!value->is(Kind::array)) return passes_any(tests, *value);
  return any_matches(value->array(),
                     [&](const Value& element) { return leaf_matches(tests, element); });
}

// Where an object is wanted, an array of objects stands for each of its elements.
bool node_matches(const FilterNode& pattern, const std::optional<Value>& value) {
  if (value && value->is(Kind::array)) {
    return any_matches(value->array(),
                       [&](const Value& element) { return node_matches(pattern, element); });
  }
  for (const auto& [name, inner] : pattern.objects) {
    if (!node_matches(inner, find_member(value, name))) return false;
  }
  for (const auto& [name, tests] : pattern.leaves) {
    if (!leaf_matches(tests, find_member(value, name))) return false;
  }
  return pattern.alternatives.empty() ||
         std::any_of(pattern.alternatives.begin(), pattern.alternatives.end(),
                     [&](const auto& alternative) { return node_matches(alternative, value); });
}

std::size_t count_tests(const FilterNode& pattern) {
  std::size_t count = 0;
  for (const auto& [name, inner] : pattern.objects) count += count_tests(inner);
  for (const FilterNode& alternative : pattern.alternatives) count += count_tests(alternative);
  for (const auto& [name, tests] : pattern.leaves) {
    for (const FilterTest& test : tests) count += count_in(test);
  }
  return count;
}

bool matches(const FilterNode& pattern, const Value& event) {
  return node_matches(pattern, event);
}

}  // namespace lambda_host
