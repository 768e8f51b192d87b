#include "server/sns/deliveries.h"

#include <doctest/doctest.h>

#include <vector>

namespace deliveries_test {

using namespace std::chrono_literals;
using server::sns::Deliveries;

TEST_CASE("some pieces are under way at a time, and the others wait in their order") {
  constexpr int kMost = static_cast<int>(Deliveries::kMaxPieces);
  Deliveries deliveries;
  std::vector<int> ran;
  for (int i = 0; i < kMost + 2; ++i) {
    deliveries.begin_piece([&ran, i] { ran.push_back(i); });
  }
  CHECK(ran.size() == kMost);
  CHECK(ran.back() == kMost - 1);
  deliveries.end_piece();
  CHECK(ran.size() == kMost + 1);
  CHECK(ran.back() == kMost);
  deliveries.end_piece();
  CHECK(ran.back() == kMost + 1);
  deliveries.end_piece();
  deliveries.begin_piece([&ran] { ran.push_back(-1); });
  CHECK(ran.back() == -1);
}

TEST_CASE("a subscription is warned of once a minute") {
  Deliveries deliveries;
  const core::SteadyTime start{5h};
  CHECK(deliveries.may_warn("a", start));
  CHECK_FALSE(deliveries.may_warn("a", start));
  CHECK(deliveries.may_warn("b", start + 30s));
  CHECK_FALSE(deliveries.may_warn("a", start + 1min - 1us));
  CHECK(deliveries.may_warn("a", start + 1min));
  CHECK_FALSE(deliveries.may_warn("b", start + 1min));
  CHECK_FALSE(deliveries.may_warn("a", start + 2min - 1us));
  CHECK(deliveries.may_warn("b", start + 90s));
}

}  // namespace deliveries_test
