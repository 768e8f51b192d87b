#include "tests/unit/server/operations/logs/log_events_fixture.h"

#include <doctest/doctest.h>

namespace put_log_events_test {

using namespace tests;

TEST_CASE("events that are too old, expired or too new are left out") {
  Logs logs;
  const std::int64_t day = 24 * kHour;
  const std::string answer =
      logs.put("s", event(kNow - 15 * day, "x") + "," + event(kNow, "a") + "," +
                        event(kNow + 2 * kHour, "b") + "," + event(kNow + 2 * kHour + 1, "y"));
  CHECK(answer.find(R"("rejectedLogEventsInfo":{"tooNewLogEventStartIndex":3,)"
                    R"("tooOldLogEventEndIndex":1})") != std::string::npos);
  logs.engine.answer("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":1})");
  CHECK(logs.put("s", event(kNow - 2 * day, "z") + "," + event(kNow, "c"))
            .find(R"("rejectedLogEventsInfo":{"expiredLogEventEndIndex":1})") != std::string::npos);
  CHECK(logs.get("").messages == "acb");
}

TEST_CASE("a batch of events that AWS would refuse is refused") {
  Logs logs;
  CHECK(logs.put_error(event(2, "b") + "," + event(1, "a")) ==
        "InvalidParameterException: Log events in a single PutLogEvents request must be in "
        "chronological order.");
  CHECK(logs.put_error(event(kNow - 25 * kHour, "a") + "," + event(kNow, "b")) ==
        "InvalidParameterException: The batch of log events in a single PutLogEvents request "
        "cannot span more than 24 hours.");
  CHECK(logs.put_error(event(kNow, std::string(1 << 20, 'x'))) ==
        "InvalidParameterException: Log event too large: 1048602 bytes exceeds limit of 1048576");
  const std::string half = event(kNow, std::string(1 << 19, 'x'));
  CHECK(logs.put_error(half + "," + half) ==
        "InvalidParameterException: Upload too large: 1048628 bytes exceeds limit of 1048576");
  CHECK(logs.engine.error("PutLogEvents", Logs::request("x", event(kNow, "a"))) ==
        "ResourceNotFoundException: The specified log stream does not exist.");
}

TEST_CASE("events within the limits are taken, to the millisecond and the byte") {
  Logs logs;
  const std::int64_t day = 24 * kHour;
  const auto rejected = [&](std::int64_t timestamp) {
    return logs.put("s", event(timestamp, "x")).find("rejectedLogEventsInfo") != std::string::npos;
  };
  CHECK_FALSE(rejected(kNow - 14 * day));
  CHECK(rejected(kNow - 14 * day - 1));
  CHECK_FALSE(rejected(kNow + 2 * kHour));
  CHECK(rejected(kNow + 2 * kHour + 1));
  CHECK(logs.put_error(event(kNow - 24 * kHour, "a") + "," + event(kNow, "b")).empty());
  CHECK(logs.put_error(event(kNow - 24 * kHour - 1, "a") + "," + event(kNow, "b")) ==
        "InvalidParameterException: The batch of log events in a single PutLogEvents request "
        "cannot span more than 24 hours.");
  CHECK(logs.put_error(event(kNow, std::string((1 << 20) - 26, 'x'))).empty());
  const std::string half = event(kNow, std::string((1 << 19) - 26, 'x'));
  CHECK(logs.put_error(half + "," + half).empty());
}

TEST_CASE("a group's retention expires events, to the millisecond") {
  Logs logs;
  logs.engine.answer("PutRetentionPolicy", R"({"logGroupName":"g","retentionInDays":1})");
  CHECK(logs.put("s", event(kNow - 24 * kHour, "x")).find("rejected") == std::string::npos);
  CHECK(logs.put("s", event(kNow - 24 * kHour - 1, "x"))
            .find(R"("rejectedLogEventsInfo":{"expiredLogEventEndIndex":1})") != std::string::npos);
}

TEST_CASE("events count for what a turn may do: a kilobyte each, and their bytes") {
  const auto* operation = server::operations::find_operation("Logs_20140328.PutLogEvents");
  const std::string request = Logs::request("s", event(kNow, "a") + "," + event(kNow, "bc"));
  for (const std::size_t missing : {0, 1}) {
    CAPTURE(missing);
    Logs logs;
    Engine& engine = logs.engine;
    const std::size_t before = storage::Writer::kMaxTurnBytes - (2 * 1024 + 3) - missing;
    engine.writer.submit([&] { engine.writer.count(before); }, {});
    const auto body = core::json::Document::parse(request);
    operation->start({body.root().object(), engine.scope}, engine.services, [](const auto&) {});
    bool next = false;
    engine.writer.submit([] {}, [&](bool) { next = true; });
    for (const auto& end : std::exchange(engine.deferred, {})) end();
    CHECK(next == (missing == 1));
    engine.run_turn();
    CHECK(next);
  }
}

}  // namespace put_log_events_test
