#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace continuous_backups_test {

using namespace tests;

TEST_CASE("point-in-time recovery is described as it was set") {
  Engine engine;
  create_music(engine);
  CHECK(engine.answer("DescribeContinuousBackups", kMusic) ==
        R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
        R"("PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}})");
  engine.answer("UpdateContinuousBackups",
                R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                R"({"PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":7}})");
  engine.clock.advance(std::chrono::minutes(10));
  CHECK(engine.answer("DescribeContinuousBackups", kMusic) ==
        R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
        R"("PointInTimeRecoveryDescription":{"EarliestRestorableDateTime":1734480000.000,)"
        R"("LatestRestorableDateTime":1734480300.000,"PointInTimeRecoveryStatus":"ENABLED",)"
        R"("RecoveryPeriodInDays":7}}})");
  CHECK(engine.error("DescribeContinuousBackups", R"({"TableName":"None"})") ==
        "TableNotFoundException: Table not found: None");
}

TEST_CASE("recovery reaches back as many days as it keeps, and not beyond its beginning") {
  Engine engine;
  create_music(engine);
  const auto update = [&](const std::string& members) {
    return R"({"TableName":"Music","PointInTimeRecoverySpecification":{)" + members + "}}";
  };
  const auto times = [&] {
    const std::string text = engine.answer("DescribeContinuousBackups", kMusic);
    const auto begin = text.find(R"("Earliest)");
    return text.substr(begin, text.find(R"(,"PointInTimeRecoveryStatus)") - begin);
  };
  engine.answer("UpdateContinuousBackups", update(R"("PointInTimeRecoveryEnabled":true)"));
  engine.clock.advance(std::chrono::minutes(5) - std::chrono::milliseconds(1));
  CHECK(times() ==
        R"("EarliestRestorableDateTime":1734480000.000,"LatestRestorableDateTime":1734480000.000)");
  // Setting it once more begins nothing anew.
  engine.answer("UpdateContinuousBackups",
                update(R"("PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":2)"));
  engine.clock.advance(std::chrono::milliseconds(1) + std::chrono::hours(48));
  CHECK(times() ==
        R"("EarliestRestorableDateTime":1734480300.000,"LatestRestorableDateTime":1734652800.000)");
}

TEST_CASE("recovery that is switched off is gone, and keeps no days") {
  Engine engine;
  create_music(engine);
  const auto update = [](const std::string& members) {
    return R"({"TableName":"Music","PointInTimeRecoverySpecification":{)" + members + "}}";
  };
  engine.answer("UpdateContinuousBackups", update(R"("PointInTimeRecoveryEnabled":true)"));
  CHECK(engine.error("UpdateContinuousBackups",
                     update(R"("PointInTimeRecoveryEnabled":false,"RecoveryPeriodInDays":2)")) ==
        "ValidationException: Invalid Request: Cannot specify RecoveryPeriodInDays when disabling "
        "point-in-time recovery.");
  CHECK(engine.answer("UpdateContinuousBackups", update(R"("PointInTimeRecoveryEnabled":false)")) ==
        R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
        R"("PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}})");
}

TEST_CASE("a history begins with recovery, and ends with it") {
  Engine engine;
  create_music(engine);
  storage::Table& table = *engine.catalog.find(engine.scope, "Music");
  const auto update = [&](const char* enabled) {
    engine.answer("UpdateContinuousBackups",
                  std::string(R"({"TableName":"Music","PointInTimeRecoverySpecification":)") +
                      R"({"PointInTimeRecoveryEnabled":)" + enabled + "}}");
  };
  CHECK(!table.history);
  update("true");
  CHECK(table.history);
  update("true");
  storage::Catalog again(engine.connection);
  CHECK(again.find(engine.scope, "Music")->history);
  update("false");
  CHECK(!table.history);
}

}  // namespace continuous_backups_test
