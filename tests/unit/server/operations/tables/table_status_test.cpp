#include "server/operations/tables/table_status.h"

#include <doctest/doctest.h>

namespace server::operations::table_status_test {
namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
const core::WallTime kStart(std::chrono::hours(1));
constexpr core::Duration kTick = std::chrono::microseconds(1);

}  // namespace

TEST_CASE("a transition lasts until its time") {
  TableTransitions transitions;
  transitions.begin(kScope, "t", {TableStatus::creating, kStart + TableTransitions::kDelay});
  CHECK(transitions.find(kScope, "t", kStart + TableTransitions::kDelay - kTick));
  CHECK_FALSE(transitions.find(kScope, "t", kStart + TableTransitions::kDelay));
  CHECK(transitions.empty());
}

TEST_CASE("a transition that lies ahead of a clock moved back lasts no longer than others") {
  TableTransitions transitions;
  const auto ahead = kStart + std::chrono::hours(24);
  transitions.begin(kScope, "t", {TableStatus::creating, ahead + TableTransitions::kDelay});
  transitions.date_back(kStart);
  CHECK(transitions.find(kScope, "t", kStart + TableTransitions::kDelay - kTick));
  CHECK_FALSE(transitions.find(kScope, "t", kStart + TableTransitions::kDelay));
}

TEST_CASE("and a clock moved forth gives it no more time") {
  TableTransitions transitions;
  transitions.begin(kScope, "t", {TableStatus::deleting, kStart + TableTransitions::kDelay});
  transitions.date_back(kStart + kTick);
  CHECK(transitions.deleting(kScope, kStart + kTick) == std::vector<std::string>{"t"});
  CHECK(transitions.deleting(kScope, kStart + TableTransitions::kDelay).empty());
}

}  // namespace server::operations::table_status_test
