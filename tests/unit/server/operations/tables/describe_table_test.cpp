#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace describe_table_test {

using namespace tests;

TEST_CASE("a table is described by its name or its ARN") {
  Engine engine;
  create_music(engine);
  const std::string description = engine.answer("DescribeTable", kMusic);
  CHECK(description.starts_with(R"({"Table":{"AttributeDefinitions":[)"));
  CHECK(engine.answer("DescribeTable", std::string(R"({"TableName":")") + kMusicArn + "\"}") ==
        description);
}

TEST_CASE("a table that isn't there is named, even if its ARN was asked for") {
  Engine engine;
  const std::string missing =
      "ResourceNotFoundException: Requested resource not found: Table: Music not found";
  CHECK(engine.error("DescribeTable", kMusic) == missing);
  CHECK(engine.error("DescribeTable", std::string(R"({"TableName":")") + kMusicArn + "\"}") ==
        missing);
}

TEST_CASE("a table is described in the state that it is in") {
  Engine engine;
  engine.services.settings.delay_transient_statuses = true;
  const auto is = [&](const std::string& status) {
    return engine.answer("DescribeTable", kMusic).find(R"("TableStatus":")" + status + "\"") !=
           std::string::npos;
  };
  create_music(engine);
  CHECK(is("CREATING"));
  engine.clock.advance(std::chrono::seconds(2));
  CHECK(is("ACTIVE"));
  engine.answer("UpdateTable",
                R"({"TableName":"Music","StreamSpecification":{"StreamEnabled":true,)"
                R"("StreamViewType":"KEYS_ONLY"}})");
  CHECK(is("UPDATING"));
  engine.clock.advance(std::chrono::seconds(2));
  const std::string deleted = engine.answer("DeleteTable", kMusic);
  CHECK(is("DELETING"));
  // What DeleteTable told, under another name.
  CHECK(engine.answer("DescribeTable", kMusic) ==
        R"({"Table")" + deleted.substr(deleted.find(':')));
}

}  // namespace describe_table_test
