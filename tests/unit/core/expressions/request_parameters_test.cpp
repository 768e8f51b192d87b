#include "core/expressions/request_parameters.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions {

namespace {

std::string error_in(std::string request, const ParameterNames& names) {
  const auto document = json::Document::parse(std::move(request));
  return testing::error_of([&] { check_request_parameters(document.root().object(), names); });
}

ParameterNames query_names() {
  ParameterNames names;
  names.expressions = {"ProjectionExpression", "FilterExpression", "KeyConditionExpression"};
  names.non_expressions = {"AttributesToGet", "QueryFilter", "ConditionalOperator",
                           "KeyConditions"};
  return names;
}

ParameterNames update_names() {
  ParameterNames names;
  names.expressions = {"UpdateExpression", "ConditionExpression"};
  names.non_expressions = {"AttributeUpdates", "Expected", "ConditionalOperator"};
  return names;
}

ParameterNames put_names() {
  ParameterNames names;
  names.expressions = {"ConditionExpression"};
  names.non_expressions = {"Expected", "ConditionalOperator"};
  return names;
}

}  // namespace

TEST_CASE("the two generations of parameters don't mix") {
  const std::string mixed =
      "Can not use both expression and non-expression parameters in the same request: ";
  CHECK(error_in(R"({"UpdateExpression": "", "AttributeUpdates": {}})", update_names()) ==
        mixed +
            "Non-expression parameters: {AttributeUpdates} Expression parameters: "
            "{UpdateExpression}");
  CHECK(error_in(R"({"ConditionExpression": "", "UpdateExpression": "", "Expected": {},
                     "AttributeUpdates": {}})",
                 update_names()) ==
        mixed +
            "Non-expression parameters: {AttributeUpdates, Expected} "
            "Expression parameters: {UpdateExpression, ConditionExpression}");
  CHECK(error_in(R"({"AttributeUpdates": {}, "Expected": {}})", update_names()) == "");
  CHECK(error_in(R"({"UpdateExpression": "x"})", update_names()) == "");

  SUBCASE("but KeyConditions goes with a FilterExpression") {
    CHECK(error_in(R"({"KeyConditions": {}, "FilterExpression": "x"})", query_names()) == "");
    CHECK(error_in(R"({"KeyConditions": {}, "KeyConditionExpression": "x"})", query_names()) ==
          mixed +
              "Non-expression parameters: {KeyConditions} Expression parameters: "
              "{KeyConditionExpression}");
  }
}

TEST_CASE("names and values need an expression that could use them") {
  CHECK(error_in(R"({"ExpressionAttributeNames": {}})", put_names()) ==
        "ExpressionAttributeNames can only be specified when using expressions");
  CHECK(error_in(R"({"ExpressionAttributeValues": {}})", put_names()) ==
        "ExpressionAttributeValues can only be specified when using expressions: "
        "ConditionExpression is null");
  CHECK(error_in(R"({"ExpressionAttributeValues": {}, "ProjectionExpression": "a"})",
                 query_names()) ==
        "ExpressionAttributeValues can only be specified when using expressions: "
        "FilterExpression and KeyConditionExpression are null");
  CHECK(error_in(R"({"ExpressionAttributeValues": {}, "FilterExpression": "a"})", query_names()) ==
        "");
}

}  // namespace core::expressions
