#include "core/expressions/legacy_comparison.h"

#include "core/api_error.h"
#include "core/json/attribute_value_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace core::expressions {

namespace {

// Types an operator takes, as a text of names with a space behind each; empty: all.
struct Rule {
  std::string_view name;
  std::size_t min_arguments;
  std::size_t max_arguments;
  std::string_view types;
};
constexpr std::size_t kMany = std::numeric_limits<std::size_t>::max();  // unlike an expression's IN
constexpr std::string_view kOrdered = "S N B ";
constexpr Rule kRules[] = {
    {"EQ",           1, 1,     ""                },
    {"NE",           1, 1,     ""                },
    {"LE",           1, 1,     kOrdered          },
    {"LT",           1, 1,     kOrdered          },
    {"GE",           1, 1,     kOrdered          },
    {"GT",           1, 1,     kOrdered          },
    {"IN",           1, kMany, kOrdered          },
    {"BETWEEN",      2, 2,     kOrdered          },
    {"NOT_NULL",     0, 0,     ""                },
    {"NULL",         0, 0,     ""                },
    {"CONTAINS",     1, 1,     "S N B BOOL NULL "},
    {"NOT_CONTAINS", 1, 1,     "S N B BOOL NULL "},
    {"BEGINS_WITH",  1, 1,     "S B "            },
};

const Rule& rule_of(std::string_view name) {
  const auto* rule = std::find_if(std::begin(kRules), std::end(kRules),
                                  [&](const Rule& each) { return each.name == name; });
  // The input model's list of operators was checked before.
  if (rule == std::end(kRules)) throw ApiError(ErrorCode::internal, "No such ComparisonOperator");
  return *rule;
}

[[noreturn]] void throw_invalid_comparison(std::string_view text) {
  throw_validation(fmt::format("One or more parameter values were invalid: {}", text));
}

bool takes(const Rule& rule, AttributeType type) {
  return rule.types.empty() ||
         (" " + std::string(rule.types)).find(fmt::format(" {} ", type_name(type))) !=
             std::string::npos;
}

}  // namespace

void throw_too_many(std::string_view parameter, std::size_t limit, std::string_view of_what) {
  throw_validation(
      fmt::format("{} has more than {} {}. DynamoDB would take them; Rivulet has this limit so "
                  "that other requests needn't wait.",
                  parameter, limit, of_what));
}

std::vector<AttributeValue> read_value_list(const json::Object& condition) {
  std::vector<AttributeValue> values;
  if (const auto list = condition.find("AttributeValueList")) {
    if (list->array().size() > kMaxLegacyEntries) {
      throw_too_many("AttributeValueList", kMaxLegacyEntries, "values");
    }
    list->array().for_each(
        [&](json::Value value) { values.push_back(json::read_attribute_value(value)); });
  }
  return values;
}

void check_arguments(std::string_view comparison_operator,
                     const std::vector<AttributeValue>& arguments) {
  const Rule& rule = rule_of(comparison_operator);
  if (arguments.size() < rule.min_arguments || arguments.size() > rule.max_arguments) {
    throw_invalid_comparison(fmt::format(
        "Invalid number of argument(s) for the {} ComparisonOperator", comparison_operator));
  }
  for (const AttributeValue& argument : arguments) {
    if (argument.type() == arguments.front().type()) continue;
    throw_invalid_comparison("AttributeValues inside AttributeValueList must be of same type");
  }
  if (!arguments.empty() && !takes(rule, arguments.front().type())) {
    throw_invalid_comparison(
        fmt::format("ComparisonOperator {} is not valid for {} AttributeValue type",
                    comparison_operator, type_name(arguments.front().type())));
  }
  if (comparison_operator == "BETWEEN" &&
      compare(arguments[0], arguments[1]) == std::strong_ordering::greater) {
    throw_validation(
        "The BETWEEN condition was provided a range where the lower bound is greater than the "
        "upper bound");
  }
}

}  // namespace core::expressions
