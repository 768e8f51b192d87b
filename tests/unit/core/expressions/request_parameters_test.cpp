#include "core/expressions/request_parameters.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::request_parameters_test {

namespace {

std::string error_in(std::string request, ParameterNames expressions,
                     ParameterNames non_expressions, FrontEnd front_end = FrontEnd::current) {
  const auto document = json::Document::parse(std::move(request));
  return testing::error_of(
      [&] { check_request_parameters(document.root().object(), expressions, non_expressions); },
      front_end);
}

std::string error_in_query(std::string request, FrontEnd front_end = FrontEnd::current) {
  return error_in(
      std::move(request), {"ProjectionExpression", "FilterExpression", "KeyConditionExpression"},
      {"AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"}, front_end);
}

std::string error_in_update(std::string request) {
  return error_in(std::move(request), {"UpdateExpression", "ConditionExpression"},
                  {"AttributeUpdates", "Expected", "ConditionalOperator"});
}

std::string error_in_put(std::string request, FrontEnd front_end = FrontEnd::current) {
  return error_in(std::move(request), {"ConditionExpression"}, {"Expected", "ConditionalOperator"},
                  front_end);
}

}  // namespace

TEST_CASE("the two generations of parameters don't mix") {
  const std::string mixed =
      "Can not use both expression and non-expression parameters in the same request: ";
  CHECK(error_in_update(R"({"UpdateExpression": "", "AttributeUpdates": {}})") ==
        mixed +
            "Non-expression parameters: {AttributeUpdates} Expression parameters: "
            "{UpdateExpression}");
  CHECK(error_in_update(R"({"ConditionExpression": "", "UpdateExpression": "", "Expected": {},
                     "AttributeUpdates": {}})") ==
        mixed +
            "Non-expression parameters: {AttributeUpdates, Expected} "
            "Expression parameters: {UpdateExpression, ConditionExpression}");
  CHECK(error_in_update(R"({"AttributeUpdates": {}, "Expected": {}})") == "");
  CHECK(error_in_update(R"({"UpdateExpression": "x"})") == "");

  SUBCASE("but KeyConditions goes with a FilterExpression") {
    CHECK(error_in_query(R"({"KeyConditions": {}, "FilterExpression": "x"})") == "");
    CHECK(error_in_query(R"({"KeyConditions": {}, "KeyConditionExpression": "x"})") ==
          mixed +
              "Non-expression parameters: {KeyConditions} Expression parameters: "
              "{KeyConditionExpression}");
  }
}

TEST_CASE("names and values need an expression that could use them") {
  CHECK(error_in_put(R"({"ExpressionAttributeNames": {}})") ==
        "ExpressionAttributeNames can only be specified when using expressions");
  const std::string values =
      "ExpressionAttributeValues can only be specified when using expressions";
  const std::string put = R"({"ExpressionAttributeValues": {}})";
  CHECK(error_in_put(put) == values);
  CHECK(error_in_put(put, FrontEnd::older) == values + ": ConditionExpression is null");
  const std::string query = R"({"ExpressionAttributeValues": {}, "ProjectionExpression": "a"})";
  CHECK(error_in_query(query) == values);
  CHECK(error_in_query(query, FrontEnd::older) ==
        values + ": FilterExpression and KeyConditionExpression are null");
  CHECK(error_in_query(R"({"ExpressionAttributeValues": {}, "FilterExpression": "a"})") == "");
}

}  // namespace core::expressions::request_parameters_test
