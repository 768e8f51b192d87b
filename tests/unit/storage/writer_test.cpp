#include "storage/writer.h"

#include "tests/support/random_values.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <map>

namespace writer_test {

using core::AttributeValue;
using storage::ChangeEvent;
using storage::WriteRequest;
using storage::WriteResult;
using tests::item;
using tests::not_exists;
using tests::Store;

TEST_CASE("each change has one record, of the right kind; no change has none") {
  Store store;
  struct Case {
    const char* name;
    WriteRequest write;
    std::optional<ChangeEvent> event;
    bool new_image;
    bool old_image;
  };
  Case cases[] = {
      {"a new item", store.put(item("a", "1")),         ChangeEvent::insert,   true,                                             false},
      {"an equal one",            store.put(item("a",                 "1")), std::nullopt, false,                                     false},
      {"a changed one",       store.put(item("a",                         "2")),                        ChangeEvent::modify,                     true,    true},
      {"a delete",        store.erase("a"),                      ChangeEvent::remove,                                   false,                           true                                                },
      {"a delete of nothing",       store.erase("a"),                     std::nullopt,false,false},
  };
  for (Case& c : cases) {
    CAPTURE(c.name);
    store.records.clear();
    store.run(std::move(c.write));
    REQUIRE(store.records.size() == (c.event ? 1 : 0));
    if (!c.event) continue;
    CHECK(store.records[0].event == *c.event);
    CHECK(store.records[0].new_image.has_value() == c.new_image);
    CHECK(store.records[0].old_image.has_value() == c.old_image);
    CHECK(storage::decode_item(store.records[0].keys) ==
          core::Item{
              {"pk", AttributeValue(std::string("a"))}
    });
  }
}

TEST_CASE("a record holds what the view type asks for") {
  struct Case {
    core::StreamViewType view;
    bool new_image;
    bool old_image;
  };
  for (const Case& c : {
           Case{core::StreamViewType::keys_only,          false, false},
           Case{core::StreamViewType::new_image,          true,  false},
           Case{core::StreamViewType::old_image,          false, true },
           Case{core::StreamViewType::new_and_old_images, true,  true }
  }) {
    Store store(c.view);
    store.run(store.put(item("a", "1")));
    store.run(store.put(item("a", "2")));
    CHECK(store.records[1].new_image.has_value() == c.new_image);
    CHECK(store.records[1].old_image.has_value() == c.old_image);
  }
}

TEST_CASE("sequence numbers grow") {
  Store store;
  for (int i = 0; i < 5; ++i) store.run(store.put(item("a", std::to_string(i))));
  for (std::size_t i = 1; i < store.records.size(); ++i) {
    CHECK(store.records[i - 1].sequence < store.records[i].sequence);
  }
}

TEST_CASE("a failed condition writes nothing and gives the item if asked") {
  Store store;
  store.run(store.put(item("a", "1")));
  WriteRequest write = store.put(item("a", "2"));
  std::get<core::PutItem>(write.write).condition = not_exists();
  const WriteResult result = store.run(std::move(write));
  CHECK(result.condition_failed);
  CHECK(result.previous == item("a", "1"));
  CHECK(store.find("a") == item("a", "1"));
  CHECK(store.records.size() == 1);
}

TEST_CASE("an atomic group writes all or nothing") {
  Store store;
  store.run(store.put(item("a", "1")));
  std::vector<WriteRequest> group;
  group.push_back(store.put(item("b", "1")));
  group.push_back(store.put(item("a", "2")));
  std::get<core::PutItem>(group[1].write).condition = not_exists();
  std::vector<WriteResult> results;
  store.writer.submit_atomic(std::move(group), [&](auto done) { results = std::move(done); });
  store.run_turn();
  REQUIRE(results.size() == 2);
  CHECK_FALSE(results[0].condition_failed);
  CHECK(results[1].condition_failed);
  CHECK_FALSE(store.find("b"));
  CHECK(store.records.size() == 1);
}

TEST_CASE("an index has an entry for each item with its key, and for no other") {
  Store store;
  core::Item indexed = item("a", "1");
  store.run(store.put(indexed));
  CHECK(store.index_entries() == 0);
  indexed.insert_or_assign("g", AttributeValue(std::string("x")));
  store.run(store.put(indexed));
  CHECK(store.index_entries() == 1);
  indexed.insert_or_assign("g", AttributeValue(std::string("y")));
  store.run(store.put(indexed));
  CHECK(store.index_entries() == 1);
  store.run(store.erase("a"));
  CHECK(store.index_entries() == 0);
}

TEST_CASE("an index key of the wrong type refuses the write") {
  Store store;
  core::Item wrong = item("a", "1");
  wrong.insert_or_assign("g", AttributeValue(core::Number(1)));
  const WriteResult result = store.run(store.put(wrong));
  REQUIRE(result.error);
  CHECK(result.error->message() ==
        "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S "
        "Actual: N IndexName: G");
  CHECK_FALSE(store.find("a"));
}

TEST_CASE("statistics count items and bytes, and are there after a restart") {
  Store store;
  store.run(store.put(item("a", "12")));
  store.run(store.put(item("b", "1")));
  store.run(store.put(item("a", "1")));
  store.run(store.erase("b"));
  CHECK(store.table->statistics.item_count == 1);
  CHECK(store.table->statistics.size_bytes == 8);  // pk a text 1
  storage::Catalog again(store.connection);
  CHECK(again.find({}, "T")->statistics.size_bytes == 8);
}

TEST_CASE("any sequence of writes gives the table that a map would be") {
  Store store(core::StreamViewType::keys_only);
  std::map<std::string, core::Item> model;
  tests::RandomValues random(7);
  for (int i = 0; i < 3'000; ++i) {
    const std::string pk(1, static_cast<char>('a' + random.below(20)));
    if (random.below(3) == 0) {
      store.writer.submit(store.erase(pk), [](const WriteResult&) {});
      model.erase(pk);
    } else {
      core::Item value = random.item(3, 1);
      value.insert_or_assign("pk", AttributeValue(pk));
      if (random.below(2) == 0) value.insert_or_assign("g", AttributeValue("g" + random.text(2)));
      store.writer.submit(store.put(value), [](const WriteResult&) {});
      model[pk] = value;
    }
    if (random.below(5) == 0) store.run_turn();
  }
  store.run_turn();
  int indexed = 0;
  for (const auto& [pk, value] : model) {
    REQUIRE(store.find(pk) == value);
    indexed += value.find("g") ? 1 : 0;
  }
  CHECK(store.table->statistics.item_count == static_cast<std::int64_t>(model.size()));
  CHECK(store.index_entries() == indexed);
}

}  // namespace writer_test
