#include "lambda-host/events/invocation_record.h"

#include <doctest/doctest.h>

#include <regex>

namespace invocation_record_test {

using namespace lambda_host;

namespace {

EndedEvent event() {
  return {
      {{core::AccountId("000000000000"), core::Region("us-east-1")},
       core::FunctionName("f"),
       "$LATEST"                                                                                     },
      "id",
      R"({"raise_error": 1})",
      3,
      EventEnd::retries_exhausted,
      EventOutcome{ EventEnd::retries_exhausted,                                                   "$LATEST", true, R"({"errorMessage":"no"})"}
  };
}

const core::WallTime kNow = core::from_epoch_milliseconds(1'740'193'405'490);
const std::string kQueue = "arn:aws:sqs:us-east-1:000000000000:q";

}  // namespace

TEST_CASE("a record of a failure has the members of recorded ones, in their order") {
  const Notice notice = invocation_record(event(), kQueue, kNow);
  CHECK(notice.destination == kQueue);
  CHECK(notice.object_key.empty());
  CHECK(notice.attributes.empty());
  CHECK(notice.document ==
        R"({"version":"1.0","timestamp":"2025-02-22T03:03:25.490Z","requestContext":{)"
        R"("requestId":"id","functionArn":)"
        R"("arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",)"
        R"("condition":"RetriesExhausted","approximateInvokeCount":3},)"
        R"("requestPayload":{"raise_error": 1},"responseContext":{"statusCode":200,)"
        R"("executedVersion":"$LATEST","functionError":"Unhandled"},)"
        R"("responsePayload":{"errorMessage":"no"}})");
}

TEST_CASE("a record of a success names no error, and one without an attempt no answer") {
  EndedEvent ended = event();
  ended.payload.clear();
  ended.outcome = EventOutcome{EventEnd::success, "7", false, "null"};
  std::string document = invocation_record(ended, kQueue, kNow).document;
  CHECK(document.find(R"("requestPayload":{},"responseContext":{"statusCode":200,)"
                      R"("executedVersion":"7"},"responsePayload":null})") != std::string::npos);
  ended.outcome.reset();
  document = invocation_record(ended, kQueue, kNow).document;
  CHECK(document.ends_with(R"("requestPayload":{}})"));
}

TEST_CASE("an answer that isn't JSON is in the record as a text") {
  EndedEvent ended = event();
  ended.outcome->payload = "bye \xff";
  CHECK(invocation_record(ended, kQueue, kNow)
            .document.ends_with("\"responsePayload\":\"bye \xef\xbf\xbd\"}"));
}

TEST_CASE("in a bucket the record lies under the function and the day") {
  const std::string key = invocation_record(event(), "arn:aws:s3:::b", kNow).object_key;
  CAPTURE(key);
  CHECK(std::regex_match(key, std::regex("aws/lambda/async/f/2025/02/22/2025-02-22T03\\.03\\.25-"
                                         "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")));
}

TEST_CASE("a dead letter is the event, with what went wrong as attributes") {
  const auto attributes = [](const Notice& notice) {
    std::string text;
    for (const auto& [name, type, value] : notice.attributes) {
      text.append(name).append(" ").append(type).append(" ").append(value).append("\n");
    }
    return text;
  };
  EndedEvent ended = event();
  const Notice notice = dead_letter(ended, kQueue);
  CHECK(notice.document == R"({"raise_error": 1})");
  CHECK(attributes(notice) ==
        "ErrorCode Number 200\nErrorMessage String no\nRequestID String id\n");
  ended.outcome->payload = R"({"errorMessage":")" + std::string(1023, 'x') + "\u00e9\"}";
  CHECK(dead_letter(ended, kQueue).attributes[1].value == std::string(1023, 'x'));
  ended.outcome->payload = "not JSON";
  CHECK(dead_letter(ended, kQueue).attributes[1].value == "not JSON");
  ended.outcome->payload = "7";
  CHECK(dead_letter(ended, kQueue).attributes[1].value == "7");
  ended.outcome.reset();
  ended.payload.clear();
  CHECK(dead_letter(ended, kQueue).document == "{}");
  CHECK(attributes(dead_letter(ended, kQueue)) ==
        "ErrorCode Number 429\nErrorMessage String Rate Exceeded.\nRequestID String id\n");
}

TEST_CASE("an outcome is read as it was written") {
  for (const auto& end : {std::optional<EventEnd>(), std::optional(EventEnd::age_exceeded)}) {
    const auto read =
        read_stored_outcome(write_stored_outcome({end, "3", true, "{\"a\":\"\\u0000\"}"}));
    REQUIRE(read);
    CHECK(read->end == end);
    CHECK(read->executed_version == "3");
    CHECK(read->function_error);
    CHECK(read->payload == "{\"a\":\"\\u0000\"}");
  }
  CHECK_FALSE(read_stored_outcome(""));
  CHECK_THROWS_WITH(read_stored_outcome("{}"), "stored outcome: members missing");
}

}  // namespace invocation_record_test
