#include "core/memory_budget.h"

#include <doctest/doctest.h>

#include <limits>

namespace memory_budget_test {

using core::MemoryBudget;

TEST_CASE("shares take of a budget what it has, and give it back when they go") {
  MemoryBudget budget(10);
  CHECK(budget.limit() == 10);
  MemoryBudget::Share first(&budget);
  CHECK(first.reach(4));
  {
    MemoryBudget::Share second(&budget);
    CHECK(second.reach(6));
    CHECK(budget.used() == 10);
    CHECK_FALSE(second.reach(7));
    CHECK_FALSE(first.reach(std::numeric_limits<std::size_t>::max()));
    CHECK(budget.used() == 10);
    CHECK(second.reach(6));
  }
  CHECK(budget.used() == 4);
  first.clear();
  CHECK(budget.used() == 0);
  CHECK(first.reach(10));
}

TEST_CASE("a share only grows until it is cleared") {
  MemoryBudget budget(10);
  MemoryBudget::Share share(&budget);
  CHECK(share.reach(3));
  CHECK(share.reach(8));
  CHECK(share.reach(2));
  CHECK(budget.used() == 8);
}

TEST_CASE("a share that is moved is given back once") {
  MemoryBudget budget(10);
  {
    MemoryBudget::Share first(&budget);
    CHECK(first.reach(7));
    MemoryBudget::Share second(std::move(first));
    CHECK(budget.used() == 7);
    MemoryBudget::Share third(&budget);
    CHECK(third.reach(2));
    third = std::move(second);
    CHECK(budget.used() == 9);
    CHECK_FALSE(third.reach(9));
    CHECK(third.reach(8));
  }
  CHECK(budget.used() == 0);
}

TEST_CASE("a budget remembers the most that was used since somebody asked") {
  MemoryBudget budget(10);
  MemoryBudget::Share share(&budget);
  CHECK(share.reach(7));
  share.clear();
  CHECK(share.reach(2));
  CHECK(budget.take_peak() == 7);
  CHECK(budget.take_peak() == 2);
  CHECK_FALSE(share.reach(11));
  share.clear();
  CHECK(budget.take_peak() == 2);
  CHECK(budget.take_peak() == 0);
}

TEST_CASE("a share of no budget may have everything") {
  MemoryBudget::Share share;
  CHECK(share.reach(std::numeric_limits<std::size_t>::max()));
  share.clear();
}

}  // namespace memory_budget_test
