#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace attached_table_test {

using namespace tests;

TEST_CASE("nothing can be attached to a table that isn't there yet") {
  constexpr const char* kMissing =
      "ResourceNotFoundException: Requested resource not found: Table: Music not found";
  Engine engine;
  engine.services.settings.delay_transient_statuses = true;
  CHECK(engine.error("DescribeKinesisStreamingDestination", kMusic) == kMissing);
  create_music(engine);
  CHECK(engine.error("DescribeKinesisStreamingDestination", kMusic) == kMissing);
  engine.clock.advance(std::chrono::seconds(2));
  CHECK(engine.answer("DescribeKinesisStreamingDestination", kMusic) ==
        R"({"TableName":"Music","KinesisDataStreamDestinations":[]})");
}

}  // namespace attached_table_test
