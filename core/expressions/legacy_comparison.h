#pragma once

#include "core/attribute_value.h"
#include "core/json/value.h"

#include <cstddef>
#include <string_view>
#include <vector>

// ComparisonOperator and AttributeValueList, which Expected, the filters and KeyConditions share.
namespace core::expressions {

// Of an older parameter: conditions, the values of IN, attributes to update. Ours.
constexpr std::size_t kMaxLegacyEntries = 50'000;

// Throws ApiError(validation): a parameter has more of something than Rivulet takes.
[[noreturn]] void throw_too_many(std::string_view parameter, std::size_t limit,
                                 std::string_view of_what);

// The elements of AttributeValueList; none when it is absent. Throws when there are too many.
std::vector<AttributeValue> read_value_list(const json::Object& condition);

// Throws when the operator ("EQ", "BETWEEN" …) doesn't take these arguments.
void check_arguments(std::string_view comparison_operator,
                     const std::vector<AttributeValue>& arguments);

}  // namespace core::expressions
