#pragma once

#include "core/names.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace core {

// Where a snapshot is kept: a scope that no request can name, since accounts are digits.
inline constexpr std::string_view kSnapshotAccount = "snapshot";
inline Scope snapshot_scope(const std::string& name) {
  return {AccountId(std::string(kSnapshotAccount)), Region(name)};
}
inline bool is_snapshot(const Scope& scope) {
  return scope.account.get() == kSnapshotAccount;
}

// Whose resources something is about: one account's in one region, or those of all. Snapshots
// aren't among all.
struct ScopeFilter {
  std::optional<AccountId> account;  // nullopt: of any
  std::optional<Region> region;

  bool covers(const Scope& scope) const {
    if (account ? scope.account != *account : is_snapshot(scope)) return false;
    return !region || scope.region == *region;
  }
  // Whether all that the other one covers is covered.
  bool contains(const ScopeFilter& other) const {
    return (!account || account == other.account) && (!region || region == other.region);
  }
  // Whether there may be a scope that both cover.
  bool meets(const ScopeFilter& other) const {
    return (!account || !other.account || *account == *other.account) &&
           (!region || !other.region || *region == *other.region);
  }
};

// For calls that end at most so many of what a filter covers, since each takes its time.
inline constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

}  // namespace core
