#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace time_to_live_test {

using namespace tests;

namespace {

std::string time_to_live(const char* attribute, bool enabled) {
  return std::string(R"({"TableName":"Music","TimeToLiveSpecification":{"AttributeName":")") +
         attribute + R"(","Enabled":)" + (enabled ? "true" : "false") + "}}";
}

}  // namespace

TEST_CASE("time to live is switched on once, by one attribute") {
  Engine engine;
  create_music(engine);
  CHECK(engine.answer("DescribeTimeToLive", kMusic) ==
        R"({"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", false)) ==
        "ValidationException: TimeToLive is already disabled");
  CHECK(engine.answer("UpdateTimeToLive", time_to_live("ttl", true)) ==
        R"({"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", true)) ==
        "ValidationException: TimeToLive is already enabled");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("other", true)) ==
        "ValidationException: TimeToLive is active on a different AttributeName: current "
        "AttributeName is ttl");
  CHECK(engine.answer("DescribeTimeToLive", kMusic) ==
        R"({"TimeToLiveDescription":{"AttributeName":"ttl","TimeToLiveStatus":"ENABLED"}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", false)).empty());
}

TEST_CASE("what was switched off can be switched on by another attribute") {
  Engine engine;
  create_music(engine);
  engine.answer("UpdateTimeToLive", time_to_live("ttl", true));
  CHECK(engine.error("UpdateTimeToLive", time_to_live("other", false)) ==
        "ValidationException: TimeToLive is active on a different AttributeName: current "
        "AttributeName is ttl");
  CHECK(engine.answer("UpdateTimeToLive", time_to_live("ttl", false)) ==
        R"({"TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":false}})");
  CHECK(engine.answer("DescribeTimeToLive", kMusic) ==
        R"({"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}})");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("other", true)).empty());
}

TEST_CASE("time to live waits for a table that comes or goes, not for one that changes") {
  Engine engine;
  const auto describe = [&] { return engine.error("DescribeTimeToLive", kMusic); };
  const std::string missing =
      "ResourceNotFoundException: Requested resource not found: Table: Music not found";
  CHECK(describe() == missing);
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", true)) == missing);
  engine.services.settings.delay_transient_statuses = true;
  create_music(engine);
  CHECK(describe() ==
        "ValidationException: Cannot describe time to live while table is in CREATING state: "
        "Current table state is CREATING");
  CHECK(engine.error("UpdateTimeToLive", time_to_live("ttl", true)) ==
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is "
        "being created: Music");
  engine.clock.advance(std::chrono::seconds(2));
  engine.answer("UpdateTable",
                R"({"TableName":"Music","StreamSpecification":{"StreamEnabled":true,)"
                R"("StreamViewType":"KEYS_ONLY"}})");
  CHECK(describe().empty());
  engine.clock.advance(std::chrono::seconds(2));
  engine.answer("DeleteTable", kMusic);
  CHECK(describe() ==
        "ValidationException: Cannot describe time to live while table is in DELETING state: "
        "Current table state is DELETING");
}

}  // namespace time_to_live_test
