#include "server/operations/tables/throughput_request.h"

#include "core/api_error.h"
#include "tests/unit/server/operations/tables/throughput_bodies.h"

#include <doctest/doctest.h>

namespace throughput_request_test {

using namespace tests;

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

TEST_CASE("a table and an index have up to 10 to the 12th units of each kind") {
  using server::operations::read_provisioned;
  using server::operations::ThroughputOf;
  const auto error = [](const std::string& read, const std::string& write, ThroughputOf of) {
    const auto document =
        core::json::Document::parse(R"({"ProvisionedThroughput":{"ReadCapacityUnits":)" + read +
                                    R"(,"WriteCapacityUnits":)" + write + "}}");
    try {
      read_provisioned(document.root().object(), of);
    } catch (const core::ApiError& refused) {
      return refused.message();
    }
    return std::string();
  };
  const std::string most = "1000000000000";
  const std::string more = "1000000000001";
  CHECK(error(most, most, {}) == "");
  CHECK(error(more, more, {}) ==
        "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
  CHECK(error(most, more, {"ById"}) ==
        "Given value 1000000000001 for WriteCapacityUnits is out of bounds for index ById");
}

TEST_CASE("warm throughput begins with what a table can serve anyway") {
  const std::string on_demand = std::string(kOnDemand) + ",";
  const std::string provisioned = std::string(kProvisioned) + ",";
  const auto warm = [](const std::string& body) {
    Engine engine;
    engine.answer("CreateTable", body);
    const std::string text = described(engine);
    const auto at = text.find(R"("WarmThroughput")");
    return text.substr(at, text.find('}', at) + 1 - at);
  };
  const auto shown = [](const std::string& read, const std::string& write) {
    return R"("WarmThroughput":{"ReadUnitsPerSecond":)" + read +
           R"(,"Status":"ACTIVE","WriteUnitsPerSecond":)" + write + "}";
  };
  CHECK(warm(table(kOnDemand)) == shown("12000", "4000"));
  CHECK(warm(table(kProvisioned)) == shown("5", "5"));
  CHECK(warm(table(on_demand + R"("WarmThroughput":{"ReadUnitsPerSecond":12000})")) ==
        shown("12000", "4000"));
  CHECK(warm(table(on_demand + R"("WarmThroughput":{"WriteUnitsPerSecond":4001})")) ==
        shown("12000", "4001"));
  CHECK(warm(table(provisioned + R"("WarmThroughput":{"ReadUnitsPerSecond":5})")) ==
        shown("5", "5"));
}

TEST_CASE("an index is as provisioned as its table") {
  Engine engine;
  CHECK(engine.error("CreateTable", with_index(kOnDemand, kProvisioned)) ==
        kInvalid +
            "ProvisionedThroughput should not be specified for index: ById when BillingMode is "
            "PAY_PER_REQUEST");
  CHECK(engine.error("CreateTable", with_index(kProvisioned, ceilings(""))) ==
        kInvalid + "ProvisionedThroughput is not specified for index: ById");
  CHECK(engine.error("CreateTable", with_index(kProvisioned, kProvisioned)) == "");
}

}  // namespace throughput_request_test
