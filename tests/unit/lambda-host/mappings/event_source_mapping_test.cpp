#include "lambda-host/mappings/event_source_mapping.h"

#include <doctest/doctest.h>

namespace event_source_mapping_test {

using namespace lambda_host;

TEST_CASE("positions, states and results have the API's names") {
  CHECK(wire_name(StartingPosition::trim_horizon) == "TRIM_HORIZON");
  CHECK(wire_name(StartingPosition::latest) == "LATEST");
  CHECK(wire_name(MappingState::creating) == "Creating");
  CHECK(wire_name(MappingState::enabling) == "Enabling");
  CHECK(wire_name(MappingState::enabled) == "Enabled");
  CHECK(wire_name(MappingState::disabling) == "Disabling");
  CHECK(wire_name(MappingState::disabled) == "Disabled");
  CHECK(wire_name(MappingState::updating) == "Updating");
  CHECK(wire_name(MappingState::deleting) == "Deleting");
  CHECK(wire_name(ProcessingResult::none) == "No records processed");
  CHECK(wire_name(ProcessingResult::ok) == "OK");
  CHECK(wire_name(ProcessingResult::function_failed) == "PROBLEM: Function call failed");
}

TEST_CASE("a mapping's ARN names its UUID, in the region's partition") {
  EventSourceMapping mapping;
  mapping.id = core::MappingId("14e0db71-5d35-4eb5-b481-8945cf9d10c2");
  mapping.scope = {core::AccountId("111122223333"), core::Region("cn-north-1")};
  CHECK(mapping_arn(mapping) ==
        "arn:aws-cn:lambda:cn-north-1:111122223333:event-source-mapping:"
        "14e0db71-5d35-4eb5-b481-8945cf9d10c2");
}

TEST_CASE("an update makes a mapping active when it is enabled, or leads to another function") {
  EventSourceMapping before, after;
  before.function.name = after.function.name = core::FunctionName("f");
  CHECK_FALSE(becomes_active(before, after));
  SUBCASE("another function") {
    after.function.name = core::FunctionName("g");
    CHECK(becomes_active(before, after));
    after.enabled = false;
    CHECK_FALSE(becomes_active(before, after));
  }
  SUBCASE("another version") {
    after.function.qualifier = "1";
    CHECK(becomes_active(before, after));
  }
  SUBCASE("enabled") {
    before.enabled = false;
    CHECK(becomes_active(before, after));
  }
  SUBCASE("disabled") {
    after.enabled = false;
    CHECK_FALSE(becomes_active(before, after));
  }
}

}  // namespace event_source_mapping_test
