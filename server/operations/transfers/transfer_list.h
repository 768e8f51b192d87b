#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "server/operations/transfers/transfer_status.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace server::operations {

// How long a client token stands for the request that it came with, once that is over (API
// reference, ClientToken).
constexpr std::chrono::hours kTokenLife{8};
// How long one that is over is listed (API reference, ListExports and ListImports).
constexpr std::chrono::hours kListedLife{24 * 90};
// How many that aren't listed any more go when another one comes: each takes its time.
constexpr std::size_t kForgottenAtOnce = 100;

// Exports, or imports, by their ARNs.
template <class Transfer>
class TransferList {
 public:
  // nullptr when there is none.
  const Transfer* find(std::string_view arn) const {
    const auto found = transfers_.find(arn);
    return found == transfers_.end() ? nullptr : &found->second;
  }

  // The one of an earlier request with that token, as long as it counts.
  const Transfer* find_by_token(const core::Scope& scope, std::string_view token,
                                core::WallTime now) const {
    const auto found = std::find_if(transfers_.begin(), transfers_.end(), [&](const auto& each) {
      return each.second.scope == scope && each.second.client_token == token &&
             !is_older(each.second, now, kTokenLife);
    });
    return found == transfers_.end() ? nullptr : &found->second;
  }

  std::vector<const Transfer*> listed(const core::Scope& scope, core::WallTime now) const {
    return select([&](const Transfer& each) {
      return each.scope == scope && !is_older(each, now, kListedLife);
    });
  }
  // At most so many.
  std::vector<const Transfer*> of(const core::ScopeFilter& scopes,
                                  std::size_t most = core::kAll) const {
    return select([&](const Transfer& each) { return scopes.covers(each.scope); }, most);
  }
  std::vector<const Transfer*> unfinished() const {
    return select([](const Transfer& each) { return each.status == TransferStatus::in_progress; });
  }
  // Those that aren't listed any more: at most so many.
  std::vector<const Transfer*> obsolete(core::WallTime now, std::size_t most) const {
    return select([&](const Transfer& each) { return is_older(each, now, kListedLife); }, most);
  }

  const Transfer& put(Transfer transfer) {
    const std::string arn = transfer.arn;
    return transfers_.insert_or_assign(arn, std::move(transfer)).first->second;
  }
  void erase(const std::string& arn) { transfers_.erase(arn); }

 private:
  static bool is_older(const Transfer& each, core::WallTime now, std::chrono::hours life) {
    return each.status != TransferStatus::in_progress && now - each.ended_at >= life;
  }
  std::vector<const Transfer*> select(const std::function<bool(const Transfer&)>& wanted,
                                      std::size_t most = core::kAll) const {
    std::vector<const Transfer*> found;
    for (const auto& [arn, transfer] : transfers_) {
      if (found.size() == most) break;
      if (wanted(transfer)) found.push_back(&transfer);
    }
    return found;
  }

  std::map<std::string, Transfer, std::less<>> transfers_;
};

}  // namespace server::operations
