#include "storage/writer.h"

#include "core/expressions/parser.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/schema.h"
#include "tests/support/random_values.h"

#include <doctest/doctest.h>

#include <map>

using core::AttributeValue;
using storage::ChangeEvent;
using storage::WriteRequest;
using storage::WriteResult;

namespace {

storage::sqlite::Connection new_database() {
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  return connection;
}

// A table "T" of (pk S) with one global index on (g S), whose records go to shard 1.
struct Store : storage::CommitListener {
  core::ManualClock clock;
  storage::sqlite::Connection connection = new_database();
  storage::Catalog catalog{connection};
  std::vector<std::function<void()>> deferred;
  storage::Writer writer{connection, catalog, clock,
                         [this](auto call) { deferred.push_back(std::move(call)); }};
  std::vector<storage::ChangeRecord> records;
  storage::Table* table = nullptr;

  explicit Store(core::StreamViewType view = core::StreamViewType::new_and_old_images) {
    core::TableDefinition definition;
    definition.name = core::TableName("T");
    definition.key.partition = {
        {"pk", core::ScalarType::s}
    };
    core::IndexDefinition index;
    index.name = core::IndexName("G");
    index.key.partition = {
        {"g", core::ScalarType::s}
    };
    definition.indexes = {index};
    std::unique_ptr<storage::Table> created;
    writer.transact([&] { created = catalog.store_new(definition); });
    table = &catalog.adopt(std::move(created));
    table->stream = storage::OpenStream{view, {{0, 1}}};
    writer.set_listener(*this);
  }

  void committed(std::vector<storage::ChangeRecord> changes) override {
    for (auto& change : changes) records.push_back(std::move(change));
  }

  void look_again() {
    for (auto& call : std::exchange(deferred, {})) call();
  }
  void run_turn() {
    while (!deferred.empty()) look_again();
  }

  WriteRequest put(const core::Item& item) {
    WriteRequest request;
    request.table = table;
    request.item_key = storage::encode_key(table->definition.key, item);
    request.write = core::PutItem{item, {}};
    return request;
  }

  WriteRequest erase(const std::string& pk) {
    WriteRequest request;
    request.table = table;
    request.key = {
        {"pk", AttributeValue(pk)}
    };
    request.item_key = storage::encode_key(table->definition.key, request.key);
    request.write = core::DeleteItem{};
    return request;
  }

  WriteResult run(WriteRequest request) {
    WriteResult result;
    writer.submit(std::move(request), [&](WriteResult done) { result = std::move(done); });
    run_turn();
    return result;
  }

  std::optional<core::Item> find(const std::string& pk) {
    const core::Item key{
        {"pk", AttributeValue(pk)}
    };
    const auto row = table->items.find(storage::encode_key(table->definition.key, key));
    if (!row) return std::nullopt;
    return storage::decode_item(row->item);
  }

  int index_entries() {
    int count = 0;
    table->indexes[0].entries.scan({}, storage::Direction::forward, [&](auto, auto) {
      ++count;
      return true;
    });
    return count;
  }
};

core::Item item(const std::string& pk, const std::string& text) {
  return {
      {"pk",   AttributeValue(pk)  },
      {"text", AttributeValue(text)}
  };
}

core::expressions::Condition not_exists() {
  core::expressions::Placeholders none;
  return core::expressions::parse_condition("attribute_not_exists(pk)", "ConditionExpression",
                                            none);
}

}  // namespace

TEST_CASE("writes of one turn share a commit and complete in order") {
  Store store;
  std::vector<int> order;
  store.writer.submit(store.put(item("a", "1")), [&](const WriteResult&) { order.push_back(1); });
  store.writer.submit(store.put(item("a", "2")), [&](const WriteResult& result) {
    order.push_back(2);
    CHECK(result.previous_size_bytes > 0);
  });
  CHECK(store.deferred.size() == 1);
  CHECK_FALSE(store.find("a"));
  store.run_turn();
  CHECK(order == std::vector{1, 2});
  CHECK(store.find("a") == item("a", "2"));
  CHECK(store.records.size() == 2);
}

TEST_CASE("while writes keep coming a turn goes on, and who is alone never waits") {
  Store store;
  int done = 0;
  const auto submit = [&](const std::string& pk) {
    store.writer.submit(store.put(item(pk, "1")), [&](const WriteResult&) { ++done; });
  };
  submit("a");
  store.look_again();
  CHECK(done == 1);
  submit("b");
  submit("c");
  store.look_again();
  CHECK(done == 3);
  // The last turn had two of them: there may be more on their way.
  submit("d");
  store.look_again();
  CHECK(done == 3);
  submit("e");
  store.look_again();
  CHECK(done == 3);
  store.look_again();
  CHECK(done == 5);
  submit("f");
  store.look_again();
  store.look_again();
  CHECK(done == 6);
  submit("g");
  store.look_again();
  CHECK(done == 7);
}

TEST_CASE("a turn that is ended from elsewhere doesn't cut the next one short") {
  Store store;
  int done = 0;
  const auto submit = [&](const std::string& pk) {
    store.writer.submit(store.put(item(pk, "1")), [&](const WriteResult&) { ++done; });
  };
  submit("a");
  submit("b");
  store.writer.transact([] {});
  CHECK(done == 2);
  submit("c");
  CHECK(store.deferred.size() == 1);
  store.look_again();
  CHECK(done == 2);
  submit("d");
  store.run_turn();
  CHECK(done == 4);
}

TEST_CASE("a turn doesn't wait for more than it can bear") {
  Store store;
  int done = 0;
  int submitted = 0;
  const auto submit = [&] {
    store.writer.submit(store.put(item(std::to_string(++submitted), "1")),
                        [&](const WriteResult&) { ++done; });
  };
  submit();
  submit();
  store.run_turn();
  for (int look = 0; look < 1000 && done < 3; ++look) {
    submit();
    store.look_again();
  }
  CHECK(done > 2);
  CHECK(done < 1000);
}

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

TEST_CASE("work of other kinds is committed with the turn's writes") {
  Store store;
  std::vector<bool> committed;
  store.writer.submit([&] { store.connection.execute("INSERT INTO sequence VALUES ('x', 1)"); },
                      [&](bool done) { committed.push_back(done); });
  store.run_turn();
  CHECK(committed == std::vector{true});
}

TEST_CASE("when the commit fails, every write of the turn is refused and nothing remains") {
  Store store;
  std::optional<core::ApiError> error;
  store.writer.submit(store.put(item("a", "1")),
                      [&](const WriteResult& result) { error = result.error; });
  store.writer.submit([&] { store.connection.execute("INSERT INTO nowhere VALUES (1)"); },
                      [](bool done) { CHECK_FALSE(done); });
  store.run_turn();
  REQUIRE(error);
  CHECK(error->code() == core::ErrorCode::internal);
  CHECK_FALSE(store.find("a"));
  CHECK(store.records.empty());
  CHECK(store.table->statistics.item_count == 0);
}

TEST_CASE("an item that was read is found as each later write leaves it") {
  Store store;
  store.run(store.put(item("a", "1")));
  CHECK(store.find("a") == item("a", "1"));
  store.run(store.put(item("a", "2")));
  CHECK(store.find("a") == item("a", "2"));
  store.run(store.erase("a"));
  CHECK_FALSE(store.find("a"));
  store.run(store.put(item("a", "3")));
  CHECK(store.find("a") == item("a", "3"));
}

TEST_CASE("after a turn that failed an item is found as it was, whatever was read in between") {
  Store store;
  store.run(store.put(item("a", "1")));
  REQUIRE(store.find("a"));
  for (const auto& write : {store.put(item("a", "2")), store.erase("a")}) {
    store.writer.submit(write, [](const WriteResult&) {});
    store.writer.submit(
        [&] {
          CHECK(store.find("a") != item("a", "1"));
          store.connection.execute("INSERT INTO nowhere VALUES (1)");
        },
        [](bool) {});
    store.run_turn();
    CHECK(store.find("a") == item("a", "1"));
  }
}

TEST_CASE("records of a shard whose first turn failed are found when the next one is committed") {
  Store store;
  store.writer.submit(store.put(item("a", "1")), [](const WriteResult&) {});
  store.writer.submit([&] { store.connection.execute("INSERT INTO nowhere VALUES (1)"); },
                      [](bool) {});
  store.run_turn();
  store.run(store.put(item("a", "2")));
  storage::ChangeTable changes(store.connection);
  int found = 0;
  CHECK(changes.read(1, core::SequenceNumber(0), 10, [&](const storage::ChangeRecord& record) {
    ++found;
    CHECK(storage::decode_item(*record.new_image) == item("a", "2"));
    return true;
  }));
  CHECK(found == 1);
}

TEST_CASE("a table has none of the items of one that had its id before") {
  Store store;
  store.run(store.put(item("a", "1")));
  REQUIRE(store.find("a"));
  const std::int64_t id = store.table->id;
  const core::TableDefinition definition = store.table->definition;
  std::unique_ptr<storage::Table> created;
  store.writer.transact([&] {
    store.catalog.erase(*store.table);
    created = store.catalog.store_new(definition);
  });
  store.table = &store.catalog.adopt(std::move(created));
  REQUIRE(store.table->id == id);
  CHECK_FALSE(store.find("a"));
}

TEST_CASE("a transaction of the control plane that fails leaves items and records as they were") {
  Store store;
  store.run(store.put(item("a", "1")));
  REQUIRE(store.find("a"));
  CHECK_THROWS(store.writer.transact([] { throw std::runtime_error("refused"); }));
  CHECK(store.find("a") == item("a", "1"));
  store.run(store.put(item("a", "2")));
  CHECK(store.find("a") == item("a", "2"));
}

TEST_CASE("a transaction of the control plane ends the turn first") {
  Store store;
  bool done = false;
  store.writer.submit(store.put(item("a", "1")), [&](const WriteResult&) { done = true; });
  store.writer.transact([&] { CHECK(done); });
  CHECK(store.find("a"));
}

TEST_CASE("a completion that fails doesn't keep the others from being called") {
  Store store;
  bool answered = false;
  store.writer.submit(store.put(item("a", "1")),
                      [](const WriteResult&) { throw std::runtime_error("out of memory"); });
  store.writer.submit(store.put(item("b", "1")), [&](const WriteResult&) { answered = true; });
  store.run_turn();
  CHECK(answered);
  CHECK(store.find("a"));
}

TEST_CASE("whatever goes wrong in a turn, everybody is answered") {
  Store store;
  std::optional<core::ApiError> error;
  store.writer.submit([] { throw std::runtime_error("out of memory"); }, {});
  store.writer.submit(store.put(item("a", "1")),
                      [&](const WriteResult& result) { error = result.error; });
  store.run_turn();
  REQUIRE(error);
  CHECK(error->code() == core::ErrorCode::internal);
  CHECK_FALSE(store.find("a"));
}

TEST_CASE("a transaction that fails gives its sequence numbers back") {
  Store store;
  const auto next = store.writer.next_sequence();
  const auto fail = [&] {
    store.writer.take_sequence();
    throw std::runtime_error("disk");
  };
  CHECK_THROWS(store.writer.transact(fail));
  CHECK(store.writer.next_sequence() == next);
}
