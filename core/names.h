#pragma once

#include "core/strong_type.h"

#include <algorithm>
#include <compare>
#include <string>
#include <string_view>

namespace core {

using AccountId = Strong<struct AccountIdTag, std::string>;  // 12 digits
using Region = Strong<struct RegionTag, std::string>;        // "us-east-1"
using TableName = Strong<struct TableNameTag, std::string>;
using IndexName = Strong<struct IndexNameTag, std::string>;
using StreamLabel = Strong<struct StreamLabelTag, std::string>;  // "2025-02-22T03:03:25.490"
using StreamArn = Strong<struct StreamArnTag, std::string>;
using ShardId = Strong<struct ShardIdTag, std::string>;
using FunctionName = Strong<struct FunctionNameTag, std::string>;
using QueueName = Strong<struct QueueNameTag, std::string>;
using MappingId = Strong<struct MappingIdTag, std::string>;  // an event source mapping's UUID

// Whether a text may be a region's name: letters, digits and hyphens, so that it can be part of an
// ARN, a header or a host. Which regions AWS has isn't checked; "local" is as good as any.
inline bool is_region_name(std::string_view text) {
  constexpr std::size_t kMaxLength = 63;  // as part of a host name
  return !text.empty() && text.size() <= kMaxLength &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

// Where a resource lives. Resources of different scopes never meet, as on AWS.
struct Scope {
  AccountId account;
  Region region;

  friend bool operator==(const Scope&, const Scope&) = default;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

}  // namespace core
