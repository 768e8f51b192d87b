#include "server/faults/fault.h"

#include <doctest/doctest.h>

namespace fault_test {

using namespace server::faults;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
const std::vector<std::string> kTables = {"Orders", "Lines"};

FaultSettings fault(const std::string& resource = "", std::vector<std::string> reasons = {}) {
  OperationFault what;
  what.operation = "PutItem";
  what.resource = resource;
  what.reasons = std::move(reasons);
  return {{}, what, {}};
}

CallView call(AwsService service = AwsService::dynamodb, std::string_view operation = "PutItem",
              std::size_t actions = 0) {
  return {kScope, service, operation, kTables, actions};
}

}  // namespace

TEST_CASE("a fault is about its operation of its service") {
  CHECK(fits(fault(), call()));
  CHECK(!fits(fault(), call(AwsService::dynamodb, "GetItem")));
  CHECK(!fits(fault(), call(AwsService::logs, "PutItem")));
  CHECK(!fits({{}, DeliveryFault{}, {}}, call()));
}

TEST_CASE("a fault of a table is about requests that name it") {
  CHECK(fits(fault("Orders"), call()));
  CHECK(fits(fault("Lines"), call()));
  CHECK(!fits(fault("Line"), call()));
}

TEST_CASE("a fault is about its accounts and regions") {
  FaultSettings settings = fault();
  settings.scopes.account = core::AccountId("000000000000");
  CHECK(fits(settings, call()));
  settings.scopes.region = core::Region("eu-west-1");
  CHECK(!fits(settings, call()));
  settings.scopes = {core::AccountId("111111111111"), std::nullopt};
  CHECK(!fits(settings, call()));
}

TEST_CASE("a fault with reasons is about transactions with as many actions at least") {
  const auto settings = fault("", {"None", "TransactionConflict"});
  CHECK(!fits(settings, call(AwsService::dynamodb, "PutItem", 1)));
  CHECK(fits(settings, call(AwsService::dynamodb, "PutItem", 2)));
  CHECK(fits(settings, call(AwsService::dynamodb, "PutItem", 3)));
}

TEST_CASE("effects on streams have names") {
  CHECK(wire_name(StreamEffect::trim) == "trim");
  CHECK(wire_name(StreamEffect::expire_iterators) == "expire-iterators");
}

}  // namespace fault_test
