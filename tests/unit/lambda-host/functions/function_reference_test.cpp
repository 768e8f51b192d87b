#include "lambda-host/functions/function_reference.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace function_reference_test {

namespace {

using lambda_host::NameShape;
using lambda_host::parse_new_function_reference;

const core::Scope kCaller{core::AccountId("000000000000"), core::Region("us-east-1")};

lambda_host::FunctionReference parse(std::string_view text, std::string_view qualifier = {}) {
  return lambda_host::parse_function_reference(text, kCaller, NameShape::namespaced, qualifier);
}

std::string error_of(std::string_view text, std::string_view qualifier = {},
                     NameShape shape = NameShape::namespaced) {
  try {
    lambda_host::parse_function_reference(text, kCaller, shape, qualifier);
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
      {"my-func_1",                                                "000000000000", "my-func_1", ""       },
      {"f:$LATEST",                                                "000000000000", "f",         "$LATEST"},
      {"f:12",                                                     "000000000000", "f",         "12"     },
      {"function:f",                                               "000000000000", "f",         ""       },
      {"111122223333:function:f",                                  "111122223333", "f",         ""       },
      {"111122223333:function:f:live",                             "111122223333", "f",         "live"   },
      {"us-east-1:111122223333:function:f",                        "111122223333", "f",         ""       },
      {"arn:aws:lambda:us-east-1:111122223333:function:f",         "111122223333", "f",         ""       },
      {"arn:aws:lambda:us-east-1:111122223333:function:f:$LATEST", "111122223333", "f",         "$LATEST"},
      {"arn:aws:lambda:us-east-1:111122223333:function",           "111122223333", "function",  ""       },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto reference = parse(c.text);
    CHECK(reference.scope.account.get() == c.account);
    CHECK(reference.scope.region.get() == "us-east-1");
    CHECK(reference.name.get() == c.name);
    CHECK(reference.qualifier == c.qualifier);
  }
}

TEST_CASE("a function's ARN has the partition of its region") {
  const core::Scope sovereign{core::AccountId("000000000000"), core::Region("eusc-de-east-1")};
  const std::string arn = "arn:aws-eusc:lambda:eusc-de-east-1:000000000000:function:f";
  for (const std::string& text :
       {arn, std::string("eusc-de-east-1:000000000000:function:f"),
        std::string("arn::lambda:eusc-de-east-1:000000000000:function:f")}) {
    CAPTURE(text);
    const auto reference =
        lambda_host::parse_function_reference(text, sovereign, NameShape::namespaced);
    CHECK(reference.scope == sovereign);
    CHECK(reference.name.get() == "f");
    CHECK(lambda_host::qualified_arn(reference) == arn);
  }
  const std::string foreign = "arn:aws-cn:lambda:us-east-1:000000000000:function:f";
  CHECK(error_of(foreign) == "ResourceNotFoundException: Function not found: " + foreign);
}

TEST_CASE("what is no function's name is refused with its operation's pattern") {
  for (const NameShape shape :
       {NameShape::function, NameShape::namespaced, NameShape::unqualified}) {
    CHECK(error_of("a b", {}, shape) ==
          "ValidationException: 1 validation error detected: Value 'a b' at 'functionName' failed "
          "to satisfy constraint: Member must satisfy regular expression pattern: " +
              std::string(name_pattern(shape)));
  }
}

TEST_CASE("a name may be as long as its shape allows") {
  const auto too_long = [](const std::string& text, const std::string& limit) {
    return "ValidationException: 1 validation error detected: Value '" + text +
           "' at 'functionName' failed to satisfy constraint: Member must have length less than or "
           "equal to " +
           limit;
  };
  CHECK(error_of(std::string(140, 'a'), {}, NameShape::function).empty());
  CHECK(error_of(std::string(141, 'a'), {}, NameShape::function) ==
        too_long(std::string(141, 'a'), "140"));
  CHECK(error_of(std::string(256, 'a')).empty());
  CHECK(error_of(std::string(257, 'a')) == too_long(std::string(257, 'a'), "256"));
}

TEST_CASE("the Qualifier parameter has a form and a length of its own") {
  const std::string longest(128, 'a');
  CHECK(parse("f", longest).qualifier == longest);
  CHECK(error_of("f", longest + "a") ==
        "ValidationException: 1 validation error detected: Value '" + longest +
            "a' at 'qualifier' failed to satisfy constraint: Member must have length less than or "
            "equal to 128");
  CHECK(error_of("f", "invalid!") ==
        "ValidationException: 1 validation error detected: Value 'invalid!' at 'qualifier' failed "
        "to satisfy constraint: Member must satisfy regular expression pattern: "
        R"(\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)");
  CHECK(parse("f", "$latest").qualifier == "$latest");
}

TEST_CASE("all that is wrong with a name and its qualifier is in one error") {
  CHECK(error_of("f!", "q!", NameShape::function) ==
        "ValidationException: 2 validation errors detected: Value 'f!' at 'functionName' failed to "
        "satisfy constraint: Member must satisfy regular expression pattern: " +
            std::string(name_pattern(NameShape::function)) +
            "; Value 'q!' at 'qualifier' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: " +
            std::string(lambda_host::kQualifierPattern));
}

TEST_CASE("a function of another region can't be reached") {
  CHECK(error_of("arn:aws:lambda:eu-west-1:111122223333:function:f") ==
        "ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region "
        "('us-east-1')");
}

TEST_CASE("the Qualifier parameter must agree with the name's") {
  CHECK(parse("f", "live").qualifier == "live");
  CHECK(parse("f:live", "live").qualifier == "live");
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
  CHECK_THROWS_AS(parse_new_function_reference("a.b", kCaller), core::ApiError);
}

TEST_CASE("a reference makes the ARN it names") {
  CHECK(qualified_arn(parse("f:$LATEST")) ==
        "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST");
  CHECK(qualified_arn(parse("f")) == "arn:aws:lambda:us-east-1:000000000000:function:f");
}

}  // namespace function_reference_test
