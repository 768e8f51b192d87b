#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace streaming_destinations_test {

using namespace tests;

namespace {

const std::string kFirst = "arn:aws:kinesis:us-east-1:000000000000:stream/first";
const std::string kSecond = "arn:aws:kinesis:us-east-1:000000000000:stream/second";
const std::string kState =
    "ValidationException: Table is not in a valid state to enable Kinesis Streaming Destination: ";

std::string to(const std::string& arn, const std::string& more = "") {
  return R"({"TableName":"Music","StreamArn":")" + arn + "\"" + more + "}";
}

std::string precision(const std::string& kind, const std::string& value) {
  return ",\"" + kind + R"(KinesisStreamingConfiguration":{)" +
         R"("ApproximateCreationDateTimePrecision":")" + value + "\"}";
}

std::string listed(Engine& engine) {
  return engine.answer("DescribeKinesisStreamingDestination", kMusic);
}

}  // namespace

TEST_CASE("a destination is enabled, shown and disabled, and stays listed") {
  Engine engine;
  create_music(engine);
  CHECK(engine.answer("EnableKinesisStreamingDestination", to(kFirst)) ==
        R"({"TableName":"Music","StreamArn":")" + kFirst +
            R"(","DestinationStatus":"ENABLING","EnableKinesisStreamingConfiguration":{}})");
  CHECK(listed(engine) ==
        R"({"TableName":"Music","KinesisDataStreamDestinations":[{"StreamArn":")" + kFirst +
            R"(","DestinationStatus":"ACTIVE"}]})");
  CHECK(engine.answer("DisableKinesisStreamingDestination", to(kFirst)) ==
        R"({"TableName":"Music","StreamArn":")" + kFirst + R"(","DestinationStatus":"DISABLING"})");
  CHECK(listed(engine) ==
        R"({"TableName":"Music","KinesisDataStreamDestinations":[{"StreamArn":")" + kFirst +
            R"(","DestinationStatus":"DISABLED"}]})");
}

TEST_CASE("one destination is in use at a time, the newest is listed first") {
  Engine engine;
  create_music(engine);
  engine.answer("EnableKinesisStreamingDestination", to(kFirst));
  for (const std::string& arn : {kFirst, kSecond}) {
    CHECK(engine.error("EnableKinesisStreamingDestination", to(arn)) ==
          kState +
              "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform "
              "ENABLE operation.");
  }
  engine.answer("DisableKinesisStreamingDestination", to(kFirst));
  engine.answer("EnableKinesisStreamingDestination",
                to(kSecond, precision("Enable", "MICROSECOND")));
  const std::string both = listed(engine);
  CHECK(both == R"({"TableName":"Music","KinesisDataStreamDestinations":[{"StreamArn":")" +
                    kSecond +
                    R"(","DestinationStatus":"ACTIVE","ApproximateCreationDateTimePrecision":)"
                    R"("MICROSECOND"},{"StreamArn":")" +
                    kFirst + R"(","DestinationStatus":"DISABLED"}]})");
  engine.answer("DisableKinesisStreamingDestination", to(kSecond));
  engine.answer("EnableKinesisStreamingDestination", to(kFirst));
  CHECK(listed(engine) ==
        R"({"TableName":"Music","KinesisDataStreamDestinations":[{"StreamArn":")" + kFirst +
            R"(","DestinationStatus":"ACTIVE"},{"StreamArn":")" + kSecond +
            R"(","DestinationStatus":"DISABLED"}]})");
}

TEST_CASE("the precision of an active destination can be changed") {
  Engine engine;
  create_music(engine);
  engine.answer("EnableKinesisStreamingDestination", to(kFirst));
  CHECK(engine.answer("UpdateKinesisStreamingDestination",
                      to(kFirst, precision("Update", "MICROSECOND"))) ==
        R"({"TableName":"Music","StreamArn":")" + kFirst +
            R"(","DestinationStatus":"UPDATING","UpdateKinesisStreamingConfiguration":)"
            R"({"ApproximateCreationDateTimePrecision":"MICROSECOND"}})");
  const auto update = [&](const std::string& value) {
    return engine.error("UpdateKinesisStreamingDestination",
                        to(kFirst, precision("Update", value)));
  };
  const std::string id = engine.catalog.find(engine.scope, "Music")->definition.id;
  const auto already_set = [&](const std::string& value) {
    return "ValidationException: Invalid Request: Precision is already set to the desired value "
           "of " +
           value + " for tableId: " + id + ", kdsArn: " + kFirst;
  };
  CHECK(update("MICROSECOND") == already_set("MICROSECOND"));
  CHECK(update("MILLISECOND") == "");
  engine.answer("DisableKinesisStreamingDestination", to(kFirst));
  engine.answer("EnableKinesisStreamingDestination", to(kFirst));
  // What was never stated is milliseconds.
  CHECK(update("MILLISECOND") == already_set("MILLISECOND"));
}

TEST_CASE("what fits no destination's state is refused") {
  Engine engine;
  create_music(engine);
  const std::string not_active =
      kState + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.";
  CHECK(engine.error("DisableKinesisStreamingDestination", to(kFirst)) == not_active);
  CHECK(engine.error("UpdateKinesisStreamingDestination",
                     to(kFirst, precision("Update", "MICROSECOND"))) ==
        kState + "No streaming destination with streamArn: " + kFirst +
            " found for table with tableName: Music");
  const std::string no_values =
      "ValidationException: Streaming destination cannot be updated with given parameters: "
      "UpdateKinesisStreamingConfiguration cannot be null or contain only null values";
  CHECK(engine.error("UpdateKinesisStreamingDestination", to(kFirst)) == no_values);
  CHECK(engine.error("UpdateKinesisStreamingDestination",
                     to(kFirst, R"(,"UpdateKinesisStreamingConfiguration":{})")) == no_values);
  CHECK(engine.error("DisableKinesisStreamingDestination",
                     to(kFirst, R"(,"EnableKinesisStreamingConfiguration":{})")) ==
        "ValidationException: Stream cannot be disabled using EnableKinesisStreamingConfiguration "
        "parameters");
  engine.answer("EnableKinesisStreamingDestination", to(kFirst));
  engine.answer("DisableKinesisStreamingDestination", to(kFirst));
  CHECK(engine.error("DisableKinesisStreamingDestination", to(kFirst)) == not_active);
  CHECK(engine.error("UpdateKinesisStreamingDestination",
                     to(kFirst, precision("Update", "MICROSECOND"))) ==
        kState +
            "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. "
            "TableName: Music, kdsArn: " +
            kFirst);
}

TEST_CASE("transitions of destinations last when they are told to") {
  Engine engine;
  create_music(engine);
  engine.services.settings.delay_transient_statuses = true;
  const auto has = [&](const char* status) {
    return listed(engine).find(status) != std::string::npos;
  };
  engine.answer("EnableKinesisStreamingDestination", to(kFirst));
  CHECK(has("ENABLING"));
  CHECK(engine.error("DisableKinesisStreamingDestination", to(kFirst)) ==
        kState + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
  engine.clock.advance(std::chrono::seconds(2));
  CHECK(has("ACTIVE"));
  engine.answer("UpdateKinesisStreamingDestination",
                to(kFirst, precision("Update", "MICROSECOND")));
  CHECK(has("UPDATING"));
  engine.clock.advance(std::chrono::seconds(2));
  engine.answer("DisableKinesisStreamingDestination", to(kFirst));
  CHECK(has("DISABLING"));
  // As long as it lasts, once more does no harm.
  CHECK(engine.error("DisableKinesisStreamingDestination", to(kFirst)) == "");
  engine.clock.advance(std::chrono::seconds(2));
  CHECK(has("DISABLED"));
}

}  // namespace streaming_destinations_test
