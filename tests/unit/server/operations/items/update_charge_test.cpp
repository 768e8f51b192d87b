#include "core/limits.h"
#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>

namespace update_charge_test {

// UpdateItem against the 400 KB of an item: what the update is charged, and what it leaves behind.
using tests::Engine;

namespace {

constexpr std::size_t kMaxItemBytes = core::limits::kMaxItemBytes;
constexpr const char* kTooLarge =
    "ValidationException: Item size to update has exceeded the maximum allowed size";

void create(Engine& engine) {
  engine.answer("CreateTable",
                R"({"TableName":"Big","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
                R"({"AttributeName":"pk","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})");
}

std::string at(const std::string& key, const std::string& members) {
  return R"({"TableName":"Big","Key":{"pk":{"S":")" + key + R"("}},)" + members + "}";
}

std::string value(std::size_t bytes) {
  return R"({"S":")" + std::string(bytes, 'x') + "\"}";
}

std::string set_to(std::size_t bytes, const std::string& more = "") {
  return R"("UpdateExpression":"SET b = :v",)" + more + R"("ExpressionAttributeValues":{":v":)" +
         value(bytes) + "}";
}

}  // namespace

TEST_CASE("an update with a short key is refused by its charge, with a long one by the item") {
  Engine engine;
  create(engine);
  constexpr std::size_t kCharged = kMaxItemBytes - 3 - 19 - 1;  // beside the value of b
  CHECK(engine.error("UpdateItem", at("K", set_to(kCharged))).empty());
  CHECK(engine.error("UpdateItem", at("K", set_to(kCharged + 1))) == kTooLarge);
  const std::string long_key(100, 'k');
  constexpr std::size_t kItem = kMaxItemBytes - 2 - 100 - 1;
  CHECK(engine.error("UpdateItem", at(long_key, set_to(kItem))).empty());
  CHECK(engine.error("UpdateItem", at(long_key, set_to(kItem + 1))) == kTooLarge);
}

TEST_CASE("the charge is looked at before the condition, and though the item stays small") {
  Engine engine;
  create(engine);
  engine.answer("UpdateItem", at("K", set_to(1)));
  const std::string condition = R"j("ConditionExpression":"attribute_exists(nope)",)j";
  CHECK(engine.error("UpdateItem", at("K", set_to(kMaxItemBytes, condition))) == kTooLarge);
  CHECK(engine.error("UpdateItem", at("K", R"j("UpdateExpression":"SET b = if_not_exists(b, :v)",)j"
                                           R"("ExpressionAttributeValues":{":v":)" +
                                               value(kMaxItemBytes) + "}")) == kTooLarge);
}

TEST_CASE("neither AttributeUpdates nor a transaction is charged") {
  Engine engine;
  create(engine);
  constexpr std::size_t kItem = kMaxItemBytes - 2 - 1 - 1;
  const auto replace = [](std::size_t bytes) {
    return at("K", R"("AttributeUpdates":{"b":{"Value":)" + value(bytes) + "}}");
  };
  CHECK(engine.error("UpdateItem", replace(kItem)).empty());
  CHECK(engine.error("UpdateItem", replace(kItem + 1)) == kTooLarge);
  CHECK(engine
            .error("TransactWriteItems",
                   R"({"TransactItems":[{"Update":)" + at("L", set_to(kItem)) + "}]}")
            .empty());
}

}  // namespace update_charge_test
