#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace tests::unknown_members_test {

TEST_CASE("members that an operation doesn't know are passed over, whatever their type") {
  Engine engine;
  create_read_table(engine);
  const std::string item = R"({"p": {"S": "x"}, "s": {"S": "a"}})";
  const std::string unknown = R"(, "Expected": 1, "ConditionalOperator": 1, "ReturnValues": 1,
      "ReturnValuesOnConditionCheckFailure": null, "Other": [1])";
  const std::string unread = unknown + R"(, "ExpressionAttributeValues": 1)";
  const std::string key = R"("TableName": "reads", "Key": )" + item;
  CHECK(engine.answer("GetItem", "{" + key + unread + "}") == "{}");
  CHECK(engine.answer("BatchGetItem", R"({"RequestItems": {"reads": {"Keys": [)" + item + "]" +
                                          unread + "}}" + unread + "}") ==
        R"({"Responses":{"reads":[]},"UnprocessedKeys":{}})");
  CHECK(engine.answer("TransactGetItems", R"({"TransactItems": [{"Get": {)" + key + unread +
                                              R"(, "AttributesToGet": 1}}])" + unread + "}") ==
        R"({"Responses":[{}]})");
  CHECK(engine.answer("TransactWriteItems",
                      R"({"TransactItems": [{"Put": {"TableName": "reads", "Item": )" + item +
                          unknown + R"(, "Key": 1, "UpdateExpression": 1}}])" + unknown + "}") ==
        "{}");
  CHECK(engine.answer("BatchWriteItem", R"({"RequestItems": {"reads": [{"PutRequest": {"Item": )" +
                                            item + unknown + "}}]}" + unknown + "}") ==
        R"({"UnprocessedItems":{}})");
}

}  // namespace tests::unknown_members_test
