#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace log_streams_test {

using tests::Engine;

namespace {

std::string stream_json(const std::string& name) {
  return R"({"logGroupName":"g","logStreamName":")" + name + "\"}";
}

// A group "g" with the streams a, b and c, whose last events are at 3, 1 and 2 seconds.
struct Streams {
  Engine engine;

  Streams() {
    engine.clock.set(core::from_epoch_milliseconds(1000));
    engine.answer("CreateLogGroup", R"({"logGroupName":"g"})");
    int seconds[] = {3, 1, 2};
    for (const char* name : {"a", "b", "c"}) {
      engine.answer("CreateLogStream", stream_json(name));
      const int second = seconds[name[0] - 'a'];
      engine.answer("PutLogEvents", R"({"logGroupName":"g","logStreamName":")" + std::string(name) +
                                        R"(","logEvents":[{"timestamp":)" +
                                        std::to_string(second * 1000) + R"(,"message":"m"}]})");
    }
  }

  // The streams' names, and the next page's behind a "|".
  std::string names(const std::string& members) {
    std::string found;
    std::string token;
    do {
      const auto document = core::json::Document::parse(engine.answer(
          "DescribeLogStreams", R"({"logGroupName":"g")" + members +
                                    (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") +
                                    "}"));
      const auto page = document.root().object();
      page.find("logStreams")->array().for_each([&](const core::json::Value& stream) {
        found += stream.object().find("logStreamName")->string();
      });
      token = page.find("nextToken") ? page.find("nextToken")->string() : "";
      if (!token.empty()) found += '|';
    } while (!token.empty());
    return found;
  }
};

}  // namespace

TEST_CASE("a stream is described with and without events") {
  Engine engine;
  engine.clock.set(core::from_epoch_milliseconds(5000));
  engine.answer("CreateLogGroup", R"({"logGroupName":"g"})");
  engine.answer("CreateLogStream", stream_json("2026/01/01/[$LATEST]0a"));
  CHECK(engine.answer("DescribeLogStreams", R"({"logGroupName":"g"})") ==
        R"({"logStreams":[{"logStreamName":"2026/01/01/[$LATEST]0a","creationTime":5000,)"
        R"("arn":"arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:)"
        R"(2026/01/01/[$LATEST]0a","storedBytes":0}]})");
  engine.clock.set(core::from_epoch_milliseconds(6000));
  engine.answer("PutLogEvents",
                R"({"logGroupName":"g","logStreamName":"2026/01/01/[$LATEST]0a","logEvents":)"
                R"([{"timestamp":5100,"message":"a"},{"timestamp":5200,"message":"b"}]})");
  CHECK(engine.answer("DescribeLogStreams", R"({"logGroupName":"g"})")
            .find(R"("firstEventTimestamp":5100,"lastEventTimestamp":5200,)"
                  R"("lastIngestionTime":6000,"uploadSequenceToken":"000)") != std::string::npos);
}

TEST_CASE("streams come by name or by last event, in pages") {
  Streams streams;
  CHECK(streams.names("") == "abc");
  CHECK(streams.names(R"(,"descending":true)") == "cba");
  CHECK(streams.names(R"(,"limit":2)") == "ab|c");
  CHECK(streams.names(R"(,"limit":3)") == "abc");
  CHECK(streams.names(R"(,"logStreamNamePrefix":"b")") == "b");
  CHECK(streams.names(R"(,"orderBy":"LastEventTime")") == "bca");
  CHECK(streams.names(R"(,"orderBy":"LastEventTime","descending":true,"limit":1)") == "a|c|b");
}

TEST_CASE("wrong requests for streams are answered as on AWS") {
  Streams streams;
  Engine& engine = streams.engine;
  CHECK(engine.error("CreateLogStream", stream_json("a")) ==
        "ResourceAlreadyExistsException: The specified log stream already exists");
  CHECK(engine.error("CreateLogStream", R"({"logGroupName":"x","logStreamName":"a"})") ==
        "ResourceNotFoundException: The specified log group does not exist.");
  CHECK(engine.error("CreateLogStream", stream_json(std::string(513, 's'))) ==
        "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less "
        "than or equal to 512.");
  CHECK(engine.error("DeleteLogStream", stream_json("x")) ==
        "ResourceNotFoundException: The specified log stream does not exist.");
  CHECK(engine.error("DescribeLogStreams", R"({"logGroupName":"g","orderBy":"LastEventTime",)"
                                           R"("logStreamNamePrefix":"a"})") ==
        "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.");
  // "aaaa" is base64, but of nothing that was ever a token.
  for (const char* token : {"?", "aaaa"}) {
    CHECK(engine.error("DescribeLogStreams",
                       std::string(R"({"logGroupName":"g","nextToken":")") + token + "\"}") ==
          "InvalidParameterException: The specified nextToken is invalid.");
  }
}

TEST_CASE("a deleted stream is gone, and so are its events") {
  Streams streams;
  streams.engine.answer("DeleteLogStream", stream_json("a"));
  CHECK(streams.names("") == "bc");
  const std::string events = streams.engine.answer("FilterLogEvents", R"({"logGroupName":"g"})");
  CHECK(events.find(R"("logStreamName":"a")") == std::string::npos);
  CHECK(events.find(R"("logStreamName":"b")") != std::string::npos);
}

}  // namespace log_streams_test
