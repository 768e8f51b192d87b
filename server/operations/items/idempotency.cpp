#include "server/operations/items/idempotency.h"

#include "core/limits.h"

#include <algorithm>

namespace server::operations {

TokenState TransactionTokens::begin(const core::Scope& scope, std::string_view token,
                                    std::string_view fingerprint, core::WallTime now) {
  drop_old(now);
  const auto [entry, added] =
      tokens_.try_emplace(Key(scope, token), Entry{std::string(fingerprint)});
  if (added) return TokenState::fresh;
  if (entry->second.fingerprint != fingerprint) return TokenState::mismatch;
  return entry->second.completed ? TokenState::completed : TokenState::in_progress;
}

void TransactionTokens::complete(const core::Scope& scope, std::string_view token,
                                 core::WallTime now) {
  Key key(scope, token);
  const auto found = tokens_.find(key);
  if (found == tokens_.end()) return;
  found->second.completed = true;
  completed_.push_back({now, std::move(key)});
}

void TransactionTokens::forget(const core::Scope& scope, std::string_view token) {
  tokens_.erase(Key(scope, token));
}

void TransactionTokens::forget(const core::ScopeFilter& scopes) {
  std::erase_if(tokens_, [&](const auto& entry) { return scopes.covers(entry.first.first); });
  std::erase_if(completed_,
                [&](const Completed& completed) { return scopes.covers(completed.key.first); });
}

void TransactionTokens::date_back(core::WallTime now) {
  for (Completed& completed : completed_) completed.at = std::min(completed.at, now);
}

void TransactionTokens::drop_old(core::WallTime now) {
  while (!completed_.empty() &&
         (completed_.front().at + core::limits::kClientRequestTokenLifetime <= now ||
          completed_.size() >= kMaxTokens)) {
    tokens_.erase(completed_.front().key);
    completed_.pop_front();
  }
}

}  // namespace server::operations
