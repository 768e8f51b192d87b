#include "core/expressions/legacy_conditions.h"

#include "core/api_error.h"
#include "core/attribute_name.h"
#include "core/expressions/count_terms.h"
#include "core/expressions/legacy_comparison.h"
#include "core/json/attribute_value_json.h"

#include <fmt/format.h>

#include <utility>

namespace core::expressions {

namespace {

using Values = std::vector<AttributeValue>;

[[noreturn]] void throw_invalid_for(std::string_view text, std::string_view attribute) {
  throw_validation(fmt::format("One or more parameter values were invalid: {} for Attribute: {}",
                               text, attribute));
}

std::vector<Operand> as_operands(Values values) {
  std::vector<Operand> operands;
  for (AttributeValue& value : values) operands.emplace_back(Literal(std::move(value)));
  return operands;
}

std::optional<Comparator> find_comparator(std::string_view name) {
  if (name == "EQ") return Comparator::equal;
  if (name == "NE") return Comparator::not_equal;
  if (name == "LT") return Comparator::less;
  if (name == "LE") return Comparator::less_or_equal;
  if (name == "GT") return Comparator::greater;
  if (name == "GE") return Comparator::greater_or_equal;
  return std::nullopt;
}

// NOT_CONTAINS doesn't hold for an attribute that isn't there [AWS].
Condition not_contains(const DocumentPath& path, Operand member) {
  And both;
  both.terms.push_back(Condition{AttributeExists{path}});
  both.terms.push_back(Condition{
      Not{Box<Condition>(Condition{Contains{path, std::move(member)}})}
  });
  return Condition{std::move(both)};
}

Condition make_condition(std::string_view attribute, std::string_view comparison_operator,
                         Values arguments) {
  check_arguments(comparison_operator, arguments);
  DocumentPath path{std::string(attribute), {}};
  if (comparison_operator == "NULL") return Condition{AttributeNotExists{std::move(path)}};
  if (comparison_operator == "NOT_NULL") return Condition{AttributeExists{std::move(path)}};
  std::vector<Operand> operands = as_operands(std::move(arguments));
  if (comparison_operator == "IN")
    return Condition{
        In{std::move(path), std::move(operands)}
    };
  Operand first = std::move(operands[0]);
  if (const auto comparator = find_comparator(comparison_operator)) {
    return Condition{
        Compare{std::move(path), *comparator, std::move(first)}
    };
  }
  if (comparison_operator == "BETWEEN") {
    return Condition{
        Between{std::move(path), std::move(first), std::move(operands[1])}
    };
  }
  if (comparison_operator == "BEGINS_WITH") {
    return Condition{
        BeginsWith{std::move(path), std::move(first)}
    };
  }
  if (comparison_operator == "NOT_CONTAINS") return not_contains(path, std::move(first));
  return Condition{
      Contains{std::move(path), std::move(first)}
  };
}

// {"ComparisonOperator": …, "AttributeValueList" or "Value": …}
Condition read_comparison(std::string_view attribute, const json::Object& expected) {
  const std::string_view name = expected.find("ComparisonOperator")->string();
  if (expected.find("Exists")) {
    throw_invalid_for("Exists and ComparisonOperator cannot be used together", attribute);
  }
  const auto value = expected.find("Value");
  if (name != "NULL" && name != "NOT_NULL" && !value && !expected.find("AttributeValueList")) {
    throw_invalid_for(
        fmt::format("Value or AttributeValueList must be used with ComparisonOperator: {}", name),
        attribute);
  }
  Values arguments = read_value_list(expected);
  if (value) arguments.push_back(json::read_attribute_value(*value));
  return make_condition(attribute, name, std::move(arguments));
}

// {"Exists": false} or {"Exists": true, "Value": …}; Exists is true unless stated.
Condition read_existence(std::string_view attribute, const json::Object& expected) {
  const auto exists = expected.find("Exists");
  const auto value = expected.find("Value");
  if (!exists || exists->boolean()) {
    if (value) return make_condition(attribute, "EQ", {json::read_attribute_value(*value)});
    throw_invalid_for(
        fmt::format("Value must be provided when Exists is {}", exists ? "true" : "null"),
        attribute);
  }
  if (value) throw_invalid_for("Value cannot be used when Exists is false", attribute);
  return make_condition(attribute, "NULL", {});
}

Condition read_expected_attribute(std::string_view attribute, const json::Object& expected) {
  const bool has_list = expected.find("AttributeValueList").has_value();
  if (has_list && expected.find("Value")) {
    throw_invalid_for("Value and AttributeValueList cannot be used together", attribute);
  }
  if (expected.find("ComparisonOperator")) return read_comparison(attribute, expected);
  if (has_list) {
    throw_invalid_for("AttributeValueList can only be used with a ComparisonOperator", attribute);
  }
  return read_existence(attribute, expected);
}

Condition read_filter_attribute(std::string_view attribute, const json::Object& condition) {
  return make_condition(attribute, condition.find("ComparisonOperator")->string(),
                        read_value_list(condition));
}

void check_conditional_operator(const json::Object& request, std::size_t conditions) {
  if (!request.find("ConditionalOperator") || conditions > 1) return;
  throw_validation(conditions == 0 ? "ConditionalOperator cannot be used without Filter or Expected"
                                   : "ConditionalOperator can only be used when Filter or Expected "
                                     "has two or more elements");
}

Condition join(std::vector<Condition> terms, bool any) {
  if (terms.size() == 1) return std::move(terms.front());
  return any ? Condition{Or{std::move(terms)}} : Condition{And{std::move(terms)}};
}

template <class ReadAttribute>
std::optional<Condition> read_all(const json::Object& request, std::string_view parameter,
                                  ReadAttribute read_attribute) {
  const auto conditions = request.find(parameter);
  check_conditional_operator(request, conditions ? conditions->object().size() : 0);
  if (!conditions || conditions->object().empty()) return std::nullopt;
  std::vector<Condition> terms;
  std::size_t count = 0;
  conditions->object().for_each([&](const json::Member& member) {
    check_attribute_name(member.name);
    terms.push_back(read_attribute(member.name, member.value.object()));
    count += count_terms(terms.back());
    if (count > kMaxLegacyEntries) {
      throw_too_many(parameter, kMaxLegacyEntries, "conditions and values of IN");
    }
  });
  const auto conditional_operator = request.find("ConditionalOperator");
  return join(std::move(terms), conditional_operator && conditional_operator->string() == "OR");
}

}  // namespace

std::optional<Condition> read_expected(const json::Object& request) {
  return read_all(request, "Expected", read_expected_attribute);
}

std::optional<Condition> read_filter(const json::Object& request, std::string_view parameter) {
  return read_all(request, parameter, read_filter_attribute);
}

}  // namespace core::expressions
