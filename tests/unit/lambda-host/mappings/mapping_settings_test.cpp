#include "lambda-host/mappings/mapping_settings.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace mapping_settings_test {

namespace {

std::string error_of(std::string json) {
  const auto document = core::json::Document::parse(std::move(json));
  try {
    check_update(lambda_host::read_mapping_settings(document.root().object()));
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("an event source is named by an ARN") {
  const auto source = [](const std::string& arn) {
    return error_of(R"({"EventSourceArn":")" + arn + R"("})");
  };
  CHECK(source("arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/x").empty());
  CHECK(source("arn:aws-eusc:dynamodb:eusc-de-east-1:000000000000:table/T/stream/x").empty());
  for (const char* text : {"T", "arn:aws:dynamo_db:us-east-1:000000000000:table/T",
                           "arn:aws::us-east-1:000000000000:table/T"}) {
    CAPTURE(text);
    CHECK(source(text) ==
          "ValidationException: 1 validation error detected: Value '" + std::string(text) +
              "' at 'eventSourceArn' failed to satisfy constraint: Member must satisfy regular "
              R"(expression pattern: arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2})"
              R"(((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))");
  }
}

TEST_CASE("a destination is nothing or an ARN of what a stream's mapping can send to") {
  const auto destination = [](const std::string& text) {
    return error_of(R"({"DestinationConfig":{"OnFailure":{"Destination":")" + text + R"("}}})");
  };
  CHECK(destination("").empty());
  for (const char* other : {"kafka://topic", "arn:aws:sqs:us-east-1:000000000000:q.fifo",
                            "arn:aws:lambda:us-east-1:000000000000:function:f"}) {
    CHECK(destination(other) ==
          "InvalidParameterValueException: The provided destination config "
          "DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=" +
              std::string(other) + ")) is invalid.");
  }
  CHECK(destination("arn:aws:sqs:us-east-1:000000000000:q").empty());
  const std::string bad = "arn:aws:_-/!lambda:us-east-1:000000000000:function:f";
  CHECK(destination(bad) ==
        "ValidationException: 1 validation error detected: Value '" + bad +
            "' at 'destinationConfig.onFailure.destination' failed to satisfy constraint: Member "
            R"(must satisfy regular expression pattern: $|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|)"
            R"(arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?)"
            R"(-[a-z]+-\d{1})?:(\d{12})?:(.*))");
  const std::string longest = "arn:aws:sqs:us-east-1:000000000000:" + std::string(315, 'q');
  CHECK(destination(longest).empty());
  CHECK(destination(longest + "q").find("Member must have length less than or equal to 350") !=
        std::string::npos);
}

}  // namespace mapping_settings_test
