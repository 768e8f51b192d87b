#include "server/operations/tables/throughput_change.h"

#include "core/api_error.h"
#include "tests/unit/server/operations/tables/throughput_bodies.h"

#include <doctest/doctest.h>

namespace throughput_change_test {

using namespace tests;

using namespace std::chrono_literals;

TEST_CASE("-1 takes a ceiling away: the answer shows it, the next description doesn't") {
  Engine engine;
  engine.answer("CreateTable",
                table(std::string(kOnDemand) + "," +
                      ceilings(R"("MaxReadRequestUnits":20,"MaxWriteRequestUnits":15)")));
  struct Step {
    std::string change;
    std::string answered;
    std::string described;
  };
  const Step steps[] = {
      {R"("MaxReadRequestUnits":40)",                           R"("MaxReadRequestUnits":40,"MaxWriteRequestUnits":15)",
       R"("MaxReadRequestUnits":40,"MaxWriteRequestUnits":15)"                                                                                        },
      {R"("MaxReadRequestUnits":-1)",                           R"("MaxReadRequestUnits":-1,"MaxWriteRequestUnits":15)",
       R"("MaxWriteRequestUnits":15)"                                                                                                                 },
      {R"("MaxWriteRequestUnits":-1)",                          R"("MaxWriteRequestUnits":-1)",                          ""                           },
      {R"("MaxReadRequestUnits":-1,"MaxWriteRequestUnits":-1)",
       R"("MaxReadRequestUnits":-1,"MaxWriteRequestUnits":-1)",                                                          ""                           },
      {R"("MaxWriteRequestUnits":7)",                           R"("MaxWriteRequestUnits":7)",                           R"("MaxWriteRequestUnits":7)"},
  };
  for (const Step& step : steps) {
    CAPTURE(step.change);
    const std::string answer = engine.answer("UpdateTable", update(ceilings(step.change)));
    CHECK(ceilings_in(answer) == ceilings(step.answered));
    CHECK(answer.find(R"("TableStatus":"ACTIVE")") != std::string::npos);
    CHECK(ceilings_in(described(engine)) ==
          (step.described.empty() ? "" : ceilings(step.described)));
  }
}

TEST_CASE("-1 takes an index's ceiling away, too") {
  Engine engine;
  engine.answer("CreateTable", with_index(kOnDemand, ceilings(R"("MaxReadRequestUnits":20)")));
  const std::string removal = ceilings(R"("MaxReadRequestUnits":-1)");
  CHECK(ceilings_in(engine.answer("UpdateTable", update_index(removal))) == removal);
  CHECK(ceilings_in(described(engine)).empty());
}

TEST_CASE("a table that becomes provisioned loses its ceilings") {
  Engine engine;
  engine.answer("CreateTable",
                table(std::string(kOnDemand) + "," + ceilings(R"("MaxReadRequestUnits":20)")));
  engine.answer("UpdateTable",
                update(std::string(R"("BillingMode":"PROVISIONED",)") + kProvisioned));
  CHECK(ceilings_in(described(engine)).empty());
}

TEST_CASE("UpdateTable refuses ceilings in words of its own") {
  Engine engine;
  engine.answer("CreateTable", with_index(kProvisioned, kProvisioned));
  CHECK(engine.error("UpdateTable", update(ceilings(R"("MaxReadRequestUnits":-1)"))) ==
        kInvalid +
            "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table "
            "BillingMode is PROVISIONED");
  CHECK(engine.error("UpdateTable", update_index(ceilings(R"("MaxWriteRequestUnits":3)"))) ==
        kInvalid +
            "MaxWriteRequestUnits for OnDemandThroughput for index: ById cannot be "
            "specified when the table BillingMode is PROVISIONED");
  engine.answer("UpdateTable", update(kOnDemand));
  for (const char* units : {"0", "-2"}) {
    CAPTURE(units);
    CHECK(engine.error("UpdateTable",
                       update(ceilings(std::string(R"("MaxWriteRequestUnits":)") + units))) ==
          kInvalid +
              "Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside "
              "of valid range");
  }
}

TEST_CASE("units note when they last went up and down, and how often on a day of UTC") {
  using server::operations::change_units;
  using server::operations::decreases_on_day_of;
  const core::ManualClock clock;  // midnight
  const core::WallTime day = clock.now();
  core::ProvisionedThroughput throughput;
  throughput.units = {5, 5};
  change_units(throughput, {5, 5}, day);
  CHECK_FALSE(throughput.last_increase.has_value());
  CHECK_FALSE(throughput.last_decrease.has_value());
  change_units(throughput, {6, 4}, day + 1h);
  CHECK(throughput.units == core::Throughput{6, 4});
  CHECK(throughput.last_increase == day + 1h);
  CHECK(throughput.last_decrease == day + 1h);
  change_units(throughput, {6, 7}, day + 2h);
  CHECK(throughput.last_increase == day + 2h);
  CHECK(throughput.last_decrease == day + 1h);
  change_units(throughput, {5, 7}, day + 3h);
  CHECK(throughput.last_increase == day + 2h);
  CHECK(decreases_on_day_of(throughput, day + 24h - 1ms) == 2);
  CHECK(decreases_on_day_of(throughput, day + 24h) == 0);
  change_units(throughput, {5, 6}, day + 24h);
  CHECK(decreases_on_day_of(throughput, day + 24h) == 1);
}

TEST_CASE("throughput that stays what it is isn't a change") {
  Engine engine;
  engine.answer("CreateTable", with_index(kProvisioned, kProvisioned));
  const auto unchanged = [](const std::string& whose, const std::string& on) {
    return "ValidationException: The provisioned throughput for " + whose +
           " will not change. The requested value equals the current value. Current "
           "ReadCapacityUnits provisioned for " +
           on + ": 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for " +
           on +
           ": 5. Requested WriteCapacityUnits: 5. Refer to the Amazon DynamoDB Developer Guide for "
           "current limits and how to request higher limits.";
  };
  CHECK(engine.error("UpdateTable", update(kProvisioned)) == unchanged("the table", "the table"));
  CHECK(engine.error("UpdateTable", update_index(kProvisioned)) ==
        unchanged("the index ById", "index ById"));
}

TEST_CASE("warm throughput only grows") {
  Engine engine;
  engine.answer("CreateTable", with_index(kOnDemand, ceilings("")));
  const auto lower = [](const std::string& member, const std::string& whose) {
    return kInvalid + "Requested " + member + " for WarmThroughput for " + whose +
           " is lower than current WarmThroughput, decreasing WarmThroughput is not supported";
  };
  const auto error = [&](const std::string& members) {
    return engine.error("UpdateTable", update(R"("WarmThroughput":{)" + members + "}"));
  };
  CHECK(error(R"("ReadUnitsPerSecond":11999)") == lower("ReadUnitsPerSecond", "table"));
  CHECK(error(R"("WriteUnitsPerSecond":3999)") == lower("WriteUnitsPerSecond", "table"));
  CHECK(error(R"("WriteUnitsPerSecond":4000)") == "");
  CHECK(error(R"("ReadUnitsPerSecond":13000)") == "");
  CHECK(error(R"("ReadUnitsPerSecond":12999)") == lower("ReadUnitsPerSecond", "table"));
  CHECK(engine.error("UpdateTable",
                     update_index(R"("WarmThroughput":{"ReadUnitsPerSecond":11999})")) ==
        lower("ReadUnitsPerSecond", "index ById"));
}

}  // namespace throughput_change_test
