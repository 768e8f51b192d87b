#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace server::operations {

enum class TokenState {
  fresh,        // not known; from now on it is in progress
  in_progress,  // the same request is being written
  completed,    // the same request was written
  mismatch,     // it was used for another request
};

// The ClientRequestTokens of transactions. A token is remembered for ten minutes after its
// transaction was written; of many, only the newest are.
class TransactionTokens {
 public:
  static constexpr std::size_t kMaxTokens = 100'000;

  // `fingerprint` is alike for the same requests only.
  TokenState begin(const core::Scope& scope, std::string_view token, std::string_view fingerprint,
                   core::WallTime now);
  // Ends what begin() called fresh: it was written, or it came to nothing and may be tried again.
  void complete(const core::Scope& scope, std::string_view token, core::WallTime now);
  void forget(const core::Scope& scope, std::string_view token);
  // All of these scopes.
  void forget(const core::ScopeFilter& scopes);

  // The wall time was moved: what was written at a time ahead of now counts as written now.
  void date_back(core::WallTime now);

  std::size_t size() const { return tokens_.size(); }

 private:
  using Key = std::pair<core::Scope, std::string>;
  struct Entry {
    std::string fingerprint;
    bool completed = false;
  };
  struct Completed {
    core::WallTime at;
    Key key;
  };

  void drop_old(core::WallTime now);

  std::map<Key, Entry> tokens_;
  std::deque<Completed> completed_;  // oldest first
};

}  // namespace server::operations
