#include "lambda-host/mappings/filter_pattern.h"
#include "lambda-host/mappings/filter_sets.h"

#include <algorithm>
#include <optional>

// Reading filter patterns. A function answers nullopt when it isn't given what its name says.
namespace lambda_host {
namespace {

using core::json::Array;
using core::json::Kind;
using core::json::Member;
using core::json::Object;
using core::json::Value;

constexpr std::string_view kTestNames[] = {"prefix",  "suffix", "equals-ignore-case", "wildcard",
                                           "numeric", "exists", "anything-but",       "cidr"};

// The only member of an object that has one.
std::optional<Member> only_member(const Value& value) {
  if (!value.is(Kind::object) || value.object().size() != 1) return std::nullopt;
  return value.object().at(0);
}

// '*' stands for any characters, "\\*" and "\\\\" for themselves. Two stars side by side mean
// nothing that one doesn't; EventBridge refuses them, too.
std::optional<FilterTest> read_wildcard(const Value& value) {
  if (!value.is(Kind::string)) return std::nullopt;
  const std::string_view pattern = value.string();
  if (pattern.find("**") != std::string_view::npos) return std::nullopt;
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*') {
      pieces.emplace_back();
      continue;
    }
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    pieces.back() += pattern[i];
  }
  return FilterTest{
      WildcardTest{core::Wildcard(std::move(pieces)), std::string(pattern)}
  };
}

// prefix | suffix | equals-ignore-case | wildcard
std::optional<FilterTest> read_text_test(const Member& test) {
  if (test.name == "wildcard") return read_wildcard(test.value);
  TextTest read;
  if (test.name == "prefix") {
    read.match = TextMatch::prefix;
  } else if (test.name == "suffix") {
    read.match = TextMatch::suffix;
  } else if (test.name == "equals-ignore-case") {
    read.ignore_case = true;
  } else {
    return std::nullopt;
  }
  Value text = test.value;
  if (read.match == TextMatch::prefix || read.match == TextMatch::suffix) {
    if (const auto inner = only_member(text)) {
      if (inner->name != "equals-ignore-case") return std::nullopt;
      read.ignore_case = true;
      text = inner->value;
    }
  }
  if (!text.is(Kind::string)) return std::nullopt;
  read.text = text.string();
  return FilterTest{std::move(read)};
}

std::optional<FilterTest> read_numeric(const Value& value) {
  if (!value.is(Kind::array)) return std::nullopt;
  const Array terms = value.array();
  if (terms.empty() || terms.size() % 2 != 0) return std::nullopt;
  NumericTest test;
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    const Value op = terms.at(i);
    const Value bound = terms.at(i + 1);
    if (!op.is(Kind::string) || !bound.is(Kind::number)) return std::nullopt;
    const std::string_view name = op.string();
    if (name != "=" && name != "<" && name != "<=" && name != ">" && name != ">=") {
      return std::nullopt;
    }
    test.bounds.push_back({std::string(name), bound.number()});
  }
  return FilterTest{std::move(test)};
}

std::optional<FilterTest> read_cidr(const Value& value) {
  auto range = value.is(Kind::string) ? AddressRange::parse(value.string()) : std::nullopt;
  if (!range) return std::nullopt;
  return FilterTest{CidrTest{*std::move(range)}};
}

std::optional<FilterTest> read_scalar(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return FilterTest{EqualsNull{}};
    case Kind::boolean: return FilterTest{EqualsBoolean{value.boolean()}};
    case Kind::number: return FilterTest{EqualsNumber{value.number()}};
    case Kind::string:
      return FilterTest{
          TextTest{TextMatch::equals, std::string(value.string()), false}
      };
    case Kind::array:
    case Kind::object: return std::nullopt;
  }
  __builtin_unreachable();
}

// All texts or all numbers.
std::optional<FilterTest> read_excluded_values(const Array& values) {
  if (values.empty()) return std::nullopt;
  AnythingBut test;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value value = values.at(i);
    if (!value.is(values.at(0).kind())) return std::nullopt;
    if (!value.is(Kind::string) && !value.is(Kind::number)) return std::nullopt;
    test.tests.push_back(*read_scalar(value));
  }
  test.tests = with_sets(std::move(test.tests));
  return FilterTest{std::move(test)};
}

std::optional<FilterTest> read_anything_but(const Value& value) {
  if (value.is(Kind::array)) return read_excluded_values(value.array());
  if (value.is(Kind::string) || value.is(Kind::number)) {
    return FilterTest{AnythingBut{{*read_scalar(value)}}};
  }
  const auto inner = only_member(value);
  if (!inner) return std::nullopt;
  if (!inner->value.is(Kind::array)) {
    auto test = read_text_test(*inner);
    if (!test) return std::nullopt;
    return FilterTest{AnythingBut{{*std::move(test)}}};
  }
  // A list of prefixes or the like.
  AnythingBut test;
  const Array texts = inner->value.array();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto one = read_text_test({inner->name, texts.at(i)});
    if (!one) return std::nullopt;
    test.tests.push_back(*std::move(one));
  }
  if (test.tests.empty()) return std::nullopt;
  test.tests = with_sets(std::move(test.tests));
  return FilterTest{std::move(test)};
}

std::optional<FilterTest> read_test(const Value& value) {
  if (!value.is(Kind::object)) return read_scalar(value);
  const auto test = only_member(value);
  if (!test) return std::nullopt;
  if (test->name == "numeric") return read_numeric(test->value);
  if (test->name == "cidr") return read_cidr(test->value);
  if (test->name == "anything-but") return read_anything_but(test->value);
  if (test->name == "exists") {
    if (!test->value.is(Kind::boolean)) return std::nullopt;
    return FilterTest{ExistsTest{test->value.boolean()}};
  }
  return read_text_test(*test);
}

std::optional<std::vector<FilterTest>> read_tests(const Array& values) {
  if (values.empty()) return std::nullopt;
  std::vector<FilterTest> tests;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto test = read_test(values.at(i));
    if (!test) return std::nullopt;
    tests.push_back(*std::move(test));
  }
  return with_sets(std::move(tests));
}

// "$or" is an ordinary field's name unless it holds at least two patterns.
bool is_alternatives(const Value& value) {
  if (!value.is(Kind::array) || value.array().size() < 2) return false;
  const Array array = value.array();
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (!array.at(i).is(Kind::object)) return false;
    const Object object = array.at(i).object();
    for (std::size_t m = 0; m < object.size(); ++m) {
      const auto& names = kTestNames;
      if (std::find(std::begin(names), std::end(names), object.at(m).name) != std::end(names)) {
        return false;
      }
    }
  }
  return true;
}

bool read_alternatives(const Array& values, FilterNode& node) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto alternative = read_filter_pattern(values.at(i));
    if (!alternative) return false;
    node.alternatives.push_back(*std::move(alternative));
  }
  return true;
}

bool read_field(const Member& field, FilterNode& node) {
  const std::string name(field.name);
  // Of two fields with one name the last one counts (EventBridge guide).
  node.objects.erase(name);
  node.leaves.erase(name);
  if (field.value.is(Kind::object)) {
    auto inner = read_filter_pattern(field.value);
    if (!inner) return false;
    node.objects.emplace(name, *std::move(inner));
    return true;
  }
  if (!field.value.is(Kind::array)) return false;
  if (name == "$or" && is_alternatives(field.value)) {
    node.alternatives.clear();
    return read_alternatives(field.value.array(), node);
  }
  auto tests = read_tests(field.value.array());
  if (!tests) return false;
  node.leaves.emplace(name, *std::move(tests));
  return true;
}

}  // namespace

std::optional<FilterNode> read_filter_pattern(const Value& pattern) {
  if (!pattern.is(Kind::object) || pattern.object().empty()) return std::nullopt;
  FilterNode node;
  const Object object = pattern.object();
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (!read_field(object.at(i), node)) return std::nullopt;
  }
  return node;
}

}  // namespace lambda_host
