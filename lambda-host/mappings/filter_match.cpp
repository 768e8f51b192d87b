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

bool passes(const TextTest& test, std::string_view text) {
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

bool passes(const NumericTest& test, double value) {
  return std::all_of(test.bounds.begin(), test.bounds.end(),
                     [&](const auto& bound) { return holds(bound, value); });
}

constexpr std::size_t kStepsOfAddress = 64;  // to read one, as text
constexpr std::size_t kBytesOfStep = 4;      // compared or looked through

// What a test of a scalar takes at most.
std::size_t steps_of(const FilterTest& test, std::string_view text) {
  return std::visit(core::Overloaded{
                        [&](const TextTest& t) { return t.text.size() / kBytesOfStep; },
                        [&](const WildcardTest&) { return text.size() / kBytesOfStep; },
                        [&](const CidrTest&) { return kStepsOfAddress; },
                        [&](const NumericTest& t) { return t.bounds.size(); },
                        [&](const auto&) { return std::size_t{0}; },
                    },
                    test.node);
}

std::string_view text_of(const Value& value) {
  return value.is(Kind::string) ? value.string() : std::string_view();
}

Verdict scalar_matches(const std::vector<FilterTest>& tests, const Value& value, MatchSteps& steps);

// `value` is there and is neither an object nor an array.
Verdict passes(const FilterTest& test, const Value& value, MatchSteps& steps) {
  const bool is_text = value.is(Kind::string);
  const bool is_number = value.is(Kind::number);
  const std::string_view text = text_of(value);
  steps.spend(steps_of(test, text));
  return std::visit(
      core::Overloaded{
          [&](const EqualsNull&) { return verdict(value.is(Kind::null)); },
          [&](const EqualsBoolean& t) {
            return verdict(value.is(Kind::boolean) && value.boolean() == t.value);
          },
          [&](const EqualsNumber& t) { return verdict(is_number && value.number() == t.value); },
          [&](const TextTest& t) { return verdict(is_text && passes(t, text)); },
          [&](const TextTable& t) { return verdict(is_text && t.matches(text)); },
          [&](const NumberSet& t) {
            return verdict(is_number && t.numbers.contains(value.number()));
          },
          [&](const WildcardTest& t) { return verdict(is_text && t.wildcard.matches(text)); },
          [&](const CidrTest& t) { return verdict(is_text && t.range.contains(text)); },
          [&](const NumericTest& t) { return verdict(is_number && passes(t, value.number())); },
          [&](const ExistsTest& t) { return verdict(t.exists); },
          [&](const AnythingBut& t) { return opposite(scalar_matches(t.tests, value, steps)); },
      },
      test.node);
}

Verdict scalar_matches(const std::vector<FilterTest>& tests, const Value& value,
                       MatchSteps& steps) {
  return steps.any_of(tests.size(), [&](std::size_t i) { return passes(tests[i], value, steps); });
}

bool is_absence_test(const FilterTest& test) {
  const auto* exists = std::get_if<ExistsTest>(&test.node);
  return exists && !exists->exists;
}

// Whether an element of a list is surely as the one before it, which didn't match.
bool is_repeated(const Value& element, const Value& before, MatchSteps& steps) {
  if (element.kind() != before.kind()) return false;
  if (element.is(Kind::string)) {
    steps.spend(element.string().size() / kBytesOfStep);
    return element.string() == before.string();
  }
  if (!element.is(Kind::object) || element.object().size() != 1 || before.object().size() != 1) {
    return false;
  }
  const core::json::Member member = element.object().at(0);
  const core::json::Member other = before.object().at(0);
  return member.name == other.name && is_repeated(member.value, other.value, steps);
}

// Whether one of the elements matches.
template <class Matches>
Verdict any_matches(const Array& elements, MatchSteps& steps, Matches matches) {
  return steps.any_of(elements.size(), [&](std::size_t i) {
    const Value element = elements.at(i);
    if (i > 0 && is_repeated(element, elements.at(i - 1), steps)) return Verdict::no;
    return matches(element);
  });
}

// Whether each of the fields matches what the value has of its name.
template <class Fields, class Matches>
Verdict fields_match(const Fields& fields, const std::optional<Value>& value, MatchSteps& steps,
                     Matches matches) {
  const std::size_t members = value && value->is(Kind::object) ? value->object().size() : 0;
  auto field = fields.begin();
  std::size_t at = 0;
  return steps.all_of(fields.size(), [&](std::size_t i) {
    for (; at < i; ++at) ++field;
    steps.spend(members);  // are looked through for the name
    return matches(field->second, find_member(value, field->first));
  });
}

Verdict alternatives_match(const std::vector<FilterNode>& alternatives,
                           const std::optional<Value>& value, MatchSteps& steps) {
  if (alternatives.empty()) return Verdict::yes;
  return steps.any_of(alternatives.size(),
                      [&](std::size_t i) { return node_matches(alternatives[i], value, steps); });
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

Verdict leaf_matches(const std::vector<FilterTest>& tests, const std::optional<Value>& value,
                     MatchSteps& steps) {
  // An object isn't a leaf: to a test it is as if nothing were there (recorded on AWS for exists).
  if (!value || !is_leaf(*value)) {
    steps.spend(tests.size());
    return verdict(std::any_of(tests.begin(), tests.end(), is_absence_test));
  }
  if (!value->is(Kind::array)) return scalar_matches(tests, *value, steps);
  return any_matches(value->array(), steps,
                     [&](const Value& element) { return leaf_matches(tests, element, steps); });
}

// Where an object is wanted, an array of objects stands for each of its elements. The parts of a
// pattern are a loop of their own, since only one loop may be entered in each turn of another.
Verdict node_matches(const FilterNode& pattern, const std::optional<Value>& value,
                     MatchSteps& steps) {
  if (value && value->is(Kind::array)) {
    return any_matches(value->array(), steps,
                       [&](const Value& element) { return node_matches(pattern, element, steps); });
  }
  const auto leaf = [&](const auto& tests, const auto& member) {
    return leaf_matches(tests, member, steps);
  };
  const auto node = [&](const FilterNode& inner, const auto& member) {
    return node_matches(inner, member, steps);
  };
  enum Part : std::size_t { objects, leaves, alternatives, parts };
  return steps.all_of(parts, [&](std::size_t part) {
    if (part == objects) return fields_match(pattern.objects, value, steps, node);
    if (part == leaves) return fields_match(pattern.leaves, value, steps, leaf);
    return alternatives_match(pattern.alternatives, value, steps);
  });
}

}  // namespace lambda_host
