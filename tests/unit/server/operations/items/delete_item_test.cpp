#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::delete_item_test {
namespace {

std::string body(const std::string& key, const std::string& members = "") {
  return R"({"TableName": "reads", "Key": )" + key + members + "}";
}

constexpr const char* kKey = R"({"p": {"S": "x"}, "s": {"S": "a"}})";
constexpr const char* kItem = R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"N": "1"}})";

std::string values(Engine& engine) {
  return values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "v");
}

}  // namespace

TEST_CASE("a deleted item is gone, and returned when it is asked for") {
  Engine engine;
  create_read_table(engine);
  put(engine, kItem);
  CHECK(engine.answer("DeleteItem", body(kKey, R"(, "ReturnValues": "ALL_OLD")")) ==
        R"({"Attributes":{"p":{"S":"x"},"s":{"S":"a"},"v":{"N":"1"}}})");
  CHECK(values(engine) == "");
  CHECK(engine.answer("DeleteItem", body(kKey, R"(, "ReturnValues": "ALL_OLD")")) == "{}");
  put(engine, kItem);
  CHECK(engine.answer("DeleteItem", body(kKey)) == "{}");
  CHECK(values(engine) == "");
}

TEST_CASE("an item stays when the condition fails") {
  Engine engine;
  create_read_table(engine);
  put(engine, kItem);
  const std::string refused = "ConditionalCheckFailedException: The conditional request failed";
  const std::string condition = R"(, "ConditionExpression": "v = :v",
                                   "ExpressionAttributeValues": {":v": {"N": ")";
  CHECK(engine.error("DeleteItem", body(kKey, condition + R"(2"}})")) == refused);
  CHECK(engine.error("DeleteItem", body(kKey, R"(, "Expected": {"v": {"Value": {"N": "2"}}})")) ==
        refused);
  CHECK(values(engine) == "1");
  CHECK(engine.error("DeleteItem", body(kKey, condition + R"(1"}})")) == "");
  CHECK(values(engine) == "");
}

TEST_CASE("a key is the table's, no more and no less") {
  Engine engine;
  create_read_table(engine);
  for (const char* key : {R"({"p": {"S": "x"}})", R"({"p": {"S": "x"}, "s": {"N": "1"}})", kItem}) {
    CAPTURE(key);
    CHECK(engine.error("DeleteItem", body(key)) ==
          "ValidationException: The provided key element does not match the schema");
  }
  CHECK(engine.error("DeleteItem", R"({"TableName": "gone", "Key": {}})") ==
        "ResourceNotFoundException: Requested resource not found");
}

}  // namespace tests::delete_item_test
