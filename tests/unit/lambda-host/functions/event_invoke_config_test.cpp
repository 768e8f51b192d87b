#include "lambda-host/functions/event_invoke_config.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace event_invoke_config_test {

using namespace lambda_host;

namespace {

std::string error_of(std::string body) {
  try {
    const auto document = core::json::Document::parse(std::move(body));
    read_event_invoke_settings(document.root().object());
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

FunctionReference function() {
  return {
      {core::AccountId("000000000000"), core::Region("us-east-1")},
      core::FunctionName("f"), ""
  };
}

std::string kind_error(const DestinationConfig& config) {
  try {
    check_destination_kinds(function(), config);
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

}  // namespace

TEST_CASE("what a configuration asks for has limits, and must be something") {
  const std::string failed = "failed to satisfy constraint: Member must have value ";
  struct Case {
    const char* body;
    std::string error;
  };
  const Case cases[] = {
      {R"({"MaximumRetryAttempts":0})",                                ""                                                                       },
      {R"({"MaximumRetryAttempts":2})",                                ""                                                                       },
      {R"({"MaximumEventAgeInSeconds":60})",                           ""                                                                       },
      {R"({"MaximumEventAgeInSeconds":21600})",                        ""                                                                       },
      {R"({"DestinationConfig":{}})",                                  ""                                                                       },
      {"{}",                                                           "You must specify at least one of error handling or destination setting."},
      {R"({"MaximumRetryAttempts":3})",
       "1 validation error detected: Value '3' at 'maximumRetryAttempts' " + failed +
           "less than or equal to 2"                                                                                                            },
      {R"({"MaximumRetryAttempts":-1,"MaximumEventAgeInSeconds":59})",
       "2 validation errors detected: Value '-1' at 'maximumRetryAttempts' " + failed +
           "greater than or equal to 0; Value '59' at 'maximumEventAgeInSeconds' " + failed +
           "greater than or equal to 60"                                                                                                        },
      {R"({"MaximumEventAgeInSeconds":21601})",
       "1 validation error detected: Value '21601' at 'maximumEventAgeInSeconds' " + failed +
           "less than or equal to 21600"                                                                                                        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(error_of(c.body) == c.error);
  }
  CHECK(error_of(R"({"DestinationConfig":{"OnSuccess":{"Destination":"x"},)"
                 R"("OnFailure":{"Destination":"y"}}})")
            .starts_with("2 validation errors detected: Value 'x' at "
                         "'destinationConfig.onSuccess.destination' failed to satisfy constraint: "
                         "Member must satisfy regular expression pattern: $|kafka://"));
}

TEST_CASE("queues, topics and functions are told of both, buckets of failures only") {
  const std::string queue = "arn:aws:sqs:us-east-1:000000000000:q";
  const std::string bucket = "arn:aws:s3:::b";
  const std::string other = "arn:aws:lambda:us-east-1:000000000000:function:ff";
  const std::string own = "arn:aws:lambda:us-east-1:000000000000:function:f";
  const std::string bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  const std::string invalid = "The provided destination config DestinationConfig(onSuccess=";
  CHECK(kind_error({}).empty());
  CHECK(kind_error({queue, bucket}).empty());
  CHECK(kind_error({other, other}).empty());
  CHECK(kind_error({bucket, ""}) ==
        invalid + "OnSuccess(destination=arn:aws:s3:::b), onFailure=null) is invalid.");
  CHECK(kind_error({"arn:aws:iam::1:role/r", ""}) ==
        invalid + "OnSuccess(destination=arn:aws:iam::1:role/r), onFailure=null) is invalid.");
  CHECK(kind_error({"", queue + ".fifo"}) ==
        invalid + "null, onFailure=OnFailure(destination=" + queue + ".fifo)) is invalid.");
  CHECK(kind_error({own, ""}) == "You can't specify the function as a destination for itself.");
  CHECK(kind_error({"", own + ":live"}) ==
        "You can't specify the function as a destination for itself.");
  CHECK(kind_error({bus, ""}) ==
        "Rivulet doesn't support event buses as destinations: use a queue, a topic, a function or, "
        "for failures, a bucket (" +
            bus + ").");
}

TEST_CASE("what isn't asked for stays; destinations are replaced as a whole") {
  EventInvokeConfig config{
      1, 60, {"a",       "b"},
        {         }
  };
  apply({std::nullopt, 90, std::nullopt}, config);
  CHECK(config.max_retries == 1);
  CHECK(config.max_age_seconds == 90);
  CHECK(config.destinations == DestinationConfig{"a", "b"});
  apply(
      {
          2, std::nullopt, DestinationConfig{"c", ""}
  },
      config);
  CHECK(config.max_retries == 2);
  CHECK(config.max_age_seconds == 90);
  CHECK(config.destinations == DestinationConfig{"c", ""});
}

TEST_CASE("a configuration is shown as recorded, and read as it was stored") {
  EventInvokeConfig config{
      1, std::nullopt, {"", "arn:q"},
        core::from_epoch_milliseconds(1'740'193'405'490)
  };
  core::json::Writer writer;
  write_event_invoke_config(writer, config, event_target(function()));
  CHECK(writer.take() ==
        R"({"DestinationConfig":{"OnFailure":{"Destination":"arn:q"},"OnSuccess":{}},)"
        R"("FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",)"
        R"("LastModified":1740193405.490,"MaximumRetryAttempts":1})");
  config.max_age_seconds = 60;
  const auto read = read_stored_event_invoke_config(write_stored_event_invoke_config(config));
  CHECK(read.max_retries == 1);
  CHECK(read.max_age_seconds == 60);
  CHECK(read.destinations == config.destinations);
  CHECK(read.last_modified == config.last_modified);
  CHECK_THROWS_WITH(read_stored_event_invoke_config("{}"),
                    "stored event invoke config: no last_modified");
}

}  // namespace event_invoke_config_test
