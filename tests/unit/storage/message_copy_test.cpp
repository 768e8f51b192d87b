#include "storage/message_copy.h"

#include "storage/message_table.h"
#include "storage/schema.h"
#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace message_copy_test {

using storage::MessageCopy;
using storage::MessageState;
using storage::MessageTable;

namespace {

constexpr std::int64_t kLate = 1'000'000;

// What is said of a message, by what it says.
using Seen = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                        std::string, std::string>;
using Contents = std::multimap<std::string, Seen>;

struct Store {
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  MessageTable messages = opened(connection);
  std::int64_t bucket = messages.create_bucket();
  std::int64_t other = messages.create_bucket();

  static MessageTable opened(storage::sqlite::Connection& connection) {
    storage::migrate(connection);
    return MessageTable(connection);
  }

  void send(const std::string& body, std::int64_t sent_at = 10) {
    messages.insert(bucket, {"id", body, "{}", "sender", "trace", "group"}, sent_at, sent_at);
  }
  std::vector<MessageState> list(std::int64_t of) {
    return messages.find_visible(of, kLate, {}, 10'000);
  }
  Contents contents(std::int64_t of) {
    Contents contents;
    for (const auto& state : list(of)) {
      const auto content = messages.content(state.id);
      contents.emplace(content.body,
                       Seen(state.sent_at, state.visible_at, state.receive_count,
                            state.first_received_at, state.last_received_at, state.source_arn,
                            content.message_id + content.attributes + content.sender_id +
                                content.trace_header + content.group_id));
    }
    return contents;
  }
  std::vector<std::string> bodies(std::int64_t of) {
    std::vector<std::string> bodies;
    for (const auto& state : list(of)) bodies.push_back(messages.content(state.id).body);
    return bodies;
  }
  // How many went; whether there may be more.
  std::pair<std::size_t, bool> remove_some_dropped(std::size_t at_once, bool first) {
    storage::RemovalBudget budget{at_once, std::size_t{1} << 20};
    const bool more = messages.remove_dropped(budget, first);
    return {at_once - budget.messages, more};
  }
  void remove_dropped(std::size_t at_once) {
    for (bool first = true; remove_some_dropped(at_once, first).second; first = false) {
    }
  }
  std::size_t count(const std::string& rows) {
    auto statement = connection.prepare("SELECT count(*) FROM " + rows);
    auto run = statement.run();
    return run.next() ? static_cast<std::size_t>(run.whole(0)) : 0;
  }
  void finish(MessageCopy& copy) {
    while (copy.step()) {
    }
  }
  // As the writer does when a commit fails.
  void roll_back(const std::function<void()>& change) {
    const storage::sqlite::Transaction transaction(connection);
    change();
  }
};

using Bodies = std::vector<std::string>;

}  // namespace

TEST_CASE("a bucket is copied with its messages as they are, in their order") {
  Store store;
  for (const char* body : {"one", "two", "three"}) store.send(body);
  MessageState taken = store.list(store.bucket)[0];
  taken.visible_at = 40;
  taken.receive_count = 2;
  taken.first_received_at = 12;
  taken.last_received_at = 15;
  taken.source_arn = "arn";
  store.messages.update(taken);
  MessageCopy copy(store.messages.copies(), store.bucket);
  CHECK(store.list(copy.bucket()).empty());
  CHECK_FALSE(copy.step());
  CHECK(store.bodies(copy.bucket()) == Bodies{"two", "three", "one"});
  CHECK(store.contents(copy.bucket()) == store.contents(store.bucket));
  CHECK(store.list(copy.bucket())[2].id != taken.id);
}

TEST_CASE("a step copies so many messages, or so many bytes") {
  Store store;
  const auto steps = [&] {
    MessageCopy copy(store.messages.copies(), store.bucket);
    int count = 1;
    while (copy.step()) ++count;
    CHECK(store.contents(copy.bucket()) == store.contents(store.bucket));
    return count;
  };
  CHECK(steps() == 1);
  for (std::size_t i = 0; i < MessageCopy::kMaxMessages - 1; ++i) store.send("a");
  CHECK(steps() == 1);
  store.send("a");
  CHECK(steps() == 2);
  for (int i = 0; i < 40; ++i) store.send("a");
  // First with "{}", and as long as forty of "a{}" more: just enough.
  store.send(std::string(MessageCopy::kMaxBytes - 122, 'x'), 5);
  CHECK(steps() == 3);
}

TEST_CASE("what changes, goes, moves or comes meanwhile makes no difference") {
  Store store;
  for (const char* body : {"changed", "erased", "gone", "moved", "same"}) store.send(body);
  const auto before = store.contents(store.bucket);
  MessageCopy copy(store.messages.copies(), store.bucket);
  auto states = store.list(store.bucket);
  states[0].visible_at = 70;
  states[0].receive_count = 1;
  store.messages.update(states[0]);
  states[0].visible_at = 90;
  store.messages.update(states[0]);
  store.messages.erase(store.bucket, states[1].id);
  states[3].source_arn = "arn";
  store.messages.move(states[3], store.other);
  store.messages.move(states[3], store.bucket);
  store.send("new", 5);
  store.finish(copy);
  CHECK(store.contents(copy.bucket()) == before);
  CHECK(store.contents(store.bucket) != before);
}

TEST_CASE("what came from another bucket isn't copied, though it is older") {
  Store store;
  const auto source = std::exchange(store.bucket, store.other);
  store.send("moved here");
  store.bucket = source;
  store.send("here");
  MessageCopy copy(store.messages.copies(), store.bucket);
  store.messages.move(store.list(store.other).at(0), store.bucket);
  store.finish(copy);
  CHECK(store.bodies(copy.bucket()) == Bodies{"here"});
}

TEST_CASE("a bucket that is dropped meanwhile is copied all the same") {
  Store store;
  for (int i = 0; i < 250; ++i) store.send(std::to_string(i));
  const auto before = store.contents(store.bucket);
  MessageCopy copy(store.messages.copies(), store.bucket);
  CHECK(copy.step());
  store.messages.drop_bucket(store.bucket);
  store.remove_dropped(50);
  CHECK(store.list(store.bucket).empty());
  store.finish(copy);
  CHECK(store.contents(copy.bucket()) == before);
}

TEST_CASE("messages that are dated back meanwhile are copied all the same, and dated there too") {
  Store store;
  for (std::size_t i = 0; i <= MessageCopy::kMaxMessages; ++i) store.send("ahead", 500);
  MessageCopy copy(store.messages.copies(), store.bucket);
  CHECK(copy.step());
  store.messages.date_back(0, 1000, 100, kLate);
  store.finish(copy);
  const auto copied = store.list(copy.bucket());
  CHECK(copied.size() == MessageCopy::kMaxMessages + 1);
  CHECK(std::all_of(copied.begin(), copied.end(),
                    [](const MessageState& state) { return state.sent_at == 100; }));
}

TEST_CASE("messages are dated back so many bytes of copies at a time") {
  Store store;
  const std::string large(MessageTable::kMaxCopiedBytes / 2, 'x');
  for (int i = 0; i < 5; ++i) store.send(large, 500);
  CHECK_FALSE(store.messages.date_back(0, 1000, 400, kLate));
  MessageCopy copy(store.messages.copies(), store.bucket);
  CHECK(store.messages.date_back(0, 1000, 100, kLate) == 2);
  CHECK(store.messages.date_back(2, 1000, 100, kLate) == 4);
  CHECK_FALSE(store.messages.date_back(4, 1000, 100, kLate));
  const auto dated = store.list(store.bucket);
  CHECK(std::all_of(dated.begin(), dated.end(),
                    [](const MessageState& state) { return state.sent_at == 100; }));
}

TEST_CASE("a change tells the bytes that had to be copied before") {
  Store store;
  for (int i = 0; i < 2; ++i) store.send("body");  // and "{}"
  auto first = store.list(store.bucket)[0];
  CHECK(store.messages.update(first) == 0);
  const MessageCopy copy(store.messages.copies(), store.bucket);
  CHECK(store.messages.move(first, store.other) == 6);
  CHECK(store.messages.update(first) == 0);
  CHECK(store.messages.erase(store.bucket, store.list(store.bucket)[0].id) == 12);
}

TEST_CASE("a change that isn't committed is copied once, when its message's turn comes") {
  Store store;
  store.send("one");
  store.send("two");
  const auto before = store.contents(store.bucket);
  MessageCopy copy(store.messages.copies(), store.bucket);
  store.roll_back([&] { store.messages.erase(store.bucket, store.list(store.bucket)[0].id); });
  store.finish(copy);
  CHECK(store.contents(copy.bucket()) == before);
}

TEST_CASE("a copy's bucket is nobody's until it is complete") {
  Store store;
  for (std::size_t i = 0; i < MessageCopy::kMaxMessages; ++i) store.send("a");
  std::optional<MessageCopy> complete(std::in_place, store.messages.copies(), store.bucket);
  store.finish(*complete);
  const auto kept = complete->bucket();
  complete.reset();
  std::optional<MessageCopy> ended(std::in_place, store.messages.copies(), store.bucket);
  const auto lost = ended->bucket();
  CHECK(ended->step());
  CHECK(store.remove_some_dropped(1000, true).first == 0);
  CHECK(store.list(lost).size() == MessageCopy::kMaxMessages);
  ended.reset();
  store.remove_dropped(1000);
  CHECK(store.list(lost).empty());
  CHECK(store.contents(kept) == store.contents(store.bucket));
  store.messages.erase(store.bucket, store.list(store.bucket)[0].id);  // no copy is told any more
  CHECK(store.list(lost).empty());
}

TEST_CASE("a dropped bucket is found behind however many that are being made") {
  Store store;
  for (const std::size_t made : {0U, 1U, 499U, 500U, 501U, 1000U}) {
    CAPTURE(made);
    std::vector<std::unique_ptr<MessageCopy>> copies;
    for (std::size_t n = 0; n < made; ++n) {
      copies.push_back(std::make_unique<MessageCopy>(store.messages.copies(), store.bucket));
    }
    const auto dropped = store.messages.create_bucket();
    store.messages.drop_bucket(dropped);
    for (const std::size_t left : {made + 1, made}) {
      CHECK(store.count("message_bucket WHERE dropped") == left);
      store.remove_dropped(10);
    }
    copies.clear();
    store.remove_dropped(10);
    CHECK(store.count("message_bucket WHERE dropped") == 0);
  }
}

TEST_CASE("copies of random moments are what their buckets were") {
  Store store;
  std::mt19937 random(7);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  struct Running {
    std::unique_ptr<MessageCopy> copy;
    Contents expected;
  };
  std::vector<Running> running;
  std::size_t copied = 0;
  for (int round = 0; round < 6000; ++round) {
    const auto at = below(2) == 0 ? store.bucket : store.other;
    const auto states = store.messages.find_visible(at, kLate, {}, 500);
    const auto any = [&] { return states[below(states.size())]; };
    switch (states.empty() ? 0 : below(9)) {
      case 0:
      case 1:
      case 2: {
        const auto sent_at = static_cast<std::int64_t>(below(50) + 1);
        store.messages.insert(at, {"id", std::to_string(round), "", "", "", ""}, sent_at, sent_at);
        break;
      }
      case 3: store.messages.erase(at, any().id); break;
      case 4: store.messages.move(any(), at == store.bucket ? store.other : store.bucket); break;
      case 5:
      case 6: {
        auto state = any();
        state.visible_at = static_cast<std::int64_t>(below(90));
        state.receive_count += 1;
        const bool fails = below(3) == 0;
        const auto change = [&] { store.messages.update(state); };
        fails ? store.roll_back(change) : change();
        break;
      }
      case 7:
        if (running.size() < 4 && below(20) == 0) {
          running.push_back(
              {std::make_unique<MessageCopy>(store.messages.copies(), at), store.contents(at)});
        }
        break;
      default:
        if (running.empty() || below(10) > 0) break;
        const auto each = below(running.size());
        if (running[each].copy->step()) break;
        CHECK(store.contents(running[each].copy->bucket()) == running[each].expected);
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(each));
        ++copied;
    }
  }
  CHECK(copied > 10);
}

}  // namespace message_copy_test
