#pragma once

#include "core/names.h"

#include <optional>

namespace core {

// Whose resources something is about: one account's in one region, or those of all.
struct ScopeFilter {
  std::optional<AccountId> account;  // nullopt: of any
  std::optional<Region> region;

  bool covers(const Scope& scope) const {
    return (!account || scope.account == *account) && (!region || scope.region == *region);
  }
};

}  // namespace core
