#pragma once

#include "core/attribute_value.h"
#include "core/expressions/ast.h"
#include "core/json/value.h"
#include "core/key_schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace core::expressions {

enum class KeyOperator {
  equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  between,
  begins_with,
  not_indexable,  // an older operator that no key condition can use; refused by select_by_key
};

// A condition on one key attribute.
struct KeyTerm {
  std::string attribute;
  KeyOperator op = KeyOperator::equal;
  std::vector<AttributeValue> operands;  // two for between, one for the other indexable ones
};

// What a Query's KeyConditionExpression or KeyConditions says, not yet held against a key schema.
struct KeyCondition {
  std::vector<KeyTerm> terms;  // at most one for each attribute
};

// Of a parsed KeyConditionExpression. Throws ApiError(validation) for what is a condition, but none
// on keys.
KeyCondition key_condition_of(const Condition& expression);

// The older parameter: {"id": {"ComparisonOperator": "EQ", "AttributeValueList": […]}}.
KeyCondition read_key_conditions(const json::Object& key_conditions);

// Throws when there is no term, which AWS finds before it knows the key.
void check_any_term(const KeyCondition& condition);

// A key condition that fits its key.
struct KeySelection {
  std::vector<AttributeValue> partition;  // one value for each partition attribute, in its order
  std::vector<KeyTerm> sort;              // left to right; only the last may be other than equal
};

// Throws ApiError(validation) when the condition doesn't fit the key.
KeySelection select_by_key(const KeyCondition& condition, const KeySchema& key);

}  // namespace core::expressions
