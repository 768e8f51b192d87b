#include "storage/message_table.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

namespace message_table_test {

using storage::MessageState;
using storage::MessageTable;

namespace {

struct Store {
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  MessageTable messages = opened(connection);
  std::int64_t bucket = messages.create_bucket();

  static MessageTable opened(storage::sqlite::Connection& connection) {
    storage::migrate(connection);
    return MessageTable(connection);
  }

  void send(std::string_view body, std::int64_t sent_at, std::int64_t visible_at) {
    messages.insert(bucket, {"id", body, "", "sender", "", ""}, sent_at, visible_at);
  }
  std::vector<std::string> bodies(std::int64_t now, std::size_t limit = 10,
                                  const storage::MessagePosition& after = {}) {
    std::vector<std::string> found;
    for (const auto& state : messages.find_visible(bucket, now, after, limit)) {
      found.push_back(messages.content(state.id).body);
    }
    return found;
  }
  MessageState first(std::int64_t now) { return messages.find_visible(bucket, now, {}, 1).at(0); }
  // Counted so many at a time.
  storage::MessageCounts counts(std::int64_t now, std::size_t most = 100) {
    storage::MessageCounting counting{bucket, now, {}, {}};
    while (messages.count_some(counting, most)) {
    }
    return counting.counts;
  }
  // Removes so many at most; answers how many.
  std::size_t remove_sent_until(std::int64_t time, std::size_t most, std::size_t bytes = 1000) {
    storage::RemovalBudget budget{most, bytes};
    messages.remove_sent_until(bucket, time, budget);
    return most - budget.messages;
  }
  std::int64_t count(const std::string& table) {
    auto statement = connection.prepare("SELECT count(*) FROM " + table);
    auto run = statement.run();
    return run.next() ? run.whole(0) : -1;
  }
};

using Bodies = std::vector<std::string>;

}  // namespace

TEST_CASE("messages are visible from their time on, in the order of it and then of their sending") {
  Store store;
  store.send("late", 10, 30);
  store.send("one", 10, 10);
  store.send("two", 10, 10);
  CHECK(store.bodies(9).empty());
  CHECK(store.bodies(10) == Bodies{"one", "two"});
  CHECK(store.bodies(29) == Bodies{"one", "two"});
  CHECK(store.bodies(30) == Bodies{"one", "two", "late"});
  CHECK(store.bodies(30, 1) == Bodies{"one"});
  const auto one = store.first(30);
  CHECK(store.bodies(30, 10, {one.visible_at, one.id}) == Bodies{"two", "late"});
}

TEST_CASE("all that a message says comes back") {
  Store store;
  store.messages.insert(store.bucket, {"m1", "body", "{}", "AIDA", "Root=1", "group"}, 5, 5);
  const auto content = store.messages.content(store.first(5).id);
  CHECK(content.message_id == "m1");
  CHECK(content.body == "body");
  CHECK(content.attributes == "{}");
  CHECK(content.sender_id == "AIDA");
  CHECK(content.trace_header == "Root=1");
  CHECK(content.group_id == "group");
}

TEST_CASE("a message's state changes as a whole") {
  Store store;
  store.send("one", 5, 5);
  MessageState state = store.first(5);
  CHECK(state.sent_at == 5);
  CHECK(state.receive_count == 0);
  CHECK(state.first_received_at == 0);
  state.visible_at = 50;
  state.receive_count = 2;
  state.first_received_at = 6;
  state.last_received_at = 7;
  state.source_arn = "arn";
  store.messages.update(state);
  CHECK(store.bodies(49).empty());
  const auto found = store.messages.find(store.bucket, state.id);
  REQUIRE(found);
  CHECK(found->sent_at == 5);
  CHECK(found->visible_at == 50);
  CHECK(found->receive_count == 2);
  CHECK(found->first_received_at == 6);
  CHECK(found->last_received_at == 7);
  CHECK(found->source_arn == "arn");
}

TEST_CASE("a message is found and erased in its own bucket only") {
  Store store;
  store.send("one", 5, 5);
  const auto id = store.first(5).id;
  const auto other = store.messages.create_bucket();
  CHECK_FALSE(store.messages.find(other, id));
  store.messages.erase(other, id);
  CHECK(store.bodies(5) == Bodies{"one"});
  store.messages.erase(store.bucket, id);
  CHECK(store.bodies(5).empty());
  CHECK(store.count("message_content") == 0);
  store.send("two", 5, 5);
  CHECK(store.first(5).id > id);
}

TEST_CASE("a message moves to another bucket with its new state") {
  Store store;
  store.send("one", 5, 5);
  MessageState state = store.first(5);
  const auto source = store.bucket;
  const auto target = store.messages.create_bucket();
  state.source_arn = "arn";
  state.visible_at = 8;
  store.messages.move(state, target);
  CHECK(store.bodies(100).empty());
  store.bucket = target;
  CHECK(store.bodies(7).empty());
  CHECK(store.bodies(8) == Bodies{"one"});
  CHECK(store.first(8).source_arn == "arn");
  CHECK_FALSE(store.messages.find(source, state.id));
}

TEST_CASE("messages are counted by what keeps them from being received") {
  Store store;
  store.send("visible", 5, 5);
  store.send("delayed", 5, 50);
  store.send("in flight", 4, 4);
  MessageState state = store.first(4);
  state.visible_at = 40;
  state.receive_count = 1;
  store.messages.update(state);
  auto counts = store.counts(5);
  CHECK(counts.visible == 1);
  CHECK(counts.in_flight == 1);
  CHECK(counts.delayed == 1);
  CHECK(store.messages.next_visible_at(store.bucket, 5) == 40);
  CHECK(store.messages.next_visible_at(store.bucket, 39) == 40);
  CHECK(store.messages.next_visible_at(store.bucket, 40) == 50);
  CHECK_FALSE(store.messages.next_visible_at(store.bucket, 50));
  counts = store.counts(40);
  CHECK(counts.visible == 2);
  CHECK(counts.in_flight == 0);
  CHECK(counts.delayed == 1);
}

TEST_CASE("messages that are too old go, the oldest first, some at a time") {
  Store store;
  for (const std::int64_t sent_at : {3, 1, 2, 4}) store.send(std::to_string(sent_at), sent_at, 9);
  CHECK(store.remove_sent_until(3, 2) == 2);
  CHECK(store.bodies(9) == Bodies{"3", "4"});
  CHECK(store.remove_sent_until(3, 2) == 1);
  CHECK(store.bodies(9) == Bodies{"4"});
  CHECK(store.count("message_content") == 1);
}

TEST_CASE("what dropped buckets held goes some at a time, and nothing else") {
  Store store;
  store.send("kept", 1, 1);
  const auto kept = store.bucket;
  for (int i = 0; i < 2; ++i) {
    store.bucket = store.messages.create_bucket();
    for (int j = 0; j < 3; ++j) store.send("dropped", 1, 1);
    store.messages.drop_bucket(store.bucket);
  }
  int calls = 0;
  const auto remove = [&] {
    storage::RemovalBudget budget{2, 1000};
    return store.messages.remove_dropped(budget, calls == 0);
  };
  while (remove()) ++calls;
  CHECK(calls == 4);
  CHECK(store.count("message") == 1);
  CHECK(store.count("message_bucket") == 1);
  store.bucket = kept;
  CHECK(store.bodies(1) == Bodies{"kept"});
}

TEST_CASE("no more messages go at once than make so many bytes, at least one") {
  Store store;
  for (int i = 0; i < 4; ++i) store.send("12345", i, 9);
  CHECK(store.remove_sent_until(9, 10, 9) == 2);
  CHECK(store.remove_sent_until(9, 10, 1) == 1);
  const auto dropped = store.bucket;
  store.messages.drop_bucket(dropped);
  storage::RemovalBudget budget{10, 5};
  CHECK(store.messages.remove_dropped(budget, true));
  CHECK(store.count("message") == 0);
  CHECK(store.count("message_bucket") == 1);  // there might have been more
}

TEST_CASE("what is erased tells its bytes") {
  Store store;
  store.messages.insert(store.bucket, {"id", "body", "{}", "sender", "", ""}, 1, 1);
  CHECK(store.messages.erase(store.bucket + 1, 1) == 0);
  CHECK(store.messages.erase(store.bucket, 1) == 6);
  CHECK(store.messages.erase(store.bucket, 1) == 0);
}

TEST_CASE("messages are counted in pieces of any size, each once") {
  Store store;
  for (const std::int64_t visible_at : {10, 20, 20, 20, 30, 30, 40, 40}) {
    store.send("a", 10, visible_at);
  }
  for (const std::int64_t id : {4, 6, 7}) {
    auto received = store.messages.find(store.bucket, id).value();
    received.receive_count = 1;
    store.messages.update(received);
  }
  CHECK(store.messages.count_in_flight(store.bucket, 20) == 2);
  for (std::size_t most = 1; most < 10; ++most) {
    CAPTURE(most);
    const auto counts = store.counts(20, most);
    CHECK(counts.visible == 4);
    CHECK(counts.delayed == 2);
    CHECK(counts.in_flight == 2);
  }
}

TEST_CASE("when the clock goes back, what lies ahead was now, and hides for as long as it did") {
  Store store;
  store.send("earlier", 50, 50);
  store.send("later", 200, 200);
  store.send("delayed", 200, 230);
  store.send("received", 60, 60);
  store.send("hidden long", 60, 5000);
  auto received = store.messages.find(store.bucket, 4).value();
  received.visible_at = 240;
  received.receive_count = 1;
  received.first_received_at = 210;
  received.last_received_at = 210;
  store.messages.update(received);
  CHECK(store.messages.date_back(0, 1, 100, 1000) == 1);
  CHECK(store.bodies(100) == Bodies{"earlier"});
  CHECK(store.messages.date_back(1, 4, 100, 1000) == 5);
  CHECK(store.bodies(100) == Bodies{"earlier", "later"});
  CHECK(store.bodies(129) == Bodies{"earlier", "later"});
  CHECK(store.bodies(130) == Bodies{"earlier", "later", "delayed", "received"});
  CHECK(store.bodies(999) == Bodies{"earlier", "later", "delayed", "received"});
  CHECK(store.bodies(1000) == Bodies{"earlier", "later", "delayed", "received", "hidden long"});
  const auto dated = store.messages.find(store.bucket, 4).value();
  CHECK(dated.sent_at == 60);
  CHECK(dated.first_received_at == 100);
  CHECK(dated.last_received_at == 100);
  CHECK(store.messages.find(store.bucket, 2)->sent_at == 100);
  CHECK(store.messages.find(store.bucket, 2)->last_received_at == 0);
  CHECK(store.messages.find(store.bucket, 1)->sent_at == 50);
}

TEST_CASE("messages of all buckets are dated back, so many at a time") {
  Store store;
  for (const char* body : {"one", "two", "three"}) store.send(body, 200, 200);
  const auto other = store.messages.create_bucket();
  store.messages.move(store.messages.find(store.bucket, 2).value(), other);
  CHECK(store.messages.date_back(0, 2, 100, 1000) == 2);
  CHECK(store.bodies(100) == Bodies{"one"});
  CHECK(store.messages.find(other, 2)->sent_at == 100);
  CHECK_FALSE(store.messages.date_back(2, 2, 100, 1000));
  CHECK(store.bodies(100) == Bodies{"one", "three"});
}

}  // namespace message_table_test
