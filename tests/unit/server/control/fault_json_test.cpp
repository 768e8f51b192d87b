#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace fault_json_test {

TEST_CASE_FIXTURE(ControlFixture, "all members of a fault are shown") {
  CHECK(post("faults", R"({"on":"operation","operation":"BatchWriteItem","unprocessed":2,)"
                       R"("probability":0.25,"seed":7,"account":"*"})") ==
        R"({"id":1,"account":"*","region":"*","on":"operation","service":"dynamodb",)"
        R"("operation":"BatchWriteItem","unprocessed":2,"probability":0.25,"seed":7,"matched":0,)"
        R"("done":0})");
  CHECK(post("faults", R"({"on":"operation","operation":"TransactGetItems","message":"No.",)"
                       R"("error":"TransactionCanceledException"})")
            .find(R"("error":"TransactionCanceledException","message":"No.",)"
                  R"("reasons":["TransactionConflict"],"times":1)") != std::string::npos);
  CHECK(post("faults", R"({"on":"operation","operation":"Invoke","resource":"f","delay_ms":60000})")
            .find(R"("service":"lambda","operation":"Invoke","resource":"f","delay_ms":60000)") !=
        std::string::npos);
}

}  // namespace fault_json_test
