#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <set>

using tests::Engine;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kHour = 3'600'000;

std::string event(std::int64_t timestamp, const std::string& message) {
  return R"({"timestamp":)" + std::to_string(timestamp) + R"(,"message":")" + message + "\"}";
}

struct Page {
  std::string messages;
  std::set<std::string> event_ids;
  std::string forward;
  std::string backward;
  std::string next;
};

std::string text_of(const core::json::Object& object, std::string_view member) {
  const auto value = object.find(member);
  return value ? std::string(value->string()) : "";
}

Page read_page(std::string json) {
  const auto document = core::json::Document::parse(std::move(json));
  const auto root = document.root().object();
  Page page;
  root.find("events")->array().for_each([&](const core::json::Value& value) {
    page.messages += value.object().find("message")->string();
    page.event_ids.insert(text_of(value.object(), "eventId"));
  });
  page.forward = text_of(root, "nextForwardToken");
  page.backward = text_of(root, "nextBackwardToken");
  page.next = text_of(root, "nextToken");
  return page;
}

// A group "g" with the streams "s" and "t".
struct Logs {
  Engine engine;

  Logs() {
    engine.clock.set(core::from_epoch_milliseconds(kNow));
    engine.answer("CreateLogGroup", R"({"logGroupName":"g"})");
    engine.answer("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
    engine.answer("CreateLogStream", R"({"logGroupName":"g","logStreamName":"t"})");
  }

  static std::string request(const std::string& stream, const std::string& events) {
    return R"({"logGroupName":"g","logStreamName":")" + stream + R"(","logEvents":[)" + events +
           "]}";
  }
  std::string put(const std::string& stream, const std::string& events) {
    return engine.answer("PutLogEvents", request(stream, events));
  }
  std::string put_error(const std::string& events) {
    return engine.error("PutLogEvents", request("s", events));
  }
  // One event a millisecond: "a" at kNow, "b" a millisecond later.
  void put_letters(const std::string& stream, const std::string& letters) {
    for (const char letter : letters) put(stream, event(kNow + letter - 'a', {letter}));
  }
  Page get(const std::string& members) {
    return read_page(engine.answer("GetLogEvents",
                                   R"({"logGroupName":"g","logStreamName":"s")" + members + "}"));
  }
  Page filter(const std::string& members) {
    return read_page(engine.answer("FilterLogEvents", R"({"logGroupName":"g")" + members + "}"));
  }
};

std::string token(const std::string& text) {
  return R"(,"nextToken":")" + text + "\"";
}

std::string between(std::int64_t start, std::int64_t end) {
  return R"(,"startTime":)" + std::to_string(start) + R"(,"endTime":)" + std::to_string(end);
}

}  // namespace

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

TEST_CASE("a range of times has its end outside when reading, and inside when searching") {
  Logs logs;
  logs.put_letters("s", "abcde");
  CHECK(logs.get(between(kNow + 1, kNow + 3)).messages == "bc");
  CHECK(logs.filter(between(kNow + 1, kNow + 3)).messages == "bcd");
  // Tokens stay within the range.
  const Page page = logs.get(between(kNow + 1, kNow + 3) + R"(,"limit":1,"startFromHead":true)");
  CHECK(page.messages == "b");
  CHECK(logs.get(between(kNow + 1, kNow + 3) + token(page.forward)).messages == "c");
  CHECK(logs.get(between(kNow + 1, kNow + 3) + token(page.backward)).messages.empty());
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
  CHECK(logs.engine.error("FilterLogEvents", R"({"logGroupName":"g")" + token("x") + "}") ==
        "InvalidParameterException: The specified nextToken is invalid.");
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

TEST_CASE("a page holds a megabyte") {
  Logs logs;
  const std::string message(400'000, 'x');
  for (int i = 0; i < 3; ++i) logs.put("s", event(kNow + i, message));
  CHECK(logs.get(R"(,"startFromHead":true)").messages.size() == 2 * message.size());
  const Page first = logs.filter("");
  CHECK(first.messages.size() == 2 * message.size());
  CHECK(logs.filter(token(first.next)).messages.size() == message.size());
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
