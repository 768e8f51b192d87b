#include "server/faults/dice.h"

#include <doctest/doctest.h>

#include <vector>

namespace dice_test {

using server::faults::Dice;

namespace {

std::vector<double> rolls(std::uint64_t seed, int count) {
  Dice dice(seed);
  std::vector<double> all;
  for (int i = 0; i < count; ++i) all.push_back(dice.next());
  return all;
}

}  // namespace

TEST_CASE("the same seed rolls the same numbers, another seed others") {
  CHECK(rolls(7, 20) == rolls(7, 20));
  CHECK(rolls(7, 20) != rolls(8, 20));
}

// So that a seed that somebody wrote down means the same in the next version.
TEST_CASE("the numbers are SplitMix64's") {
  Dice dice(0);
  CHECK(dice.next() == static_cast<double>(0xe220a8397b1dcdaf >> 11) / 0x1p53);
  CHECK(dice.next() == static_cast<double>(0x6e789e6aa1b965f4 >> 11) / 0x1p53);
  CHECK(dice.next() == static_cast<double>(0x06c45d188009454f >> 11) / 0x1p53);
}

TEST_CASE("all numbers lie from 0 to below 1, as many in each half") {
  constexpr int kCount = 10'000;
  int low = 0;
  for (const double number : rolls(1, kCount)) {
    CHECK(number >= 0);
    CHECK(number < 1);
    low += number < 0.5 ? 1 : 0;
  }
  CHECK(low > kCount * 0.48);
  CHECK(low < kCount * 0.52);
}

}  // namespace dice_test
