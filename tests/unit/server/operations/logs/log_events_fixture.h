#pragma once

#include "tests/support/engine.h"

#include <set>
#include <string>
#include <utility>

// Events in CloudWatch Logs, put and read as a client would.
namespace tests {

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kHour = 3'600'000;

inline std::string event(std::int64_t timestamp, const std::string& message) {
  return R"({"timestamp":)" + std::to_string(timestamp) + R"(,"message":")" + message + "\"}";
}

struct Page {
  std::string messages;
  std::set<std::string> event_ids;
  std::string forward;
  std::string backward;
  std::string next;
};

inline std::string text_of(const core::json::Object& object, std::string_view member) {
  const auto value = object.find(member);
  return value ? std::string(value->string()) : "";
}

inline Page read_page(std::string json) {
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

inline std::string token(const std::string& text) {
  return R"(,"nextToken":")" + text + "\"";
}

inline std::string between(std::int64_t start, std::int64_t end) {
  return R"(,"startTime":)" + std::to_string(start) + R"(,"endTime":)" + std::to_string(end);
}

}  // namespace tests
