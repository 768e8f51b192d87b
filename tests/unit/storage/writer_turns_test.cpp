#include "storage/change_table.h"
#include "storage/writer.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace writer_turns_test {

using storage::WriteResult;
using tests::item;
using tests::Store;

namespace {

// Counts the writes that are done.
struct Counting : Store {
  int done = 0;

  void submit(const std::string& pk) {
    writer.submit(put(item(pk, "1")), [this](const WriteResult&) { ++done; });
  }
};

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
  Counting store;
  store.submit("a");
  store.look_again();
  CHECK(store.done == 1);
  store.submit("b");
  store.submit("c");
  store.look_again();
  CHECK(store.done == 3);
  // The last turn had two of them: there may be more on their way.
  store.submit("d");
  store.look_again();
  CHECK(store.done == 3);
  store.submit("e");
  store.look_again();
  CHECK(store.done == 3);
  store.look_again();
  CHECK(store.done == 5);
  store.submit("f");
  store.look_again();
  store.look_again();
  CHECK(store.done == 6);
  store.submit("g");
  store.look_again();
  CHECK(store.done == 7);
}

TEST_CASE("a turn that is ended from elsewhere doesn't cut the next one short") {
  Counting store;
  store.submit("a");
  store.submit("b");
  store.writer.transact([] {});
  CHECK(store.done == 2);
  store.submit("c");
  CHECK(store.deferred.size() == 1);
  store.look_again();
  CHECK(store.done == 2);
  store.submit("d");
  store.run_turn();
  CHECK(store.done == 4);
}

TEST_CASE("a turn doesn't go on for ever") {
  Counting store;
  store.submit("a");
  store.submit("b");
  store.run_turn();
  for (int look = 0; look < 20 && store.done == 2; ++look) {
    store.submit(std::to_string(look));
    store.look_again();
  }
  CHECK(store.done > 2);
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

TEST_CASE("a table has none of the items of one that had its name before") {
  Store store;
  store.run(store.put(item("a", "1")));
  REQUIRE(store.find("a"));
  const std::int64_t id = store.table->id;
  const core::TableDefinition definition = store.table->definition;
  std::unique_ptr<storage::Table> created;
  store.writer.transact([&] {
    store.catalog.store_erased(*store.table);
    created = store.catalog.store_new(definition);
  });
  store.catalog.forget(*store.table);
  store.table = &store.catalog.adopt(std::move(created));
  CHECK(store.table->id != id);
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

}  // namespace writer_turns_test
