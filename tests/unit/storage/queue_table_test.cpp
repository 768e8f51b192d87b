#include "storage/queue_table.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

namespace queue_table_test {

namespace {

storage::Queue orders() {
  storage::Queue queue;
  queue.bucket = 3;
  queue.scope = {core::AccountId("000000000000"), core::Region("us-east-1")};
  queue.name = core::QueueName("orders");
  queue.created_at = 1000;
  queue.modified_at = 2000;
  queue.attributes = {
      {"DelaySeconds", "5"}
  };
  queue.tags = {
      {"team", "a"}
  };
  return queue;
}

}  // namespace

TEST_CASE("a queue is loaded as it was created, updated, and no more when it was erased") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  storage::QueueTable table(database);
  storage::Queue queue = orders();
  queue.id = table.create(queue);
  auto loaded = table.load_all();
  REQUIRE(loaded.size() == 1);
  CHECK(loaded[0].id == queue.id);
  CHECK(loaded[0].bucket == 3);
  CHECK(loaded[0].scope == queue.scope);
  CHECK(loaded[0].name.get() == "orders");
  CHECK(loaded[0].created_at == 1000);
  CHECK(loaded[0].modified_at == 2000);
  CHECK(loaded[0].attributes == queue.attributes);
  CHECK(loaded[0].tags == queue.tags);

  queue.bucket = 4;
  queue.modified_at = 3000;
  queue.attributes = {
      {"DelaySeconds", "6"}
  };
  queue.tags = {};
  table.update(queue);
  loaded = table.load_all();
  REQUIRE(loaded.size() == 1);
  CHECK(loaded[0].bucket == 4);
  CHECK(loaded[0].created_at == 1000);
  CHECK(loaded[0].modified_at == 3000);
  CHECK(loaded[0].attributes == queue.attributes);
  CHECK(loaded[0].tags.empty());

  table.erase(queue.id);
  CHECK(table.load_all().empty());
}

TEST_CASE("queues of a scope are listed by name, some at a time") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  storage::QueueTable table(database);
  storage::Queue queue = orders();
  for (const char* name : {"c", "a", "b"}) {
    queue.name = core::QueueName(name);
    table.create(queue);
  }
  queue.scope.region = core::Region("sa-east-1");
  table.create(queue);
  const auto names = [&](std::string_view after, std::size_t most) {
    std::string text;
    for (const auto& each : table.list(orders().scope, after, most)) text += each.name.get();
    return text;
  };
  CHECK(names("", 9) == "abc");
  CHECK(names("", 2) == "ab");
  CHECK(names("a", 1) == "b");
  CHECK(table.list(orders().scope, "b", 1).at(0).attributes == orders().attributes);
}

TEST_CASE("a queue never gets the id of one that is gone") {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  storage::QueueTable table(database);
  const auto first = table.create(orders());
  table.erase(first);
  CHECK(table.create(orders()) > first);
}

}  // namespace queue_table_test
