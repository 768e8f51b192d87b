#pragma once

#include "server/protocol/shape.h"

#include <algorithm>
#include <string_view>

// Shapes that several DynamoDB operations share. Enums stand in the order AWS prints them, members
// in the order it reports them, as far as either is recorded.
namespace server::protocol {

constexpr bool is_resource_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}
inline constexpr Pattern kResourceNamePattern{"[a-zA-Z0-9_.-]+", is_resource_name};

inline constexpr Shape kResourceName = kString.between(3, 255).matching(kResourceNamePattern);
inline constexpr Shape kIndexName = kResourceName.with_length_told_first();
// Unlike the operations on items, those on tables want an empty name to be a name.
inline constexpr Shape kTableName = kResourceName.or_resource_arn().with_length_told_first();
inline constexpr Shape kTableNameOrArn = kResourceName.or_resource_arn_or_nothing();

inline constexpr std::string_view kReturnConsumedCapacityValues[] = {"INDEXES", "TOTAL", "NONE"};
inline constexpr Shape kReturnConsumedCapacity = kString.one_of(kReturnConsumedCapacityValues);

inline constexpr std::string_view kReturnItemCollectionMetricsValues[] = {"SIZE", "NONE"};
inline constexpr Shape kReturnItemCollectionMetrics =
    kString.one_of(kReturnItemCollectionMetricsValues);

inline constexpr std::string_view kReturnOnConditionFailureValues[] = {"ALL_OLD", "NONE"};
inline constexpr Shape kReturnOnConditionFailure = kString.one_of(kReturnOnConditionFailureValues);

// Keys, items, ExclusiveStartKey and ExpressionAttributeValues alike.
inline constexpr Shape kAttributeMap = map_of(kAttributeValue);
inline constexpr Shape kStringMap = map_of(kString);
inline constexpr Shape kStringList = list_of(kString);
inline constexpr Shape kAttributesToGet = kStringList.between(1, 255);

}  // namespace server::protocol
