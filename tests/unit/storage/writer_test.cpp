#include "storage/writer.h"

#include "tests/support/random_values.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <map>

namespace writer_test {

using core::AttributeValue;
using storage::WriteRequest;
using storage::WriteResult;
using tests::item;
using tests::not_exists;
using tests::Store;

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
