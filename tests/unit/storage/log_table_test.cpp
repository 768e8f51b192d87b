#include "storage/log_table.h"

#include "storage/schema.h"
#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>

using storage::LogOrder;
using storage::LogPosition;
using storage::LogStreamOrder;
using storage::LogTable;
using storage::NewLogEvent;

namespace {

using Strings = std::vector<std::string>;

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;

struct Store {
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  LogTable logs = opened(connection);

  static LogTable opened(storage::sqlite::Connection& connection) {
    storage::migrate(connection);
    return LogTable(connection);
  }

  void append(const std::string& stream, std::vector<NewLogEvent> events, std::int64_t now = 1) {
    logs.append(kScope, "g", stream, events, now);
  }
  std::int64_t group() { return logs.find_group(kScope, "g")->id; }
  std::int64_t stored_bytes() { return logs.find_group(kScope, "g")->stored_bytes; }
  storage::LogStream stream(std::string_view name) { return *logs.find_stream(group(), name); }

  Strings messages(std::string_view name, const storage::LogRange& range = {},
                   LogOrder order = LogOrder::ascending) {
    Strings found;
    logs.read_stream(stream(name).id, range, order, [&](const storage::StoredLogEvent& event) {
      found.emplace_back(event.message);
      return true;
    });
    return found;
  }
  Strings group_messages() {
    Strings found;
    logs.read_group(group(), {}, [&](const storage::StoredLogEvent& event) {
      found.emplace_back(event.message);
      return true;
    });
    return found;
  }
  std::int64_t count(const std::string& table) {
    auto statement = connection.prepare("SELECT count(*) FROM " + table);
    auto run = statement.run();
    return run.next() ? run.whole(0) : -1;
  }
};

NewLogEvent at(std::int64_t timestamp, std::string message) {
  return {timestamp, std::move(message)};
}

Strings names(const std::vector<storage::LogStream>& streams) {
  Strings found;
  for (const auto& stream : streams) found.push_back(stream.name);
  return found;
}

}  // namespace

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

TEST_CASE("groups of other scopes are other groups") {
  Store store;
  store.append("s", {at(10, "a")});
  const core::Scope other{core::AccountId("000000000000"), core::Region("eu-west-1")};
  CHECK_FALSE(store.logs.find_group(other, "g"));
  store.logs.append(other, "g", "s", std::vector<NewLogEvent>{at(10, "b")}, 1);
  CHECK(store.messages("s") == Strings{"a"});
}

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

TEST_CASE("groups are found by prefix or part of their names") {
  Store store;
  for (const char* name : {"/aws/lambda/b", "/aws/lambda/a", "/aws/lambda2", "/own", "Own"}) {
    storage::LogGroup group;
    group.name = name;
    store.logs.create_group(kScope, group);
  }
  struct Case {
    const char* name;
    storage::LogGroupQuery query;
    Strings names;
  };
  const Case cases[] = {
      {"all, by bytes",
       {"", "", "", 9},
       {"/aws/lambda/a", "/aws/lambda/b", "/aws/lambda2", "/own", "Own"}                                },
      {"prefix",            {"", "/aws/lambda/", "", 9},              {"/aws/lambda/a", "/aws/lambda/b"}},
      {"prefix, next page", {"/aws/lambda/a", "/aws/lambda/", "", 9}, {"/aws/lambda/b"}                 },
      {"part, by case",     {"", "", "own", 9},                       {"/own"}                          },
      {"limit",             {"", "", "", 2},                          {"/aws/lambda/a", "/aws/lambda/b"}},
      {"next page",         {"/aws/lambda2", "", "", 2},              {"/own", "Own"}                   },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.name));
    Strings found;
    for (const auto& group : store.logs.find_groups(kScope, c.query)) found.push_back(group.name);
    CHECK(found == c.names);
  }
}

TEST_CASE("streams are found by name or by their last events") {
  Store store;
  store.append("a1", {at(30, "x")});
  store.append("a2", {at(10, "x")});
  store.append("b", {at(20, "x")});
  store.logs.create_stream(store.group(), "c", 1);
  struct Case {
    const char* name;
    storage::LogStreamQuery query;
    Strings names;
  };
  constexpr auto kName = LogStreamOrder::name;
  constexpr auto kLast = LogStreamOrder::last_event;
  using Position = storage::LogStreamPosition;
  const Case cases[] = {
      {"by name",              {kName, false, {}, "", 9},                 {"a1", "a2", "b", "c"}},
      {"by name, descending",  {kName, true, {}, "", 9},                  {"c", "b", "a2", "a1"}},
      {"by prefix",            {kName, false, {}, "a", 9},                {"a1", "a2"}          },
      {"by prefix, next page", {kName, false, Position{0, "a1"}, "a", 9}, {"a2"}                },
      {"by last event",        {kLast, false, {}, "", 9},                 {"c", "a2", "b", "a1"}},
      {"the newest",           {kLast, true, {}, "", 1},                  {"a1"}                },
      {"the next newest",      {kLast, true, Position{30, "a1"}, "", 2},  {"b", "a2"}           },
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.name));
    CHECK(names(store.logs.find_streams(store.group(), c.query)) == c.names);
  }
}

TEST_CASE("a dropped stream is gone at once, and its events bit by bit") {
  Store store;
  store.append("s", {at(10, "a"), at(11, "b"), at(12, "c")});
  store.append("t", {at(11, "kept")});
  const auto dropped = store.stream("s");
  store.logs.drop_stream(dropped);
  CHECK_FALSE(store.logs.find_stream(store.group(), "s"));
  CHECK_FALSE(store.logs.find_stream(dropped.id));
  CHECK(store.stored_bytes() == 4 + 26);

  // A new stream of the name has nothing of the old one's.
  store.append("s", {at(13, "new")});
  CHECK(store.messages("s") == Strings{"new"});
  CHECK(store.logs.remove_obsolete(20, 2) == 2);
  CHECK(store.logs.remove_obsolete(20, 2) == 1);
  CHECK(store.logs.remove_obsolete(20, 2) == 0);
  CHECK(store.group_messages() == Strings{"kept", "new"});
  CHECK(store.count("log_stream") == 2);
}

TEST_CASE("a dropped group takes its streams and events with it") {
  Store store;
  store.append("s", {at(10, "a")});
  store.append("t", {at(11, "b")});
  store.logs.drop_group(store.group());
  CHECK_FALSE(store.logs.find_group(kScope, "g"));
  // The next event finds no remembered group.
  store.append("s", {at(12, "new")});
  CHECK(store.group_messages() == Strings{"new"});
  CHECK(store.logs.remove_obsolete(20, 100) == 2);
  CHECK(store.count("log_event") == 1);
  CHECK(store.count("log_stream") == 1);
}

TEST_CASE("events older than their group's retention are removed, and counted out") {
  Store store;
  store.append("s", {at(10, "a"), at(20, "bc"), at(kDay + 30, "kept")});
  store.append("t", {at(15, "d")});
  CHECK(store.logs.remove_obsolete(2 * kDay, 100) == 0);
  store.logs.set_retention(store.group(), 1);
  CHECK(store.logs.remove_obsolete(kDay + 10, 100) == 0);
  CHECK(store.logs.remove_obsolete(kDay + 25, 2) == 2);
  CHECK(store.messages("s") == Strings{"bc", "kept"});
  CHECK(store.logs.remove_obsolete(kDay + 25, 2) == 1);

  CHECK(store.stored_bytes() == 4 + 26);
  CHECK(store.stream("s").first_event == kDay + 30);
  CHECK(store.stream("s").last_event == kDay + 30);
  const auto empty = store.stream("t");
  CHECK_FALSE(empty.first_event);
  CHECK_FALSE(empty.last_event);
  CHECK_FALSE(empty.last_ingestion);
}

TEST_CASE("tags are kept") {
  Store store;
  store.append("s", {at(10, "a")});
  CHECK(store.logs.tags(store.group()).empty());
  const storage::LogTags tags = {
      {"team", "\"x\""},
      {"env",  ""     }
  };
  store.logs.set_tags(store.group(), tags);
  CHECK(store.logs.tags(store.group()) == tags);
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
