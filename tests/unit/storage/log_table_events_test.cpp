// log_table_events.cpp is the part of LogTable that is about events.
#include "storage/sqlite/transaction.h"
#include "tests/unit/storage/log_table_fixture.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <limits>

namespace log_table_events_test {

using storage::LogOrder;
using storage::LogTable;
using storage::NewLogEvent;

TEST_CASE("events lie in the order of their times, then of their arrival") {
  Store store;
  store.append("s", {at(10, "a"), at(12, "c")});
  store.append("t", {at(11, "b"), at(12, "d")});
  store.append("s", {at(12, "e")});
  CHECK(store.messages("s") == Strings{"a", "c", "e"});
  CHECK(store.group_messages() == Strings{"a", "b", "c", "d", "e"});
}

TEST_CASE("a range lies between two gaps, in both directions") {
  Store store;
  store.append("s", {at(10, "a"), at(10, "b"), at(11, "c"), at(12, "d")});
  constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();
  struct Case {
    const char* name;
    storage::LogRange range;
    Strings messages;
  };
  const Case cases[] = {
      {"all",               {{0, 0}, {kEnd, kEnd}},  {"a", "b", "c", "d"}},
      {"behind an event",   {{10, 1}, {kEnd, kEnd}}, {"b", "c", "d"}     },
      {"from a time on",    {{11, 0}, {kEnd, kEnd}}, {"c", "d"}          },
      {"up to an event",    {{0, 0}, {10, 1}},       {"a"}               },
      {"before a time",     {{0, 0}, {11, 0}},       {"a", "b"}          },
      {"up to a time",      {{0, 0}, {11, kEnd}},    {"a", "b", "c"}     },
      {"one event",         {{10, 1}, {10, 2}},      {"b"}               },
      {"behind everything", {{12, 4}, {kEnd, kEnd}}, {}                  },
      {"behind a time",     {{10, 2}, {kEnd, kEnd}}, {"c", "d"}          },
      {"between two times", {{10, 2}, {12, 0}},      {"c"}               },
      {"between events",    {{10, 1}, {12, 3}},      {"b", "c"}          },
      {"no room",           {{10, 1}, {10, 1}},      {}                  },
      {"the wrong way",     {{10, 2}, {10, 1}},      {}                  },
      {"back in time",      {{11, 0}, {10, kEnd}},   {}                  },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.name));
    CHECK(store.messages("s", c.range) == c.messages);
    const Strings backwards(c.messages.rbegin(), c.messages.rend());
    CHECK(store.messages("s", c.range, LogOrder::descending) == backwards);
  }
}

TEST_CASE("a visit that says so ends the reading") {
  Store store;
  store.append("s", {at(10, "a"), at(11, "b"), at(12, "c")});
  int visits = 0;
  store.logs.read_group(store.group(), {}, [&](const auto&) { return ++visits < 2; });
  CHECK(visits == 2);
}

TEST_CASE("a visit may end the reading at any event of a range, in both directions") {
  Store store;
  store.append("s", {at(10, "a"), at(10, "b"), at(11, "c"), at(12, "d"), at(12, "e")});
  const storage::LogRange range{
      {10, 0},
      {12, 9}
  };
  for (const auto order : {LogOrder::ascending, LogOrder::descending}) {
    for (int most = 1; most <= 5; ++most) {
      CAPTURE(most);
      int visits = 0;
      store.logs.read_stream(store.stream("s").id, range, order,
                             [&](const auto&) { return ++visits < most; });
      CHECK(visits == most);
    }
  }
}

TEST_CASE("of many events of one time, the one behind another is found at once") {
  constexpr std::int64_t kEvents = 20'000;
  Store store;
  store.append("s", std::vector<NewLogEvent>(kEvents, at(10, "a")));
  int steps = 0;  // of SQLite, in hundreds
  sqlite3_progress_handler(
      store.connection.handle(), 100, [](void* count) { return ++*static_cast<int*>(count), 0; },
      &steps);
  constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();
  const storage::LogRange forward{
      {10,   kEvents - 1},
      {kEnd, kEnd       }
  };
  const storage::LogRange backward{
      {0,  0},
      {10, 1}
  };
  CHECK(store.messages("s", forward) == Strings{"a"});
  CHECK(store.messages("s", backward, LogOrder::descending) == Strings{"a"});
  int events = 0;
  store.logs.read_group(store.group(), forward, [&](const auto&) { return ++events, true; });
  CHECK(events == 1);
  CHECK(steps < 20);
}

TEST_CASE("after a rollback, forgotten names are looked up again") {
  Store store;
  {
    storage::sqlite::Transaction transaction(store.connection);
    store.append("s", {at(10, "lost")});
  }
  store.logs.forget_names();
  CHECK_FALSE(store.logs.find_group(kScope, "g"));
  store.append("s", {at(11, "kept")});
  CHECK(store.messages("s") == Strings{"kept"});
}

TEST_CASE("event ids go on where they were, also in a database that is opened again") {
  Store store;
  store.append("s", {at(10, "a"), at(11, "b")});
  LogTable again(store.connection);
  again.append(kScope, "g", "s", std::vector<NewLogEvent>{at(10, "c")}, 1);
  std::vector<std::int64_t> ids;
  again.read_group(store.group(), {}, [&](const storage::StoredLogEvent& event) {
    ids.push_back(event.id);
    return true;
  });
  CHECK(ids == std::vector<std::int64_t>{1, 3, 2});
}

TEST_CASE("the first event of a stream makes its group and itself") {
  Store store;
  CHECK_FALSE(store.logs.find_group(kScope, "g"));
  store.append("s", {at(10, "a\n"), at(12, "bc")}, 20);
  store.append("s", {at(13, "d")}, 21);

  const auto stream = store.stream("s");
  CHECK(stream.created_at == 20);
  CHECK(stream.first_event == 10);
  CHECK(stream.last_event == 13);
  CHECK(stream.last_ingestion == 21);
  // 26 bytes each beside the message.
  CHECK(store.stored_bytes() == 5 + 3 * 26);
  CHECK(store.messages("s") == Strings{"a\n", "bc", "d"});
  CHECK(store.count("log_group") == 1);
  CHECK(store.count("log_stream") == 1);
}

TEST_CASE("an append of no events makes no more than its stream") {
  Store store;
  store.append("s", {});
  CHECK_FALSE(store.stream("s").first_event);
  CHECK_FALSE(store.stream("s").last_ingestion);
  CHECK(store.stored_bytes() == 0);
}

TEST_CASE("events that come out of order widen the stream's bounds on both sides") {
  Store store;
  store.append("s", {at(20, "a"), at(10, "b"), at(15, "c")}, 1);
  CHECK(store.stream("s").first_event == 10);
  CHECK(store.stream("s").last_event == 20);
  store.append("s", {at(5, "d"), at(12, "e")}, 2);
  CHECK(store.stream("s").first_event == 5);
  CHECK(store.stream("s").last_event == 20);
  CHECK(store.messages("s") == Strings{"d", "b", "e", "c", "a"});
}

TEST_CASE("an event is known by all of its columns") {
  Store store;
  store.append("s", {at(10, "a")}, 33);
  store.logs.read_group(store.group(), {}, [&](const storage::StoredLogEvent& event) {
    CHECK(event.id == 1);
    CHECK(event.stream == store.stream("s").id);
    CHECK(event.timestamp == 10);
    CHECK(event.ingested_at == 33);
    CHECK(event.message == "a");
    return true;
  });
}

TEST_CASE("an append costs a kilobyte an event, and the events' bytes") {
  CHECK(storage::append_cost({}) == 0);
  CHECK(storage::append_cost(std::vector<NewLogEvent>{at(1, "a"), at(2, "bcd")}) == 2 * 1024 + 4);
}

}  // namespace log_table_events_test
