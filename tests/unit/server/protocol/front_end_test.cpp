#include "server/protocol/front_end.h"

#include "tests/unit/server/protocol/violations.h"

#include <doctest/doctest.h>

#include <string>

namespace front_end_test {

using namespace server::protocol::testing;

TEST_CASE("an empty table name is the current front end's first finding, and its only one") {
  const std::string told =
      one(failed("at 'TableName'", "Member must have length greater than or equal to 1"));
  const std::string enums = R"(,"ReturnConsumedCapacity":"INVALID","ReturnValues":"INVALID",
                               "ConditionalOperator":"XOR","Select":"INVALID"})";
  CHECK(dynamodb("PutItem", R"({"TableName":"","Item":{})" + enums) == told);
  for (const char* operation : {"UpdateItem", "DeleteItem", "GetItem"}) {
    CAPTURE(operation);
    CHECK(dynamodb(operation, R"({"TableName":"","Key":{})" + enums) == told);
  }
  CHECK(dynamodb("Query", R"({"TableName":"")" + enums) == told);
}

TEST_CASE("a write's wrong table name comes alone, before its enums") {
  const std::string told =
      "2 validation errors detected: " + failed("'x!' at 'tableName'", kNamePattern) + "; " +
      failed("'x!' at 'tableName'", "Member must have length greater than or equal to 3");
  const std::string enums = R"(,"ReturnConsumedCapacity":"INVALID","ReturnValues":"INVALID",
                               "ConditionalOperator":"XOR"})";
  CHECK(dynamodb("PutItem", R"({"TableName":"x!","Item":{})" + enums) == told);
  CHECK(dynamodb("UpdateItem", R"({"TableName":"x!","Key":{})" + enums) == told);
  CHECK(dynamodb("DeleteItem", R"({"TableName":"x!","Key":{})" + enums) == told);
}

TEST_CASE("wrong enums come in the current front end's words and order, as recorded") {
  const std::string values =
      "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, "
      "ALL_NEW, UPDATE_NEW, NONE]";
  const std::string capacity = failed("'INVALID' at 'returnConsumedCapacity'",
                                      "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]");
  const std::string metrics = failed("'INVALID' at 'returnItemCollectionMetrics'",
                                     "Member must satisfy enum value set: [SIZE, NONE]");
  const std::string operators =
      "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]";
  const std::string put = R"({"TableName":"abc","Item":{},)";
  const std::string keyed = R"({"TableName":"abc",)" + kKey + ",";
  const std::string two = R"("ReturnConsumedCapacity":"INVALID","ReturnValues":"INVALID"})";
  const std::string three = R"("ReturnItemCollectionMetrics":"INVALID",)" + two;
  CHECK(dynamodb("PutItem", put + three) ==
        "3 validation errors detected: " + capacity + "; " + values + "; " + metrics);
  CHECK(dynamodb("DeleteItem", keyed + two) ==
        "2 validation errors detected: " + capacity + "; " + values);
  CHECK(dynamodb("UpdateItem", keyed + three) == one(values));
  for (const char* value : {"ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW", "NONE"}) {
    CAPTURE(value);
    const std::string valid = R"("ReturnValues":")" + std::string(value) + "\"}";
    for (const char* operation : {"UpdateItem", "DeleteItem"}) {
      CHECK(dynamodb(operation, keyed + valid) == "");
    }
  }
  const std::string xor_operator = R"("ConditionalOperator":"XOR"})";
  CHECK(dynamodb("PutItem", put + xor_operator) == one(operators));
  CHECK(dynamodb("UpdateItem", keyed + xor_operator) == one(operators));
  CHECK(dynamodb("DeleteItem", keyed + xor_operator) == one(operators));
  CHECK(dynamodb("DeleteItem", keyed + R"("ConditionalOperator":"AND"})") == "");
  CHECK(dynamodb("Query", R"({"TableName":"abc","Select":"BOGUS",)" + xor_operator) == operators);
  CHECK(dynamodb("Scan", R"({"TableName":"abc",)" + xor_operator) ==
        one(failed("'XOR' at 'conditionalOperator'",
                   "Member must satisfy enum value set: [OR, AND]")));
}

TEST_CASE("a request that lacks a member is told in the older front end's words, all at once") {
  const std::string values = failed(
      "'INVALID' at 'returnValues'",
      "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
  const std::string capacity = failed("'INVALID' at 'returnConsumedCapacity'",
                                      "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]");
  const std::string name =
      failed("'' at 'tableName'", "Member must have length greater than or equal to 1");
  const std::string no_key = failed("null at 'key'", kNotNull);
  const std::string all =
      R"({"TableName":"","ReturnConsumedCapacity":"INVALID","ReturnValues":"INVALID"})";
  CHECK(dynamodb("UpdateItem", R"({"TableName":""})") ==
        "2 validation errors detected: " + name + "; " + no_key);
  CHECK(dynamodb("UpdateItem", all) ==
        "4 validation errors detected: " + capacity + "; " + name + "; " + values + "; " + no_key);
  CHECK(dynamodb("PutItem", all) == "4 validation errors detected: " + values + "; " + capacity +
                                        "; " + name + "; " + failed("null at 'item'", kNotNull));
  CHECK(dynamodb("DeleteItem", all) ==
        "4 validation errors detected: " + values + "; " + capacity + "; " + name + "; " + no_key);
}

TEST_CASE("a request that nests too deep for the current front end goes to the older one") {
  const auto deleting = [](int maps) {
    std::string value = R"({"S":"leaf"})";
    for (int i = 0; i < maps; ++i) value = R"({"M":{"n":)" + value + "}}";
    return dynamodb("DeleteItem",
                    R"({"TableName":"abc","ReturnValues":"BOGUS","Key":{"a":)" + value + "}}");
  };
  const std::string list = "Member must satisfy enum value set: [ALL_";
  CHECK(deleting(62) == one("Failed to satisfy constraint: " + list +
                            "OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"));
  CHECK(deleting(63) == one(failed("'BOGUS' at 'returnValues'",
                                   list + "NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")));
}

}  // namespace front_end_test
