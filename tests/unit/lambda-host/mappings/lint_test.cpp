#include "lambda-host/mappings/lint.h"

#include <doctest/doctest.h>

namespace lint_test {

using core::StreamViewType;
using lambda_host::EventSourceMapping;
using lambda_host::lint;

namespace {

// One that nothing is odd about.
EventSourceMapping limited() {
  EventSourceMapping mapping;
  mapping.maximum_retry_attempts = 3;
  return mapping;
}

// All warnings of such a mapping with that filter, a line each.
std::string of_filter(const std::string& pattern,
                      std::optional<StreamViewType> view = StreamViewType::new_and_old_images) {
  EventSourceMapping mapping = limited();
  mapping.filter_patterns = {R"({"eventName":["INSERT"]})", pattern};
  std::string text;
  for (const std::string& warning : lint(mapping, view)) text += warning + "\n";
  return text;
}

std::string of_image(const std::string& attributes) {
  return of_filter(R"({"dynamodb":{"NewImage":{)" + attributes + "}}}");
}

using Warnings = std::vector<std::string>;

}  // namespace

TEST_CASE("there is nothing to say of a sound mapping") {
  CHECK(lint(limited(), StreamViewType::keys_only).empty());
  CHECK(of_image(R"("a":{"S":["x"]},"b":{"N":["1",{"anything-but":"2"}]})").empty());
  CHECK(of_image(R"("a":{"M":{"b":{"L":{"S":[{"exists":true}]}}}})").empty());
  CHECK(
      of_image(R"("a":{"BOOL":[true],"NULL":[true],"SS":["x"],"NS":["1"],"B":["eA=="]})").empty());
  CHECK(of_image(R"("a":{"$or":[{"S":["x"]},{"BS":["eA=="]}]})").empty());
  CHECK(of_filter(R"({"dynamodb":{"SizeBytes":[{"numeric":[">",1]}]}})").empty());
}

TEST_CASE("an image that the view type doesn't have is missed") {
  const auto asks = [](const std::string& image, const char* view) {
    return "filter 2 asks for dynamodb." + image +
           ", which records of a stream with the view type " + view + " don't have\n";
  };
  const std::string new_image = R"({"dynamodb":{"NewImage":{"a":{"S":["x"]}}}})";
  const std::string old_image = R"({"dynamodb":{"OldImage":{"a":{"S":["x"]}}}})";
  CHECK(of_filter(new_image, StreamViewType::keys_only) == asks("NewImage", "KEYS_ONLY"));
  CHECK(of_filter(new_image, StreamViewType::old_image) == asks("NewImage", "OLD_IMAGE"));
  CHECK(of_filter(new_image, StreamViewType::new_image).empty());
  CHECK(of_filter(old_image, StreamViewType::keys_only) == asks("OldImage", "KEYS_ONLY"));
  CHECK(of_filter(old_image, StreamViewType::new_image) == asks("OldImage", "NEW_IMAGE"));
  CHECK(of_filter(old_image, StreamViewType::old_image).empty());
  CHECK(of_filter(new_image, std::nullopt).empty());
  CHECK(of_filter(R"({"dynamodb":{"Keys":{"a":{"S":["x"]}}}})", StreamViewType::keys_only).empty());
  CHECK(of_filter(R"({"$or":[{"dynamodb":{"NewImage":{"a":{"S":["x"]}}}},)"
                  R"({"eventName":["REMOVE"]}]})",
                  StreamViewType::keys_only) == asks("NewImage", "KEYS_ONLY"));
}

TEST_CASE("a filter that wants an attribute to be absent gets it without an image") {
  for (const char* attributes : {R"("a":{"S":[{"exists":false}]})",
                                 R"("$or":[{"a":{"S":["x"]}},{"b":{"S":[{"exists":false}]}}])"}) {
    CAPTURE(attributes);
    CHECK(of_filter(std::string(R"({"dynamodb":{"NewImage":{)") + attributes + "}}}",
                    StreamViewType::keys_only)
              .empty());
  }
  CHECK_FALSE(
      of_filter(R"({"dynamodb":{"NewImage":{"a":{"S":[{"exists":false}]},"b":{"S":["x"]}}}})",
                StreamViewType::keys_only)
          .empty());
}

TEST_CASE("an attribute without its type letter is missed") {
  const std::string warning =
      "filter 2 asks for dynamodb.NewImage.a without a type letter, as in dynamodb.NewImage.a.S, "
      "so "
      "it never matches\n";
  CHECK(of_image(R"("a":["x"])") == warning);
  CHECK(of_image(R"("a":{"b":["x"]})") == warning);
  CHECK(of_image(R"("a":{"b":{"S":["x"]}})") == warning);
  CHECK(of_image(R"("$or":[{"a":["x"]},{"a":["y"]}])") == warning);
  CHECK(of_filter(R"({"dynamodb":{"Keys":{"a":["x"]}}})") ==
        "filter 2 asks for dynamodb.Keys.a without a type letter, as in dynamodb.Keys.a.S, so it "
        "never matches\n");
  CHECK(of_image(R"("m":{"M":{"a":["x"]}})") ==
        "filter 2 asks for dynamodb.NewImage.m.M.a without a type letter, as in "
        "dynamodb.NewImage.m.M.a.S, so it never matches\n");
}

TEST_CASE("a number is a text in events") {
  const auto warning = [](const std::string& letter) {
    return "filter 2 asks dynamodb.NewImage.a." + letter +
           " for a number, which is a text in events, so it never matches\n";
  };
  CHECK(of_image(R"("a":{"N":[{"numeric":[">",1]}]})") == warning("N"));
  CHECK(of_image(R"("a":{"N":[1]})") == warning("N"));
  CHECK(of_image(R"("a":{"NS":[1]})") == warning("NS"));
  CHECK(of_image(R"("a":{"L":{"N":[1]}})") == warning("L.N"));
  const std::string spares =
      "filter 2 asks dynamodb.NewImage.a.N for anything but a number, which is a text in events, "
      "so it always matches\n";
  CHECK(of_image(R"("a":{"N":[{"anything-but":5}]})") == spares);
  CHECK(of_image(R"("a":{"N":[{"anything-but":[5,6]}]})") == spares);
  CHECK(of_image(R"("a":{"N":[{"anything-but":[5,"6"]}]})").empty());
}

TEST_CASE("exists is about leaves") {
  for (const char* object : {"NewImage", "OldImage", "Keys"}) {
    CHECK(of_filter(std::string(R"({"dynamodb":{")") + object + R"(":[{"exists":true}]}})") ==
          std::string("filter 2 asks whether dynamodb.") + object +
              " exists, which is no leaf: true never matches there, and false always does\n");
  }
  CHECK(of_filter(R"({"dynamodb":{"SizeBytes":[{"exists":true}]}})").empty());
  const auto warning = [](const std::string& path) {
    return "filter 2 asks whether dynamodb.NewImage." + path +
           " exists, which is no leaf: true never matches there, and false always does\n";
  };
  CHECK(of_image(R"("a":[{"exists":false}])") == warning("a"));
  CHECK(of_image(R"("a":{"M":[{"exists":true}]})") == warning("a.M"));
  CHECK(of_image(R"("a":{"L":[{"exists":true}]})") == warning("a.L"));
}

TEST_CASE("retries without any limit are told of") {
  EventSourceMapping mapping;
  const auto warnings = [&] { return lint(mapping, StreamViewType::new_image); };
  CHECK(warnings() ==
        Warnings{"a record that always fails holds up its shard as long as the stream keeps it: "
                 "neither MaximumRetryAttempts nor MaximumRecordAgeInSeconds has a limit"});
  mapping.failure_destination = "arn:aws:sqs:us-east-1:000000000000:q";
  CHECK(warnings() == Warnings{"the failure destination is never told: neither "
                               "MaximumRetryAttempts nor MaximumRecordAgeInSeconds has a limit"});
  mapping.maximum_retry_attempts = 0;
  CHECK(warnings().empty());
  mapping.maximum_retry_attempts = -1;
  mapping.maximum_record_age_seconds = 60;
  CHECK(warnings().empty());
}

TEST_CASE("windows that are never waited for are told of") {
  EventSourceMapping mapping = limited();
  const auto warnings = [&] { return lint(mapping, StreamViewType::new_image); };
  mapping.batch_size = 1;
  CHECK(warnings().empty());
  mapping.batching_window_seconds = 1;
  CHECK(warnings() ==
        Warnings{"MaximumBatchingWindowInSeconds has no effect: with a BatchSize of 1 "
                 "each record is a full batch"});
  mapping.batch_size = 2;
  mapping.tumbling_window_seconds = 60;
  mapping.batching_window_seconds = 59;
  CHECK(warnings().empty());
  mapping.batching_window_seconds = 60;
  CHECK(warnings() == Warnings{"a batching window of 60 seconds is never over: the tumbling window "
                               "of 60 seconds ends it"});
}

}  // namespace lint_test
