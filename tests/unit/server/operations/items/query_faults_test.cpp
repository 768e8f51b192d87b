#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>

namespace tests::query_faults_test {
namespace {

std::string validation(const std::string& message) {
  return "ValidationException: " + message;
}

}  // namespace

TEST_CASE("a query's faults are found in AWS's order, before its table is") {
  Engine engine;
  const auto error_of = [&](const std::string& members) {
    return engine.error("Query", R"({"TableName": "gone", )" + members + "}");
  };
  const std::string type_value = R"("ExpressionAttributeValues": {":a": {"S": "N"}}, )";
  const std::string no_key = type_value + R"j("KeyConditionExpression": "attribute_type(a, :a)")j";
  const std::string empty = ": The expression can not be empty;";
  struct Case {
    std::string members;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"("KeyConditionExpression": "", "ExpressionAttributeNames": {},
          "ExpressionAttributeValues": {})", "ExpressionAttributeNames must not be empty"},
      {type_value + R"("KeyConditionExpression": "", "FilterExpression": "")",
       "Invalid KeyConditionExpression" + empty},
      {no_key + R"(, "FilterExpression": "", "ProjectionExpression": "")",
       "Invalid FilterExpression" + empty},
      {no_key + R"(, "FilterExpression": "a > b", "ProjectionExpression": "")",
       "Invalid ProjectionExpression" + empty},
      {no_key, "Invalid operator used in KeyConditionExpression: attribute_type"},
      {R"("KeyConditions": {})", "Conditions can be of length 1 or 2 only"},
      {type_value + R"("KeyConditionExpression": "a = :a AND a > :a")",
       "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition "
       "per key"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.members);
    CHECK(error_of(c.members) == validation(c.error));
  }
}

TEST_CASE("a query tells a faulty value bare, wherever it stands") {
  Engine engine;
  const std::string numeric = "The parameter cannot be converted to a numeric value: ";
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const std::string input = "One or more parameter values were invalid: Input collection ";
  struct Case {
    std::string value;
    std::string error;
  };
  const Case cases[] = {
      {R"({"N": "abc"})",                     numeric + "abc"                                  },
      {R"({"N": ""})",                        numeric                                          },
      {R"({"N": "1e126"})",                   overflow                                         },
      {R"({"N": "1e2147483647"})",            overflow                                         },
      {R"({"SS": ["b", "a", "b"]})",          input + R"(["a", "b", "b"] contains duplicates.)"},
      {R"({"BS": ["/w==", "AA==", "AA=="]})",
       input + R"(["AA==","/w==","AA=="]of type BS contains duplicates.)"                      },
      {R"({"NS": ["2", "1", "2"]})",          input + "contains duplicates."                   },
  };
  const std::string conditions = R"("KeyConditions": {"p": {"ComparisonOperator": "EQ",
      "AttributeValueList": [)";
  for (const Case& c : cases) {
    CAPTURE(c.value);
    const std::string requests[] = {
        R"("KeyConditionExpression": "p = :v", "ExpressionAttributeValues": {":v": )" + c.value +
            "}",
        R"("KeyConditionExpression": "p = :p", "FilterExpression": "v = :v",
           "ExpressionAttributeValues": {":p": {"S": "x"}, ":v": )" +
            c.value + "}",
        R"("KeyConditionExpression": "p = :p", "ExpressionAttributeValues": {":p": {"S": "x"}},
           "ExclusiveStartKey": {"p": )" +
            c.value + "}",
        conditions + c.value + "]}}",
        conditions + R"({"S": "x"}]}}, "QueryFilter": {"v": {"ComparisonOperator": "EQ",
           "AttributeValueList": [)" +
            c.value + "]}}",
    };
    for (const std::string& members : requests) {
      CAPTURE(members);
      CHECK(engine.error("Query", R"({"TableName": "gone", )" + members + "}") ==
            validation(c.error));
    }
  }
}

}  // namespace tests::query_faults_test
