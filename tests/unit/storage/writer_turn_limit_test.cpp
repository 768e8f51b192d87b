#include "storage/writer.h"
#include "tests/support/failing_commit.h"
#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace writer_turn_limit_test {

// A turn ends behind the task with which it has looked through and written enough.
namespace {

using storage::WriteRequest;
using storage::WriteResult;
using Way = storage::Writer::Way;
using tests::item;

constexpr std::size_t kMax = storage::Writer::kMaxTurnBytes;
constexpr std::size_t kLarge = 256 << 10;
constexpr std::size_t kLargeOnesOfTurn = kMax / kLarge;
constexpr std::size_t kBesidesText = 9;  // "pk", "100", "text"
constexpr const char* kFirstLarge = "100";
constexpr std::size_t kSmall = 7;

struct Turns : tests::Store {
  // Puts new items of so many bytes in all.
  void fill(std::size_t bytes) {
    while (bytes > 0) {
      const bool leaves_too_little = bytes > kLarge && bytes < kLarge + kBesidesText;
      const std::size_t size = leaves_too_little ? kLarge / 2 : std::min(bytes, kLarge);
      const std::string pk = std::to_string(next_large++);
      writer.submit(put(item(pk, std::string(size - kBesidesText, 'i'))),
                    [this](const WriteResult& result) { ++(result.error ? refused : filled); });
      bytes -= size;
    }
  }
  void submit(WriteRequest request) {
    writer.submit(std::move(request), [this, number = next++](const WriteResult& result) {
      CHECK_FALSE(result.error);
      done.push_back(number);
    });
  }
  void put_small() { submit(put(item("z", ""))); }
  // The turn behind one that left something: others come before it.
  void go_on() {
    look_again();
    look_again();
  }

  // Looks through the text once, and fails.
  WriteRequest conditional(const std::string& pk) {
    core::expressions::Placeholders names(
        {
            {"#t", "text"}
    },
        {});
    WriteRequest request = put(item(pk, "1"));
    std::get<core::PutItem>(request.write).condition =
        core::expressions::parse_condition("contains(#t, pk)", "ConditionExpression", names);
    return request;
  }

  int next_large = 100;
  std::size_t filled = 0;
  std::size_t refused = 0;
  int next = 0;
  std::vector<int> done;  // the numbers of the others that are
};

const std::vector<int> kNone;

}  // namespace

TEST_CASE("a turn goes on while it hasn't done as much as it may") {
  Turns store;
  store.fill(kMax - 1);
  store.put_small();
  store.look_again();
  CHECK(store.done == std::vector{0});
  CHECK(store.deferred.empty());
}

TEST_CASE("a turn that has done what it may ends, and the next one follows by itself, in order") {
  Turns store;
  store.fill(kMax);
  store.put_small();
  store.put_small();
  store.look_again();
  CHECK(store.filled == kLargeOnesOfTurn);
  CHECK(store.records.size() == kLargeOnesOfTurn);
  CHECK(store.done == kNone);
  CHECK_FALSE(store.find("z"));
  REQUIRE(store.deferred.size() == 1);
  store.go_on();
  CHECK(store.done == std::vector{0, 1});
  CHECK(store.deferred.empty());
}

TEST_CASE("the turn that follows may do as much") {
  Turns store;
  store.fill(2 * kMax);
  store.put_small();
  store.look_again();
  CHECK(store.filled == kLargeOnesOfTurn);
  store.go_on();
  CHECK(store.filled == 2 * kLargeOnesOfTurn);
  CHECK(store.done == kNone);
  store.go_on();
  CHECK(store.done == std::vector{0});
}

TEST_CASE("what others brought during a turn comes before the next one") {
  Turns store;
  store.fill(kMax);
  store.put_small();
  store.look_again();
  bool answered = false;
  store.deferred.emplace_back([&] { answered = true; });
  store.look_again();
  CHECK(answered);
  CHECK(store.done == kNone);
  store.run_turn();
  CHECK(store.done == std::vector{0});
}

TEST_CASE("a turn has so many writes at most") {
  Turns store;
  std::size_t ran = 0;
  for (std::size_t i = 0; i <= storage::Writer::kMaxTurnWrites; ++i) {
    store.writer.submit([&] { ++ran; }, {});
  }
  store.look_again();
  CHECK(ran == storage::Writer::kMaxTurnWrites);
  store.go_on();
  CHECK(ran == storage::Writer::kMaxTurnWrites + 1);
}

TEST_CASE("a transaction has as many writes as it has requests") {
  constexpr std::size_t kRequests = 100;
  for (const std::size_t missing : {0, 1}) {
    CAPTURE(missing);
    Turns store;
    for (std::size_t i = missing; i < storage::Writer::kMaxTurnWrites; i += kRequests) {
      std::vector<WriteRequest> group;
      for (std::size_t n = i; n < std::min(i + kRequests, storage::Writer::kMaxTurnWrites); ++n) {
        group.push_back(store.put(item(std::to_string(n), "")));
      }
      store.writer.submit_atomic(std::move(group), [](const auto&) {});
    }
    store.put_small();
    store.look_again();
    CHECK(store.done == (missing == 0 ? kNone : std::vector{0}));
    store.run_turn();
    CHECK(store.done == std::vector{0});
  }
}

TEST_CASE("a write has one more for each entry of an index that goes or comes") {
  // A put that changes the key in the index has three: itself, the old entry and the new one.
  const auto indexed = [](std::size_t n, const char* g) {
    core::Item made = item(std::to_string(n), "");
    made.insert_or_assign("g", core::AttributeValue(std::string(g)));
    return made;
  };
  constexpr std::size_t kPuts = storage::Writer::kMaxTurnWrites / 3 + 1;
  for (const std::size_t missing : {0, 1}) {
    CAPTURE(missing);
    Turns store;
    for (std::size_t n = 0; n < kPuts; ++n) store.submit(store.put(indexed(n, "a")));
    store.run_turn();
    store.run(store.put(item("y", "")));  // behind a turn of one, the next doesn't wait for more
    store.done.clear();
    for (std::size_t n = missing; n < kPuts; ++n) store.submit(store.put(indexed(n, "b")));
    const auto last = store.next;
    store.put_small();
    store.look_again();
    CHECK((store.done.back() == last) == (missing == 1));
    store.run_turn();
    CHECK(store.done.back() == last);
  }
}

TEST_CASE("a turn ends behind so many values of items, before and after their writes") {
  constexpr std::size_t kValues = storage::Writer::kMaxTurnValues / 4;
  const auto dense = [](const std::string& pk, std::size_t values) {
    core::Item item = tests::item(pk, "");
    item.insert_or_assign("l", core::AttributeValue(core::List(
                                   values - item.size() - 1, core::AttributeValue(core::Null()))));
    return item;
  };
  for (const std::size_t missing : {0, 1}) {
    CAPTURE(missing);
    Turns store;
    for (const char* pk : {"a", "b"}) store.submit(store.put(dense(pk, kValues)));
    store.submit(store.put(dense("a", kValues - missing)));  // and the one that it replaces
    store.put_small();
    store.look_again();
    CHECK(store.done == (missing == 0 ? std::vector{0, 1, 2} : std::vector{0, 1, 2, 3}));
    store.run_turn();
    CHECK(store.done == std::vector{0, 1, 2, 3});
  }
}

TEST_CASE("what is too much for a transaction isn't read") {
  Turns store;
  core::Item dense = item("a", "");
  dense.insert_or_assign(
      "l", core::AttributeValue(core::List(300'000, core::AttributeValue(std::string()))));
  std::vector<WriteRequest> group;
  for (const char* pk : {"a", "b", "c"}) {
    dense.insert_or_assign("pk", core::AttributeValue(std::string(pk)));
    store.submit(store.put(dense));
    store.run_turn();
    store.run_turn();
    WriteRequest request = store.put(item(pk, "small"));
    request.wants_previous = true;
    group.push_back(std::move(request));
  }
  WriteRequest last = store.put(dense);
  last.wants_previous = true;
  group.push_back(std::move(last));
  group.back().item_key = group.front().item_key;
  std::vector<WriteResult> results;
  store.writer.submit_atomic(std::move(group), [&](auto done) { results = std::move(done); });
  store.run_turn();
  store.run_turn();
  REQUIRE(results.size() == 4);
  CHECK(results[2].previous);
  CHECK_FALSE(results[2].error);
  CHECK(results[3].error);
  CHECK_FALSE(results[3].previous);
}

TEST_CASE("work of other kinds says what it takes") {
  for (const std::size_t bytes : {kMax - 1, kMax}) {
    CAPTURE(bytes);
    Turns store;
    store.writer.submit([&] { store.writer.count(bytes); }, {});
    store.put_small();
    store.look_again();
    CHECK(store.done == (bytes < kMax ? std::vector{0} : kNone));
    store.run_turn();
    CHECK(store.done == std::vector{0});
  }
}

TEST_CASE("an item that is replaced counts, and so does what conditions look through") {
  struct Case {
    const char* name;
    void (*submit)(Turns&);
    std::size_t bytes;
  };
  const Case cases[] = {
      {"replaced",
       [](Turns& store) {
         store.writer.submit(store.put(item(kFirstLarge, "")), [](const WriteResult&) {});
       }, kLarge + kBesidesText                    },
      {"looked through",
       [](Turns& store) {
         store.writer.submit(store.conditional(kFirstLarge),
                             [](const WriteResult& result) { CHECK(result.condition_failed); });
       }, kLarge + (kLarge - kBesidesText)         },
      {"looked through by a transaction",
       [](Turns& store) {
         store.writer.submit_atomic({store.conditional(kFirstLarge), store.put(item("c", ""))},
                                    [](const auto& results) { CHECK(results.size() == 2); });
       }, kLarge + (kLarge - kBesidesText) + kSmall},
  };
  for (const Case& c : cases) {
    for (const std::size_t missing : {0, 1}) {
      CAPTURE(c.name);
      CAPTURE(missing);
      Turns store;
      store.fill(kLarge);
      store.run_turn();
      c.submit(store);
      store.fill(kMax - c.bytes - missing);
      store.put_small();
      store.look_again();
      CHECK(store.done.size() == missing);
      store.run_turn();
      CHECK(store.done.size() == 1);
    }
  }
}

TEST_CASE("what comes meanwhile is behind what a turn left") {
  Turns store;
  store.fill(kMax);
  store.put_small();
  store.look_again();
  store.put_small();
  CHECK(store.deferred.size() == 1);
  store.run_turn();
  CHECK(store.done == std::vector{0, 1});
}

TEST_CASE("work that submits while its turn runs comes behind what the turn leaves") {
  Turns store;
  std::vector<std::string> order;
  const auto note = [&](const char* what) {
    return [&order, what](const WriteResult&) { order.emplace_back(what); };
  };
  store.writer.submit([&] { store.writer.submit(store.put(item("n", "")), note("new")); }, {});
  store.fill(kMax);
  store.writer.submit(store.put(item("l", "")), note("left"));
  store.look_again();
  CHECK(order.empty());
  store.run_turn();
  CHECK(order == std::vector<std::string>{"left", "new"});
}

TEST_CASE("when the commit fails, what a turn left is written by the next one") {
  Turns store;
  store.fill(kMax);
  store.put_small();
  {
    const tests::FailingCommit failing(store.connection);
    store.look_again();
  }
  CHECK(store.refused == kLargeOnesOfTurn);
  CHECK(store.done == kNone);
  store.run_turn();
  CHECK(store.done == std::vector{0});
  CHECK(store.find("z"));
  CHECK_FALSE(store.find(kFirstLarge));
}

TEST_CASE("whoever needs all of it written has all of it written") {
  Turns store;
  store.fill(3 * kMax);
  store.put_small();
  SUBCASE("before a transaction of the control plane") {
    store.writer.transact([&] { CHECK(store.done == std::vector{0}); });
  }
  SUBCASE("at the end") {
    store.writer.flush();
  }
  CHECK(store.done == std::vector{0});
}

TEST_CASE("a request that transacts waits for what came before it, in turns of the usual size") {
  Turns store;
  store.fill(2 * kMax);
  std::size_t filled = 0;
  CHECK(store.writer.has_to_wait(Way::transacts));
  CHECK_FALSE(store.writer.has_to_wait(Way::submits));
  store.writer.in_order(Way::transacts,
                        [&] { store.writer.transact([&] { filled = store.filled; }); });
  CHECK(store.writer.has_to_wait(Way::submits));
  store.look_again();
  CHECK(store.filled == kLargeOnesOfTurn);
  CHECK(store.writer.is_behind());
  CHECK(filled == 0);
  store.go_on();
  CHECK(filled == 2 * kLargeOnesOfTurn);
  CHECK_FALSE(store.writer.is_behind());
  CHECK_FALSE(store.writer.has_to_wait(Way::transacts));
  CHECK(store.deferred.empty());
}

TEST_CASE("requests behind one that transacts wait with it, and come in their order") {
  Turns store;
  std::vector<std::string> order;
  const auto request = [&](Way way, const char* name) {
    store.writer.in_order(way, [&store, &order, way, name] {
      order.emplace_back(name);
      if (way == Way::submits) store.put_small();
      if (way == Way::transacts) store.writer.transact([] {});
    });
  };
  request(Way::transacts, "at once");
  request(Way::submits, "first");
  request(Way::submits, "second");
  CHECK(order == std::vector<std::string>{"at once", "first", "second"});
  request(Way::transacts, "third");
  request(Way::submits, "fourth");
  request(Way::transacts, "fifth");
  request(Way::submits, "sixth");
  CHECK(order.size() == 3);
  store.look_again();
  CHECK(order == std::vector<std::string>{"at once", "first", "second", "third", "fourth"});
  CHECK(store.done == std::vector{0, 1});
  store.run_turn();
  CHECK(order.size() == 7);
  CHECK(order.back() == "sixth");
  CHECK(store.done == std::vector{0, 1, 2, 3});
}

TEST_CASE("a request that transacts waits for nothing that is queued behind it") {
  Turns store;
  bool ran = false;
  store.fill(kMax);
  store.writer.in_order(Way::transacts, [&] { ran = true; });
  store.put_small();
  store.look_again();
  CHECK(ran);
  CHECK(store.done == kNone);
  store.run_turn();
  CHECK(store.done == std::vector{0});
}

TEST_CASE("a request that fails when its turn comes keeps nobody from theirs") {
  Turns store;
  bool ran = false;
  store.put_small();
  store.writer.in_order(Way::transacts, [] { throw std::runtime_error("refused"); });
  store.writer.in_order(Way::transacts, [&] { ran = true; });
  store.look_again();
  CHECK(ran);
}

}  // namespace writer_turn_limit_test
