#pragma once

#include "tests/support/engine.h"

#include <string>

// Requests that state throughput, for the tests of what CreateTable and UpdateTable make of it.
namespace tests {

inline const std::string kInvalid =
    "ValidationException: One or more parameter values were invalid: ";

inline constexpr const char* kOnDemand = R"("BillingMode":"PAY_PER_REQUEST")";
inline constexpr const char* kProvisioned =
    R"("ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5})";

inline std::string table(const std::string& rest) {
  return R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id",)"
         R"("AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)" +
         rest + "}";
}

inline std::string with_index(const std::string& billing, const std::string& throughput) {
  return table(
      billing +
      R"(,"GlobalSecondaryIndexes":[{"IndexName":"ById","KeySchema":[)"
      R"({"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},)" +
      throughput + "}]");
}

inline std::string update(const std::string& rest) {
  return R"({"TableName":"Music",)" + rest + "}";
}

inline std::string update_index(const std::string& throughput) {
  return update(R"("GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"ById",)" + throughput +
                "}}]");
}

inline std::string ceilings(const std::string& members) {
  return R"("OnDemandThroughput":{)" + members + "}";
}

// The member of an answer, as JSON text; "" when it isn't there.
inline std::string ceilings_in(const std::string& answer) {
  const auto at = answer.find(R"("OnDemandThroughput")");
  return at == std::string::npos ? "" : answer.substr(at, answer.find('}', at) + 1 - at);
}

}  // namespace tests
