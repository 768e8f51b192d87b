#include "tests/unit/server/operations/logs/log_events_fixture.h"

#include <doctest/doctest.h>

namespace get_log_events_test {

using namespace tests;

TEST_CASE("an event is answered as it was put") {
  Logs logs;
  CHECK(logs.put("s", event(kNow - 5, "line\\n")) ==
        R"({"nextSequenceToken":"00000000000000000000000000000000000000000001700000000000"})");
  CHECK(logs.engine.answer("GetLogEvents", R"({"logGroupName":"g","logStreamName":"s"})") ==
        R"({"events":[{"timestamp":1699999999995,"message":"line\n",)"
        R"("ingestionTime":1700000000000}],)"
        R"("nextForwardToken":"f/00000000000000016999999999950000000000000000000000000001",)"
        R"("nextBackwardToken":"b/00000000000000016999999999950000000000000000000000000000"})");
  CHECK(logs.engine.answer("FilterLogEvents", R"({"logGroupName":"g"})") ==
        R"({"events":[{"logStreamName":"s","timestamp":1699999999995,"message":"line\n",)"
        R"("ingestionTime":1700000000000,)"
        R"("eventId":"00000000000000000000000000000000000000000000000000000001"}],)"
        R"("searchedLogStreams":[]})");
}

TEST_CASE("events are read forwards to their end") {
  Logs logs;
  logs.put_letters("s", "abcde");
  const Page first = logs.get(R"(,"limit":2,"startFromHead":true)");
  CHECK(first.messages == "ab");
  const Page second = logs.get(R"(,"limit":2,"startFromHead":true)" + token(first.forward));
  CHECK(second.messages == "cd");
  const Page third = logs.get(R"(,"limit":2)" + token(second.forward));
  CHECK(third.messages == "e");
  const Page end = logs.get(token(third.forward));
  CHECK(end.messages.empty());
  CHECK(end.forward == third.forward);
  // What comes later is behind the same token; and from the end, the way back is open.
  logs.put_letters("s", "f");
  CHECK(logs.get(token(end.forward)).messages == "f");
  CHECK(logs.get(R"(,"limit":2)" + token(end.backward)).messages == "de");
}

TEST_CASE("events are read backwards to their beginning") {
  Logs logs;
  logs.put_letters("s", "abcde");
  const Page last = logs.get(R"(,"limit":2)");
  CHECK(last.messages == "de");
  const Page before = logs.get(R"(,"limit":2)" + token(last.backward));
  CHECK(before.messages == "bc");
  const Page first = logs.get(R"(,"limit":2)" + token(before.backward));
  CHECK(first.messages == "a");
  const Page end = logs.get(token(first.backward));
  CHECK(end.messages.empty());
  CHECK(end.backward == first.backward);
  CHECK(logs.get(token(before.forward)).messages == "de");
}

TEST_CASE("an empty stream has tokens, too") {
  Logs logs;
  const Page empty = logs.get("");
  CHECK(empty.messages.empty());
  CHECK(empty.forward == "f/" + std::string(56, '0'));
  CHECK(empty.backward == "b/" + std::string(56, '0'));
  logs.put_letters("s", "a");
  CHECK(logs.get(token(empty.forward)).messages == "a");
}

TEST_CASE("a token that was never one is refused") {
  Logs logs;
  const std::string digits(56, '1');
  const std::string wrong[] = {"x",           "f/1",  "f/" + std::string(55, '1') + "x",
                               "c/" + digits, digits, "f/" + std::string(56, '9')};
  for (const std::string& text : wrong) {
    CAPTURE(text);
    CHECK(logs.engine.error("GetLogEvents",
                            R"({"logGroupName":"g","logStreamName":"s")" + token(text) + "}") ==
          "InvalidParameterException: The specified nextToken is invalid.");
  }
}

// AWS words this member of this operation anew, and quotes no value any more.
TEST_CASE("a faulty identifier of a group is refused without being quoted") {
  Logs logs;
  const std::string stream = R"(,"logStreamName":"s"})";
  CHECK(logs.engine.error("GetLogEvents", R"({"logGroupIdentifier":"g:*")" + stream) ==
        "InvalidParameterException: 1 validation error detected: Value at 'logGroupIdentifier' "
        "failed to satisfy constraint: Member must satisfy regular expression pattern: "
        R"([\w#+=/:,.@-]*)");
  CHECK(logs.engine.error("GetLogEvents", R"({"logGroupIdentifier":"")" + stream) ==
        "InvalidParameterException: 1 validation error detected: Value at 'logGroupIdentifier' "
        "failed to satisfy constraint: Member must have length greater than or equal to 1");
  CHECK(logs.engine.error("DescribeLogStreams", R"({"logGroupIdentifier":"g:*"})") ==
        "InvalidParameterException: 1 validation error detected: Value 'g:*' at "
        "'logGroupIdentifier' failed to satisfy constraint: Member must satisfy regular expression "
        R"(pattern: [\w#+=/:,.@-]*)");
}

TEST_CASE("a range of times has its end outside, and tokens stay within it") {
  Logs logs;
  logs.put_letters("s", "abcde");
  CHECK(logs.get(between(kNow + 1, kNow + 3)).messages == "bc");
  const Page page = logs.get(between(kNow + 1, kNow + 3) + R"(,"limit":1,"startFromHead":true)");
  CHECK(page.messages == "b");
  CHECK(logs.get(between(kNow + 1, kNow + 3) + token(page.forward)).messages == "c");
  CHECK(logs.get(between(kNow + 1, kNow + 3) + token(page.backward)).messages.empty());
}

TEST_CASE("a page holds a megabyte") {
  Logs logs;
  const std::string message(400'000, 'x');
  for (int i = 0; i < 3; ++i) logs.put("s", event(kNow + i, message));
  CHECK(logs.get(R"(,"startFromHead":true)").messages.size() == 2 * message.size());
}

}  // namespace get_log_events_test
