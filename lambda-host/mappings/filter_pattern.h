#pragma once

#include "core/json/value.h"
#include "core/text_search.h"
#include "lambda-host/mappings/address_range.h"
#include "lambda-host/mappings/text_table.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

// What filter patterns are made of, once read. See filter_criteria.h.
namespace lambda_host {

struct FilterTest;

struct EqualsNull {};
struct EqualsBoolean {
  bool value = false;
};
struct EqualsNumber {
  double value = 0;
};
// What many tests for equality with a number are made into.
struct NumberSet {
  std::set<double> numbers;
};
struct TextTest {
  TextMatch match = TextMatch::equals;
  std::string text;
  bool ignore_case = false;
};
struct WildcardTest {
  core::Wildcard wildcard;
  std::string pattern;  // as given
};
struct CidrTest {
  AddressRange range;
};
struct NumericTest {
  struct Bound {
    std::string op;
    double value = 0;
  };
  std::vector<Bound> bounds;  // all must hold
};
struct ExistsTest {
  bool exists = true;
};
// The value is there and passes none of the tests.
struct AnythingBut {
  std::vector<FilterTest> tests;
};

struct FilterTest {
  std::variant<EqualsNull, EqualsBoolean, EqualsNumber, TextTest, WildcardTest, CidrTest,
               NumericTest, ExistsTest, AnythingBut, TextTable, NumberSet>
      node;
};

struct FilterNode {
  std::map<std::string, FilterNode> objects;              // fields with a pattern of their own
  std::map<std::string, std::vector<FilterTest>> leaves;  // fields with tests
  std::vector<FilterNode> alternatives;                   // of "$or"; empty: none
};

// nullopt: not a pattern.
std::optional<FilterNode> read_filter_pattern(const core::json::Value& pattern);

}  // namespace lambda_host
