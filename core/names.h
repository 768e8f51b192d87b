#pragma once

#include "core/strong_type.h"

#include <compare>
#include <string>

namespace core {

using AccountId = Strong<struct AccountIdTag, std::string>;  // 12 digits
using Region = Strong<struct RegionTag, std::string>;        // "us-east-1"
using TableName = Strong<struct TableNameTag, std::string>;
using IndexName = Strong<struct IndexNameTag, std::string>;
using StreamLabel = Strong<struct StreamLabelTag, std::string>;  // "2025-02-22T03:03:25.490"
using StreamArn = Strong<struct StreamArnTag, std::string>;
using ShardId = Strong<struct ShardIdTag, std::string>;
using FunctionName = Strong<struct FunctionNameTag, std::string>;
using MappingId = Strong<struct MappingIdTag, std::string>;  // an event source mapping's UUID

// Where a resource lives. Resources of different scopes never meet, as on AWS.
struct Scope {
  AccountId account;
  Region region;

  friend bool operator==(const Scope&, const Scope&) = default;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

}  // namespace core
