#include "lambda-host/functions/function_reference.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace {

using lambda_host::parse_function_reference;
using lambda_host::parse_new_function_reference;

const core::Scope kCaller{core::AccountId("000000000000"), core::Region("us-east-1")};

std::string error_of(std::string_view text, std::string_view qualifier = {}) {
  try {
    parse_function_reference(text, kCaller, qualifier);
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("a function is named in every form that AWS knows") {
  struct Case {
    const char* text;
    const char* account;
    const char* name;
    const char* qualifier;
  };
  const Case cases[] = {
      {"my-func_1",                                                    "000000000000", "my-func_1", ""       },
      {"f:$LATEST",                                                    "000000000000", "f",         "$LATEST"},
      {"f:12",                                                         "000000000000", "f",         "12"     },
      {"function:f",                                                   "000000000000", "f",         ""       },
      {"111122223333:function:f",                                      "111122223333", "f",         ""       },
      {"111122223333:function:f:live",                                 "111122223333", "f",         "live"   },
      {"us-east-1:111122223333:function:f",                            "111122223333", "f",         ""       },
      {"arn:aws:lambda:us-east-1:111122223333:function:f",             "111122223333", "f",         ""       },
      {"arn:aws:lambda:us-east-1:111122223333:function:f:$LATEST",     "111122223333", "f",         "$LATEST"},
      {"arn%3Aaws%3Alambda%3Aus-east-1%3A111122223333%3Afunction%3Af", "111122223333", "f",         ""       },
      {"f%3A%24LATEST",                                                "000000000000", "f",         "$LATEST"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto reference = parse_function_reference(c.text, kCaller);
    CHECK(reference.scope.account.get() == c.account);
    CHECK(reference.scope.region.get() == "us-east-1");
    CHECK(reference.name.get() == c.name);
    CHECK(reference.qualifier == c.qualifier);
  }
}

TEST_CASE("what is no function's name is refused") {
  for (const char* text : {"", "a b", "f:", "f:1:2", "arn:aws:sqs:us-east-1:111122223333:q",
                           "arn:aws:lambda:us-east-1:1:function:f", "f/g", "f:$OLD", "%zz"}) {
    CAPTURE(text);
    CHECK(error_of(text).starts_with("ValidationException: 1 validation error detected: Value '" +
                                     std::string(text) + "' at 'functionName'"));
  }
}

TEST_CASE("a function of another region can't be reached") {
  CHECK(error_of("arn:aws:lambda:eu-west-1:111122223333:function:f") ==
        "ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region "
        "('us-east-1')");
}

TEST_CASE("the Qualifier parameter must agree with the name's") {
  CHECK(parse_function_reference("f", kCaller, "live").qualifier == "live");
  CHECK(parse_function_reference("f:live", kCaller, "live").qualifier == "live");
  CHECK(error_of("f:live", "1") ==
        "InvalidParameterValueException: The derived qualifier from the function name does not "
        "match the specified qualifier.");
}

TEST_CASE("a new function's name has at most 64 characters and no qualifier") {
  CHECK(parse_new_function_reference(std::string(64, 'a'), kCaller).name.get().size() == 64);
  const std::string long_name(65, 'a');
  try {
    parse_new_function_reference(long_name, kCaller);
    FAIL("accepted");
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter_value);
    CHECK(error.message() ==
          "1 validation error detected: Value '" + long_name +
              "' at 'functionName' failed to satisfy constraint: Member must have length less "
              "than or equal to 64");
  }
  CHECK_THROWS_AS(parse_new_function_reference("f:1", kCaller), core::ApiError);
}

TEST_CASE("a reference makes the ARN it names") {
  CHECK(qualified_arn(parse_function_reference("f:$LATEST", kCaller)) ==
        "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST");
  CHECK(qualified_arn(parse_function_reference("f", kCaller)) ==
        "arn:aws:lambda:us-east-1:000000000000:function:f");
}
