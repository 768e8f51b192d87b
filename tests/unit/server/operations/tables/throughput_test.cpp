#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>

// What CreateTable and UpdateTable make of OnDemandThroughput and WarmThroughput.
using tests::Engine;

namespace {

const std::string kInvalid = "ValidationException: One or more parameter values were invalid: ";

constexpr const char* kOnDemand = R"("BillingMode":"PAY_PER_REQUEST")";
constexpr const char* kProvisioned =
    R"("ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5})";

std::string table(const std::string& rest) {
  return R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id",)"
         R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)" +
         rest + "}";
}

std::string with_index(const std::string& billing, const std::string& throughput) {
  return table(
      billing +
      R"(,"GlobalSecondaryIndexes":[{"IndexName":"ById","KeySchema":[)"
      R"({"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},)" +
      throughput + "}]");
}

std::string update(const std::string& rest) {
  return R"({"TableName":"Music",)" + rest + "}";
}

std::string update_index(const std::string& throughput) {
  return update(R"("GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"ById",)" + throughput +
                "}}]");
}

std::string ceilings(const std::string& members) {
  return R"("OnDemandThroughput":{)" + members + "}";
}

// The member of an answer, as JSON text; "" when it isn't there.
std::string ceilings_in(const std::string& answer) {
  const auto at = answer.find(R"("OnDemandThroughput")");
  return at == std::string::npos ? "" : answer.substr(at, answer.find('}', at) + 1 - at);
}

std::string described(Engine& engine) {
  return engine.answer("DescribeTable", R"({"TableName":"Music"})");
}

}  // namespace

TEST_CASE("a table shows the ceilings that it was given") {
  struct Case {
    std::string stated;
    std::string shown;
  };
  const Case cases[] = {
      {ceilings(R"("MaxReadRequestUnits":7,"MaxWriteRequestUnits":1)"),
       ceilings(R"("MaxReadRequestUnits":7,"MaxWriteRequestUnits":1)")                                         },
      {ceilings(R"("MaxReadRequestUnits":7)"),                          ceilings(R"("MaxReadRequestUnits":7)") },
      {ceilings(R"("MaxWriteRequestUnits":7)"),                         ceilings(R"("MaxWriteRequestUnits":7)")},
      {ceilings(""),                                                    ""                                     },
  };
  for (const Case& c : cases) {
    CAPTURE(c.stated);
    Engine engine;
    const std::string answer =
        engine.answer("CreateTable", table(std::string(kOnDemand) + "," + c.stated));
    CHECK(ceilings_in(answer) == c.shown);
    CHECK(ceilings_in(described(engine)) == c.shown);
    Engine other;
    CHECK(ceilings_in(other.answer("CreateTable", with_index(kOnDemand, c.stated))) == c.shown);
  }
}

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

TEST_CASE("CreateTable refuses ceilings and warm throughput with AWS's words") {
  struct Case {
    std::string request;
    std::string error;
  };
  const std::string on_demand = std::string(kOnDemand) + ",";
  const std::string provisioned = std::string(kProvisioned) + ",";
  const std::string initial =
      " is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/"
      "amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"
      "#on-demand-capacity-mode-initial";
  const Case cases[] = {
      {table(provisioned + ceilings(R"("MaxWriteRequestUnits":0,"MaxReadRequestUnits":1)")),
       "MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is "
       "PROVISIONED."                                                                                                                             },
      {table(provisioned + ceilings(R"("MaxWriteRequestUnits":1)")),
       "MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is "
       "PROVISIONED."                                                                                                                             },
      {with_index(kProvisioned,                                                              provisioned + ceilings(R"("MaxReadRequestUnits":1)")),
       "MaxReadRequestUnits for OnDemandThroughput for index: ById cannot be specified when table "
       "BillingMode is PROVISIONED."},
      {table(on_demand + ceilings(R"("MaxReadRequestUnits":0)")),
       "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range"                                                                                },
      {table(on_demand + ceilings(R"("MaxReadRequestUnits":-1)")),
       "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range"},
      {with_index(kOnDemand,                                                                                    ceilings(R"("MaxWriteRequestUnits":-1)")),
       "Requested MaxWriteRequestUnits for OnDemandThroughput for index : ById is outside of valid "
       "range"},
      {table(on_demand + R"("WarmThroughput":{"ReadUnitsPerSecond":11999})"),
       "Requested ReadUnitsPerSecond for WarmThroughput for table" + initial                                                                                                                                  },
      {table(on_demand + R"("WarmThroughput":{"WriteUnitsPerSecond":3999})"),
       "Requested WriteUnitsPerSecond for WarmThroughput for table" + initial},
      {with_index(kOnDemand,               R"("WarmThroughput":{"ReadUnitsPerSecond":1})"),
       "Requested ReadUnitsPerSecond for WarmThroughput for index ById" + initial},
      {table(provisioned + R"("WarmThroughput":{"ReadUnitsPerSecond":4})"),
       "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits "
       "of ProvisionedThroughput"                                                                 },
  };
  for (const Case& c : cases) {
    CAPTURE(c.request);
    Engine engine;
    CHECK(engine.error("CreateTable", c.request) == kInvalid + c.error);
  }
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

TEST_CASE("an empty OnDemandThroughput or WarmThroughput asks for nothing") {
  Engine engine;
  engine.answer("CreateTable", table(kOnDemand));
  const std::string nothing =
      "ValidationException: At least one of ProvisionedThroughput, BillingMode, "
      "UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, "
      "MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, "
      "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required";
  CHECK(engine.error("UpdateTable", update(ceilings(""))) == nothing);
  CHECK(engine.error("UpdateTable", update(R"("WarmThroughput":{})")) == nothing);
  const std::string protect = R"(,"DeletionProtectionEnabled":true)";
  CHECK(engine.error("UpdateTable", update(ceilings("") + protect)).empty());
  CHECK(engine.error("UpdateTable", update(R"("WarmThroughput":{},"TableClass":"STANDARD")"))
            .empty());
}

TEST_CASE("deletion protection changes at once") {
  Engine engine;
  engine.answer("CreateTable", table(kOnDemand));
  engine.services.settings.delay_transient_statuses = true;
  CHECK(engine.answer("UpdateTable", update(R"("DeletionProtectionEnabled":true)"))
            .find(R"("TableStatus":"ACTIVE")") != std::string::npos);
  CHECK(engine.error("UpdateTable", update(R"("DeletionProtectionEnabled":false)")).empty());
}
