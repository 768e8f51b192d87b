#include "storage/past_items.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

namespace {

using Items = std::map<std::string, std::string>;  // by key

// A table with a history and a model of what its items were after each write.
struct Fixture : tests::Store {
  std::map<storage::HistoryPosition, Items> states;

  void begin_history() {
    std::optional<storage::HistoryTable> made;
    writer.transact([&] { made = catalog.store_new_history(*table); });
    table->history = std::move(made);
    remember();
  }
  Items now() {
    Items items;
    table->items.scan({}, storage::Direction::forward, [&](auto key, auto, auto item) {
      items.emplace(key, item);
      return true;
    });
    return items;
  }
  void remember() { states[table->history->last()] = now(); }

  // In pieces of so many items; each piece begins where the one before said.
  Items read(storage::HistoryPosition moment, std::size_t piece) {
    Items items;
    storage::NextKey from = "";
    while (from) {
      const std::string begin = *from;
      from = storage::read_past_items(*table, moment, begin, {.items = piece},
                                      [&](auto key, auto item) {
                                        CHECK(key >= begin);
                                        CHECK(items.emplace(key, item).second);
                                      });
    }
    return items;
  }
};

}  // namespace

TEST_CASE("items are read as they were at each moment, in pieces of any size") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Fixture f;
    for (int i = 0; i < 20; ++i) f.run(f.put(tests::item(std::to_string(i), "first")));
    f.begin_history();
    for (int write = 0; write < 60; ++write) {
      const std::string pk = std::to_string(random() % 30);
      f.run(random() % 3 == 0 ? f.erase(pk) : f.put(tests::item(pk, std::to_string(random() % 4))));
      f.remember();
    }
    for (const auto& [moment, state] : f.states) {
      CAPTURE(moment);
      CHECK(f.read(moment, 1000) == state);
      CHECK(f.read(moment, 1 + random() % 4) == state);
    }
  }
}

TEST_CASE("a piece ends when it has read so many items or bytes") {
  Fixture f;
  for (int i = 0; i < 5; ++i) f.run(f.put(tests::item(std::to_string(i), std::string(100, 'x'))));
  const auto count = [&](const storage::ReadBounds& bounds) {
    int taken = 0;
    const auto next = storage::read_items(*f.table, {}, bounds, [&](auto, auto) { ++taken; });
    CHECK(next.has_value() == (taken < 5));
    return taken;
  };
  CHECK(count({.items = 3}) == 3);
  CHECK(count({.items = 5}) == 5);
  CHECK(count({.bytes = 101}) == 1);
  CHECK(count({.bytes = 200}) == 2);
  f.begin_history();
  int taken = 0;
  storage::read_past_items(*f.table, 0, {}, {.items = 2}, [&](auto, auto) { ++taken; });
  CHECK(taken == 2);
}

TEST_CASE("keys that come and go count, so that a piece is bounded") {
  Fixture f;
  f.begin_history();
  for (int i = 0; i < 4; ++i) {
    f.run(f.put(tests::item(std::to_string(i), "x")));
    f.run(f.erase(std::to_string(i)));
  }
  const auto next = storage::read_past_items(*f.table, 0, {}, {.items = 2},
                                             [](auto, auto) { FAIL("there was nothing"); });
  CHECK(next.has_value());
}
