#include "storage/log_table.h"

#include "tests/unit/storage/log_table_fixture.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

namespace log_table_test {

using storage::LogStreamOrder;

namespace {

Strings names(const std::vector<storage::LogStream>& streams) {
  Strings found;
  for (const auto& stream : streams) found.push_back(stream.name);
  return found;
}

}  // namespace

TEST_CASE("groups of other scopes are other groups") {
  Store store;
  store.append("s", {at(10, "a")});
  const core::Scope other{core::AccountId("000000000000"), core::Region("eu-west-1")};
  CHECK_FALSE(store.logs.find_group(other, "g"));
  store.logs.append(other, "g", "s", std::vector<storage::NewLogEvent>{at(10, "b")}, 1);
  CHECK(store.messages("s") == Strings{"a"});
}

TEST_CASE("groups are found by prefix, some at a time") {
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
       {"", "", 9},
       {"/aws/lambda/a", "/aws/lambda/b", "/aws/lambda2", "/own", "Own"}                            },
      {"prefix",            {"", "/aws/lambda/", 9},              {"/aws/lambda/a", "/aws/lambda/b"}},
      {"prefix, next page", {"/aws/lambda/a", "/aws/lambda/", 9}, {"/aws/lambda/b"}                 },
      {"limit",             {"", "", 2},                          {"/aws/lambda/a", "/aws/lambda/b"}},
      {"next page",         {"/aws/lambda2", "", 2},              {"/own", "Own"}                   },
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

TEST_CASE("of many streams, a page by their last events takes as long as one of few") {
  Store store;
  store.append("s", {at(1, "a")});
  store.connection.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
      "INSERT INTO log_stream (log_group, name, created_at, last_event) "
      "SELECT 1, 'n' || i, 1, i FROM n");
  int steps = 0;  // hundreds, of SQLite's machine
  const auto step = [](void* count) { return ++*static_cast<int*>(count), 0; };
  sqlite3_progress_handler(store.connection.handle(), 100, step, &steps);
  for (const bool descending : {true, false}) {
    storage::LogStreamQuery query;
    query.order = storage::LogStreamOrder::last_event;
    query.descending = descending;
    query.limit = 3;
    CHECK(store.logs.find_streams(store.group(), query).size() == 3);
    query.after = {5000, "n5000"};
    const auto page = store.logs.find_streams(store.group(), query);
    CHECK(page.at(0).last_event == (descending ? 4999 : 5001));
  }
  CHECK(steps < 20);
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
  CHECK(store.logs.remove_obsolete(20, 100, true).removed ==
        2 + 2 + 1);  // events, streams and the group
  CHECK(store.count("log_event") == 1);
  CHECK(store.count("log_stream") == 1);
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

TEST_CASE("groups of a scope are dropped together, and their events go later") {
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  storage::LogTable table(connection);
  const core::Scope here{core::AccountId("000000000001"), core::Region("us-east-1")};
  const core::Scope there{core::AccountId("000000000002"), core::Region("us-east-1")};
  const storage::NewLogEvent event{1, "line"};
  for (const auto& scope : {here, there}) {
    for (const char* group : {"a", "b"}) table.append(scope, group, "s", {&event, 1}, 1);
  }
  CHECK(table.drop_groups({here.account, {}}) == 2);
  CHECK_FALSE(table.find_group(here, "a"));
  CHECK(table.find_group(there, "a"));
  CHECK(table.drop_groups({here.account, {}}) == 0);
  CHECK(table.remove_obsolete(1, 10, true).removed ==
        2 * 3);  // an event, a stream and a group each
  table.append(here, "a", "s", {&event, 1}, 1);
  CHECK(table.find_group(here, "a"));
  CHECK(table.drop_groups({}) == 3);
  CHECK(table.drop_groups({}) == 0);
}

}  // namespace log_table_test
