#include "storage/async_invocation_table.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

namespace async_invocation_table_test {

using storage::AsyncInvocationContent;
using storage::AsyncInvocationState;

namespace {

storage::sqlite::Connection new_database() {
  auto database = storage::sqlite::Connection::in_memory();
  storage::migrate(database);
  return database;
}

AsyncInvocationState state(std::int64_t id, const char* function) {
  AsyncInvocationState state;
  state.id = id;
  state.scope = {core::AccountId("000000000000"), core::Region("eu-west-1")};
  state.function = function;
  state.qualifier = "live";
  state.queued_at = 1000 + id;
  return state;
}

struct Fixture {
  storage::sqlite::Connection connection = new_database();
  storage::AsyncInvocationTable table{connection};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an asynchronous invocation is found again as it was accepted") {
  table.insert(state(7, "f"), {"arn:f:live", "request", R"({"c":1})", R"({"a":1})", "Root=1", ""});
  const auto all = table.load_all();
  REQUIRE(all.size() == 1);
  CHECK(all[0].id == 7);
  CHECK(all[0].scope == state(7, "f").scope);
  CHECK(all[0].function == "f");
  CHECK(all[0].qualifier == "live");
  CHECK(all[0].queued_at == 1007);
  CHECK(all[0].tried_at == 0);
  CHECK(all[0].attempts == 0);
  CHECK_FALSE(all[0].ended);
  const AsyncInvocationContent content = table.content(7);
  CHECK(content.function_arn == "arn:f:live");
  CHECK(content.request_id == "request");
  CHECK(content.client_context == R"({"c":1})");
  CHECK(content.payload == R"({"a":1})");
  CHECK(content.trace_header == "Root=1");
  CHECK(content.outcome.empty());
}

TEST_CASE_FIXTURE(Fixture, "an attempt changes what is known of that invocation only") {
  table.insert(state(1, "f"), {"", "one", "", "1", "", ""});
  table.insert(state(2, "g"), {"", "two", "", "2", "", ""});
  AsyncInvocationState tried = state(2, "g");
  tried.attempts = 2;
  tried.tried_at = 5000;
  tried.ended = true;
  table.update(tried, "outcome");
  const auto all = table.load_all();
  REQUIRE(all.size() == 2);
  CHECK(all[0].attempts == 0);
  CHECK_FALSE(all[0].ended);
  CHECK(all[1].attempts == 2);
  CHECK(all[1].tried_at == 5000);
  CHECK(all[1].ended);
  CHECK(table.content(1).outcome.empty());
  CHECK(table.content(2).outcome == "outcome");
}

TEST_CASE_FIXTURE(Fixture, "what is over leaves nothing behind") {
  table.insert(state(1, "f"), {"", "one", "", "1", "", ""});
  table.insert(state(2, "g"), {"", "two", "", "2", "", ""});
  table.erase(1);
  CHECK(table.load_all().size() == 1);
  CHECK(table.content(2).request_id == "two");
  auto count = connection.prepare("SELECT count(*) FROM async_invocation_content");
  auto run = count.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == 1);
}

}  // namespace async_invocation_table_test
