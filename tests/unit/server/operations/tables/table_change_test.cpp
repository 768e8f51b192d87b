#include "server/operations/tables/table_change.h"

#include "core/api_error.h"
#include "tests/unit/server/operations/tables/throughput_bodies.h"

#include <doctest/doctest.h>

namespace table_change_test {

using namespace tests;

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

TEST_CASE("changes that AWS makes one at a time are refused together") {
  struct Case {
    std::string members;
    std::string error;
  };
  const std::string protect = R"("DeletionProtectionEnabled":true)";
  const std::string stream =
      R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"})";
  const std::string dropped = R"("GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"ById"}}])";
  // clang-format off
  const Case cases[] = {
      {R"("SSESpecification":{"Enabled":true},)" + stream,
       "Server-Side Encryption modification must be the only operation in the request"},
      {R"("TableClass":"STANDARD",)" + stream,
       "TableClass modification must be the only operation in the request"},
      {protect + "," + stream,
       "DeletionProtection modification must be the only operation in the request"},
      {R"("WarmThroughput":{"ReadUnitsPerSecond":12001},)" + stream,
       "WarmThroughput must be the only operation in the request"},
      {ceilings(R"("MaxReadRequestUnits":5)") + "," + stream,
       "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"},
      {std::string(kProvisioned) + "," + stream,
       "You cannot modify stream status while updating table IOPS"},
      {dropped + "," + kOnDemand,
       "You cannot create or delete index while updating table IOPS"},
      {dropped + "," + stream, "You cannot create or delete index while changing stream status"},
      {R"("BillingMode":"PROVISIONED")",
       "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"},
      {std::string(kOnDemand) + "," + kProvisioned,
       "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
       "PAY_PER_REQUEST"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.members);
    Engine engine;
    CHECK(engine.error("UpdateTable", update(c.members)) == kInvalid + c.error);
  }
  Engine engine;
  engine.answer("CreateTable", table(kOnDemand));
  CHECK(engine.error("UpdateTable",
                     update(ceilings(R"("MaxReadRequestUnits":5)") + "," + kOnDemand)) == "");
}

TEST_CASE("a table is encrypted anew by another key only") {
  Engine engine;
  engine.answer("CreateTable", table(kOnDemand));
  const auto encrypt = [&](const std::string& members) {
    return engine.error("UpdateTable", update(R"("SSESpecification":{)" + members + "}"));
  };
  const std::string same =
      kInvalid +
      "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you "
      "want to change Master Key";
  const std::string by_key = R"("Enabled":true,"SSEType":"KMS","KMSMasterKeyId":)";
  CHECK(encrypt(R"("Enabled":false)") == kInvalid + "Table is already encrypted by default");
  CHECK(encrypt(by_key + R"("one")") == "");
  CHECK(encrypt(by_key + R"("one")") == same);
  CHECK(encrypt(R"("Enabled":true)") == same);
  CHECK(encrypt(by_key + R"("two")") == "");
  CHECK(encrypt(R"("Enabled":false)") == "");
  CHECK(encrypt(R"("Enabled":true)") == "");
}

}  // namespace table_change_test
