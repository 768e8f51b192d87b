#include "tests/unit/server/operations/logs/log_events_fixture.h"

#include <doctest/doctest.h>

namespace filter_log_events_test {

using namespace tests;

TEST_CASE("a search merges the streams that it names") {
  Logs logs;
  logs.put_letters("s", "ac");
  logs.put_letters("t", "bd");
  const Page all = logs.filter("");
  CHECK(all.messages == "abcd");
  CHECK(all.event_ids.size() == 4);
  CHECK(all.next.empty());
  CHECK(logs.filter(R"(,"logStreamNames":["t"])").messages == "bd");
  CHECK(logs.filter(R"(,"logStreamNames":["t","s"])").messages == "abcd");
  CHECK(logs.filter(R"(,"logStreamNamePrefix":"s")").messages == "ac");
  CHECK(logs.filter(R"(,"logStreamNamePrefix":"x")").messages.empty());
  CHECK(logs.engine.error("FilterLogEvents", R"({"logGroupName":"g","logStreamNames":["x"]})") ==
        "ResourceNotFoundException: The specified log stream does not exist.");
  CHECK(logs.engine
            .error("FilterLogEvents",
                   R"({"logGroupName":"g","logStreamNames":["s"],"logStreamNamePrefix":"s"})")
            .starts_with("InvalidParameterException: "));
}

TEST_CASE("a search finds what matches its pattern, page by page") {
  Logs logs;
  logs.put_letters("s", "abcabc");
  CHECK(logs.filter(R"(,"filterPattern":"?a ?b")").messages == "aabb");
  const Page first = logs.filter(R"(,"filterPattern":"-c","limit":3)");
  CHECK(first.messages == "aab");
  const Page second = logs.filter(R"(,"filterPattern":"-c","limit":3)" + token(first.next));
  CHECK(second.messages == "b");
  CHECK(second.next.empty());
  CHECK(logs.engine.error("FilterLogEvents", R"({"logGroupName":"g","filterPattern":"a-b"})") ==
        "InvalidParameterException: Invalid character(s) in term 'a-b'");
}

TEST_CASE("a search that finds nothing for long pauses, and goes on where it was") {
  Logs logs;
  std::vector<storage::NewLogEvent> noise(25'000, {kNow, "noise"});
  logs.engine.logs.append(logs.engine.scope, "g", "s", noise, kNow);
  logs.put("s", event(kNow + 1, "found"));
  const Page first = logs.filter(R"(,"filterPattern":"found")");
  CHECK(first.messages.empty());
  const Page second = logs.filter(R"(,"filterPattern":"found")" + token(first.next));
  CHECK(second.messages == "found");
  CHECK(second.next.empty());
}

TEST_CASE("a range of times has its end inside") {
  Logs logs;
  logs.put_letters("s", "abcde");
  CHECK(logs.filter(between(kNow + 1, kNow + 3)).messages == "bcd");
}

TEST_CASE("a page of a search holds a megabyte") {
  Logs logs;
  const std::string message(400'000, 'x');
  for (int i = 0; i < 3; ++i) logs.put("s", event(kNow + i, message));
  const Page first = logs.filter("");
  CHECK(first.messages.size() == 2 * message.size());
  CHECK(logs.filter(token(first.next)).messages.size() == message.size());
}

TEST_CASE("a token of a search that was never one is refused") {
  Logs logs;
  CHECK(logs.engine.error("FilterLogEvents", R"({"logGroupName":"g")" + token("x") + "}") ==
        "InvalidParameterException: The specified nextToken is invalid.");
}

}  // namespace filter_log_events_test
