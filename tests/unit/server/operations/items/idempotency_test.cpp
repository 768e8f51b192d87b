#include "server/operations/items/idempotency.h"

#include <doctest/doctest.h>

namespace server::operations::idempotency_test {
namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
const core::Scope kOther{core::AccountId("111111111111"), core::Region("us-east-1")};
const core::WallTime kStart(std::chrono::hours(1));

}  // namespace

TEST_CASE("a token stands for one request until ten minutes after it was written") {
  TransactionTokens tokens;
  CHECK(tokens.begin(kScope, "t", "a", kStart) == TokenState::fresh);
  CHECK(tokens.begin(kScope, "t", "a", kStart) == TokenState::in_progress);
  CHECK(tokens.begin(kScope, "t", "b", kStart) == TokenState::mismatch);
  CHECK(tokens.begin(kOther, "t", "b", kStart) == TokenState::fresh);
  tokens.complete(kScope, "t", kStart);
  const auto before = kStart + std::chrono::minutes(10) - std::chrono::microseconds(1);
  CHECK(tokens.begin(kScope, "t", "a", before) == TokenState::completed);
  CHECK(tokens.begin(kScope, "t", "b", before) == TokenState::mismatch);
  CHECK(tokens.begin(kScope, "t", "b", kStart + std::chrono::minutes(10)) == TokenState::fresh);
}

TEST_CASE("a token is free again when its transaction came to nothing") {
  TransactionTokens tokens;
  CHECK(tokens.begin(kScope, "t", "a", kStart) == TokenState::fresh);
  tokens.forget(kScope, "t");
  CHECK(tokens.begin(kScope, "t", "b", kStart) == TokenState::fresh);
}

TEST_CASE("a token that lies ahead of a clock moved back is remembered ten minutes from then") {
  TransactionTokens tokens;
  tokens.begin(kScope, "t", "a", kStart + std::chrono::hours(24));
  tokens.complete(kScope, "t", kStart + std::chrono::hours(24));
  tokens.date_back(kStart);
  const auto before = kStart + std::chrono::minutes(10) - std::chrono::microseconds(1);
  CHECK(tokens.begin(kScope, "t", "a", before) == TokenState::completed);
  CHECK(tokens.begin(kScope, "t", "a", kStart + std::chrono::minutes(10)) == TokenState::fresh);
}

TEST_CASE("and one that lies behind a clock moved forth keeps its time") {
  TransactionTokens tokens;
  tokens.begin(kScope, "t", "a", kStart);
  tokens.complete(kScope, "t", kStart);
  tokens.date_back(kStart + std::chrono::minutes(5));
  CHECK(tokens.begin(kScope, "t", "a", kStart + std::chrono::minutes(10)) == TokenState::fresh);
}

TEST_CASE("of many tokens, the newest are remembered") {
  TransactionTokens tokens;
  for (std::size_t i = 0; i < TransactionTokens::kMaxTokens + 10; ++i) {
    tokens.begin(kScope, std::to_string(i), "a", kStart);
    tokens.complete(kScope, std::to_string(i), kStart);
  }
  CHECK(tokens.size() <= TransactionTokens::kMaxTokens);
  CHECK(tokens.begin(kScope, "0", "b", kStart) == TokenState::fresh);
  CHECK(tokens.begin(kScope, std::to_string(TransactionTokens::kMaxTokens), "a", kStart) ==
        TokenState::completed);
}

TEST_CASE("tokens of a scope are forgotten, those that are used again later, too") {
  TransactionTokens tokens;
  for (const auto& scope : {kScope, kOther}) {
    tokens.begin(scope, "t", "a", kStart);
    tokens.complete(scope, "t", kStart);
  }
  tokens.forget(core::ScopeFilter{kScope.account, {}});
  CHECK(tokens.begin(kOther, "t", "a", kStart) == TokenState::completed);
  const auto later = kStart + std::chrono::minutes(9);
  CHECK(tokens.begin(kScope, "t", "b", later) == TokenState::fresh);
  tokens.complete(kScope, "t", later);
  CHECK(tokens.begin(kScope, "t", "b", kStart + std::chrono::minutes(11)) == TokenState::completed);
}

}  // namespace server::operations::idempotency_test
