#include "storage/item_cache.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace item_cache_test {

using storage::ItemCache;

namespace {

std::string key_of(int i) {
  return "key " + std::to_string(i);
}

int count(const ItemCache& cache, ItemCache::TableNumber table, int keys) {
  int found = 0;
  for (int i = 0; i < keys; ++i) found += cache.find(table, key_of(i)) ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("an item that was read is found by its table and key") {
  ItemCache cache;
  const auto table = cache.new_table();
  const auto other = cache.new_table();
  CHECK(!cache.find(table, "k"));
  cache.keep(table, "k", {7, "item"});
  const auto found = cache.find(table, "k");
  REQUIRE(found);
  CHECK(found->row == 7);
  CHECK(found->item == "item");
  CHECK(!cache.find(other, "k"));
  CHECK(!cache.find(table, "ki"));
  CHECK(!cache.find(table, ""));
}

TEST_CASE("what is written takes the place of what was there") {
  ItemCache cache;
  const auto table = cache.new_table();
  cache.keep(table, "k", {7, "old"});
  cache.keep(table, "l", {8, "other"});
  cache.keep(table, "k", {7, "new"});
  CHECK(cache.find(table, "k")->item == "new");
  cache.erase(table, "k");
  CHECK(!cache.find(table, "k"));
  CHECK(cache.find(table, "l")->item == "other");
  cache.clear();
  CHECK(!cache.find(table, "l"));
  CHECK(cache.bytes() == 0);
}

TEST_CASE("a place that became free is taken before one that isn't") {
  ItemCache cache;
  const auto table = cache.new_table();
  // Three keys of one set, whatever number of sets there is: the first loses its place when the
  // others come.
  constexpr std::size_t kMostSets = 1 << 12;
  const auto hash = [](int i) { return std::hash<std::string_view>()(key_of(i)) % kMostSets; };
  std::vector<int> others;
  for (int i = 1; others.size() < 2; ++i) {
    if (hash(i) == hash(0)) others.push_back(i);
  }
  cache.keep(table, key_of(0), {0, "first"});
  for (const int i : others) cache.keep(table, key_of(i), {i, "other"});
  REQUIRE(!cache.find(table, key_of(0)));

  cache.clear();
  cache.keep(table, key_of(0), {0, "first"});
  cache.keep(table, key_of(others[0]), {1, "second"});
  cache.erase(table, key_of(others[0]));
  cache.keep(table, key_of(others[1]), {2, "third"});
  CHECK(cache.find(table, key_of(0)));
  CHECK(cache.find(table, key_of(others[1])));
}

TEST_CASE("a forgotten table's items go when the cache is swept, and no others") {
  ItemCache cache;
  const auto table = cache.new_table();
  const auto other = cache.new_table();
  CHECK_FALSE(cache.sweep());
  for (int i = 0; i < 100; ++i) {
    cache.keep(table, key_of(i), {i, "item"});
    cache.keep(other, key_of(i + 1000), {i, "item"});
  }
  const std::size_t before = cache.bytes();
  cache.forget_table(table);
  CHECK(cache.bytes() == before);
  CHECK_FALSE(cache.sweep());  // it has no more slots than one sweep looks at
  CHECK(count(cache, table, 100) == 0);
  CHECK(count(cache, other, 1100) > 90);
  CHECK(cache.bytes() < before);
  cache.forget_table(other);
  cache.sweep();
  CHECK(cache.bytes() == 0);
}

TEST_CASE(
    "a sweep looks at so many slots, and goes round until none of a forgotten table is left") {
  ItemCache cache;
  const auto add = [&](ItemCache::TableNumber table, int count) {
    for (int i = 0; i < count; ++i) cache.keep(table, key_of(i), {i, "item"});
  };
  const auto first = cache.new_table();
  const auto second = cache.new_table();
  add(first, 5000);  // in 32,768 slots
  const std::size_t all = cache.bytes();
  cache.forget_table(first);
  CHECK(cache.sweep());
  CHECK(cache.bytes() > all / 2);
  CHECK(cache.bytes() < all);
  // What comes meanwhile, and more slots for it, too.
  add(second, 10'000);
  const std::size_t with_second = cache.bytes();
  cache.forget_table(second);
  int sweeps = 1;
  while (cache.sweep()) ++sweeps;
  CHECK(sweeps == 64);
  CHECK(with_second > 0);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("an item that is too large is handed back, but not kept") {
  ItemCache cache;
  const auto table = cache.new_table();
  const std::string large(ItemCache::kMaxItemBytes, 'x');
  CHECK(cache.keep(table, "k", {7, large}).item == large);
  CHECK(!cache.find(table, "k"));
  cache.keep(table, "k", {7, "small"});
  cache.keep(table, "k", {7, large});
  CHECK(!cache.find(table, "k"));
}

TEST_CASE("the memory is bounded, and the newest item is there") {
  constexpr std::size_t kBudget = 100'000;
  ItemCache cache(kBudget);
  const auto table = cache.new_table();
  constexpr int kItems = 10'000;
  for (int i = 0; i < kItems; ++i) {
    const auto kept = cache.keep(table, key_of(i), {i, std::string(1000, 'x')});
    CHECK(kept.item.size() == 1000);
    CHECK(cache.bytes() <= kBudget);
    CHECK(cache.find(table, key_of(i))->row == i);
  }
  CHECK(count(cache, table, kItems) > 50);
  for (int i = 0; i < kItems; ++i) cache.erase(table, key_of(i));
  CHECK(cache.bytes() == 0);
}

TEST_CASE("items with other keys are found beside one another, however many there are") {
  ItemCache cache;
  const auto table = cache.new_table();
  constexpr int kItems = 100'000;
  for (int i = 0; i < kItems; ++i) cache.keep(table, key_of(i), {i, key_of(i)});
  CHECK(count(cache, table, kItems) > kItems * 9 / 10);  // some lost theirs to two others
  int wrong = 0;
  for (int i = 0; i < kItems; ++i) {
    const auto found = cache.find(table, key_of(i));
    wrong += found && found->item != key_of(i) ? 1 : 0;
  }
  CHECK(wrong == 0);
}

}  // namespace item_cache_test
