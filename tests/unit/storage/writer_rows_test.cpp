#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>

namespace writer_rows_test {

using core::AttributeValue;
using storage::ChangeEvent;
using storage::WriteRequest;
using tests::item;
using tests::Store;

namespace {

core::Item indexed(const std::string& pk, const std::string& g) {
  core::Item made = item(pk, "1");
  made.insert_or_assign("g", AttributeValue(g));
  return made;
}

}  // namespace

TEST_CASE("each change has one record, of the right kind; no change has none") {
  Store store;
  struct Case {
    const char* name;
    WriteRequest write;
    std::optional<ChangeEvent> event;
    bool new_image;
    bool old_image;
  };
  // clang-format off
  Case cases[] = {
      {"a new item", store.put(item("a", "1")), ChangeEvent::insert, true, false},
      {"an equal one", store.put(item("a", "1")), std::nullopt, false, false},
      {"a changed one", store.put(item("a", "2")), ChangeEvent::modify, true, true},
      {"a delete", store.erase("a"), ChangeEvent::remove, false, true},
      {"a delete of nothing", store.erase("a"), std::nullopt, false, false},
  };
  // clang-format on
  for (Case& c : cases) {
    CAPTURE(c.name);
    store.records.clear();
    store.run(std::move(c.write));
    REQUIRE(store.records.size() == (c.event ? 1 : 0));
    if (!c.event) continue;
    const storage::ChangeRecord& record = store.records[0];
    CHECK(record.event == *c.event);
    CHECK(record.new_image.has_value() == c.new_image);
    CHECK(record.old_image.has_value() == c.old_image);
    CHECK(*storage::decode_item(record.keys).find("pk") == AttributeValue(std::string("a")));
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

TEST_CASE("a changed item stays in an index under the same key") {
  Store store;
  store.run(store.put(indexed("a", "x")));
  core::Item changed = indexed("a", "x");
  changed.insert_or_assign("text", AttributeValue(std::string("2")));
  store.run(store.put(changed));
  CHECK(store.index_entries() == 1);
  CHECK(store.table->indexes[0].statistics.item_count == 1);
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

TEST_CASE("an index counts the items that it has, and is the same after a restart") {
  Store store;
  const auto counted = [&] { return store.table->indexes[0].statistics; };
  store.run(store.put(indexed("a", "x")));
  store.run(store.put(indexed("b", "xyz")));
  store.run(store.put(item("c", "1")));
  CHECK(counted().item_count == 2);
  const auto both = counted().size_bytes;
  store.run(store.put(indexed("b", "x")));
  CHECK(counted().size_bytes == both - 2);
  store.run(store.put(item("b", "1")));
  CHECK(counted().item_count == 1);
  CHECK(counted().size_bytes * 2 == both - 2);
  storage::Catalog again(store.connection);
  CHECK(again.find({}, "T")->indexes[0].statistics == counted());
}

}  // namespace writer_rows_test
