#include "server/control/invocation_log.h"

#include "storage/schema.h"
#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>

namespace invocation_log_test {

using namespace server::control;

namespace {

struct Fixture {
  Fixture() {
    storage::migrate(connection);
    logs.emplace(connection);
  }
  void print(std::int64_t timestamp, std::string_view message) {
    const storage::NewLogEvent event{timestamp, message};
    storage::sqlite::Transaction transaction(connection);
    logs->append(scope, "group", "stream", {&event, 1}, timestamp);
    transaction.commit();
  }
  InvocationLog read(std::string_view request_id, std::size_t max_lines = 100,
                     std::int64_t started = 0) {
    return read_invocation_log(
        *logs,
        {scope, "group", "stream", request_id, core::from_epoch_milliseconds(started), max_lines},
        budget);
  }

  core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  std::optional<storage::LogTable> logs;
  std::size_t budget = 1000;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("an invocation's lines are those from its START to its REPORT") {
  Fixture f;
  f.print(1, "INIT_START\n");
  f.print(2, "START RequestId: one Version: $LATEST\n");
  f.print(3, "REPORT RequestId: one\tDuration\n");
  f.print(4, "START RequestId: two Version: $LATEST\n");
  f.print(5, "hello\n");
  f.print(6, "END RequestId: two\n");
  f.print(7, "REPORT RequestId: two\tDuration\n");
  f.print(8, "later\n");
  const InvocationLog log = f.read("two");
  REQUIRE(log.first);
  REQUIRE(log.last);
  CHECK(log.first->timestamp == 4);
  CHECK(log.last->timestamp == 7);
  CHECK(log.last->id == log.first->id + 3);
  CHECK(log.lines == Lines{"START RequestId: two Version: $LATEST\n", "hello\n",
                           "END RequestId: two\n", "REPORT RequestId: two\tDuration\n"});
  CHECK(f.budget == 1000 - 7);
  CHECK(f.read("two", 2).lines.size() == 2);
  CHECK(f.read("two", 2).last->timestamp == 7);
}

TEST_CASE("of the same id, only the attempt that began then counts") {
  Fixture f;
  f.print(1, "START RequestId: one Version: 1\n");
  f.print(2, "REPORT RequestId: one\tDuration\n");
  f.print(3, "START RequestId: one Version: 1\n");
  f.print(4, "REPORT RequestId: one\tDuration\n");
  CHECK(f.read("one").first->timestamp == 1);
  CHECK(f.read("one").last->timestamp == 2);
  CHECK(f.read("one", 100, 3).first->timestamp == 3);
  CHECK(f.read("one", 100, 3).last->timestamp == 4);
}

TEST_CASE("in a log of JSON, they are those from platform.start to platform.report") {
  const auto platform = [](const std::string& type, const std::string& id) {
    return R"({"time":"T","type":"platform.)" + type + R"(","record":{"requestId":")" + id +
           R"(","version":"1"}})";
  };
  Fixture f;
  f.print(1, platform("report", "two"));  // of an attempt before
  f.print(2, platform("start", "one"));
  f.print(3, platform("report", "one"));
  f.print(4, platform("start", "two"));
  f.print(5, "no JSON\n");
  f.print(6, platform("runtimeDone", "two"));
  f.print(7, platform("report", "two"));
  f.print(8, R"({"level":"INFO","requestId":"two"})");
  CHECK(f.read("two").lines == Lines{platform("start", "two"), "no JSON\n",
                                     platform("runtimeDone", "two"), platform("report", "two")});
  CHECK(f.read("two").first->timestamp == 4);
  CHECK(f.read("two").last->timestamp == 7);
}

TEST_CASE("where a level keeps an invocation's beginning out, lines that name it are its own") {
  Fixture f;
  f.print(1, R"({"level":"ERROR","requestId":"one"})");
  f.print(2, R"({"level":"ERROR","requestId":"two"})");
  f.print(3, "no JSON\n");
  f.print(4, "two\n");
  f.print(5, R"({"type":"platform.report","record":{"requestId":"two","status":"timeout"}})");
  f.print(6, R"({"level":"WARN", "requestId": "two"})");
  CHECK(f.read("two").lines ==
        Lines{R"({"level":"ERROR","requestId":"two"})",
              R"({"type":"platform.report","record":{"requestId":"two","status":"timeout"}})",
              R"({"level":"WARN", "requestId": "two"})"});
  CHECK(f.read("two").first->timestamp == 2);
  CHECK(f.read("two").last->timestamp == 6);
}

TEST_CASE("what isn't there, or too far away, isn't answered") {
  Fixture f;
  f.print(1, "hello\n");
  f.print(2, "START RequestId: one Version: 1\n");
  CHECK_FALSE(f.read("two").first);
  CHECK_FALSE(f.read("").first);
  CHECK(f.read("one").last->timestamp == 2);  // it runs yet
  f.budget = 1;
  CHECK_FALSE(f.read("one").first);
  CHECK(f.budget == 0);
  f.budget = 1000;
  CHECK_FALSE(
      read_invocation_log(*f.logs, {f.scope, "none", "stream", "one", {}, 1}, f.budget).first);
  CHECK_FALSE(
      read_invocation_log(*f.logs, {f.scope, "group", "none", "one", {}, 1}, f.budget).first);
}

TEST_CASE("a long line is cut") {
  Fixture f;
  f.print(1, "START RequestId: one Version: 1\n");
  f.print(2, std::string(5000, 'x'));
  CHECK(f.read("one").lines[1] == std::string(4096, 'x'));
}

}  // namespace invocation_log_test
