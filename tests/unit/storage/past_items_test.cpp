#include "storage/past_items.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace past_items_test {

namespace {

using Items = std::map<std::string, std::string>;  // by key

// What an item was before and after, empty when there was none.
using Changes = std::map<std::string, std::pair<std::string, std::string>>;

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

  Changes read_changed(storage::HistoryPosition since, storage::HistoryPosition until,
                       std::size_t piece) {
    Changes changes;
    storage::NextKey from = "";
    while (from) {
      from = storage::read_changes(
          *table, since, until, std::string(*from), {.items = piece}, [&](const auto& change) {
            const std::string key = storage::encode_key(
                table->definition.key,
                storage::decode_item(change.after ? *change.after : *change.before));
            const std::pair images(change.before.value_or(""), change.after.value_or(""));
            CHECK(changes.emplace(key, images).second);
          });
    }
    return changes;
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

namespace {

std::string text_of(const Items& items, const std::string& key) {
  const auto found = items.find(key);
  return found == items.end() ? "" : found->second;
}

Changes changes_between(const Items& before, const Items& after,
                        const std::set<std::string>& written) {
  Changes changes;
  for (const std::string& key : written) {
    const std::pair change(text_of(before, key), text_of(after, key));
    if (!change.first.empty() || !change.second.empty()) changes[key] = change;
  }
  return changes;
}

}  // namespace

TEST_CASE("changes are what was written between two moments, in pieces of any size") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Fixture f;
    for (int i = 0; i < 10; ++i) f.run(f.put(tests::item(std::to_string(i), "first")));
    f.begin_history();
    std::map<storage::HistoryPosition, std::string> keys;  // what each write wrote
    for (int write = 0; write < 40; ++write) {
      const std::string pk = std::to_string(random() % 15);
      const auto before = f.table->history->last();
      f.run(random() % 3 == 0 ? f.erase(pk) : f.put(tests::item(pk, std::to_string(write))));
      f.remember();
      if (f.table->history->last() != before) {
        keys[f.table->history->last()] =
            storage::encode_key(f.table->definition.key, tests::item(pk, ""));
      }
    }
    for (int round = 0; round < 20; ++round) {
      auto since = static_cast<storage::HistoryPosition>(random() % f.states.size());
      auto until = static_cast<storage::HistoryPosition>(random() % f.states.size());
      if (until < since) std::swap(since, until);
      std::set<std::string> written;
      for (const auto& [position, key] : keys) {
        if (position > since && position <= until) written.insert(key);
      }
      const Changes expected = changes_between(f.states.at(since), f.states.at(until), written);
      for (const std::size_t piece : {1, 3, 1000})
        CHECK(f.read_changed(since, until, piece) == expected);
    }
  }
}

TEST_CASE("a piece of changes ends when it has read so many keys or bytes") {
  Fixture f;
  f.begin_history();
  for (int i = 0; i < 5; ++i) f.run(f.put(tests::item(std::to_string(i), std::string(100, 'x'))));
  const auto count = [&](const storage::ReadBounds& bounds, storage::HistoryPosition since) {
    int taken = 0;
    const auto next = storage::read_changes(*f.table, since, 5, {}, bounds, [&](auto) { ++taken; });
    CHECK(next.has_value() == (bounds.items < 5 || bounds.bytes < 500));
    return taken;
  };
  CHECK(count({.items = 3}, 0) == 3);
  CHECK(count({.items = 5}, 0) == 5);
  CHECK(count({.items = 3}, 5) == 0);  // keys of other times count, too
  CHECK(count({.items = 5, .bytes = 101}, 0) == 1);
}

TEST_CASE("a change tells when the item was written last in its time") {
  Fixture f;
  f.begin_history();
  const auto put_at = [&](int second) {
    f.clock.set(core::WallTime{std::chrono::seconds(second)});
    f.run(f.put(tests::item("a", std::to_string(second))));
  };
  for (const int second : {100, 200, 300}) put_at(second);
  std::vector<core::WallTime> times;
  storage::read_changes(*f.table, 0, 2, {}, {},
                        [&](const auto& change) { times.push_back(change.at); });
  CHECK(times == std::vector{core::WallTime{std::chrono::seconds(200)}});
}

}  // namespace past_items_test
