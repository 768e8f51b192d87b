#include "lambda-host/constraints.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace constraints_test {

namespace {

using lambda_host::Constraints;

template <class Check>
std::string error_of(Check check) {
  Constraints constraints;
  check(constraints);
  try {
    constraints.require_none();
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::validation);
    return error.message();
  }
  return {};
}

const std::string kOne = "1 validation error detected: ";
const std::string kFailed = " failed to satisfy constraint: Member must ";

}  // namespace

TEST_CASE("a range includes both ends") {
  const auto error = [](std::int64_t value) {
    return error_of([&](Constraints& c) { c.check_range(value, "m", 2, 4); });
  };
  CHECK(error(2).empty());
  CHECK(error(4).empty());
  CHECK(error(1) == kOne + "Value '1' at 'm'" + kFailed + "have value greater than or equal to 2");
  CHECK(error(5) == kOne + "Value '5' at 'm'" + kFailed + "have value less than or equal to 4");
}

TEST_CASE("a text has a length and a form") {
  const auto length = [](std::string_view text) {
    return error_of([&](Constraints& c) { c.check_length(text, "m", 3); });
  };
  CHECK(length("abc").empty());
  CHECK(length("abcd") ==
        kOne + "Value 'abcd' at 'm'" + kFailed + "have length less than or equal to 3");
  CHECK(length("üüü").empty());
  CHECK(length("😀ü").empty());
  CHECK(length("😀😀") ==
        kOne + "Value '😀😀' at 'm'" + kFailed + "have length less than or equal to 3");
  const auto one_of = [](std::string_view text) {
    return error_of([&](Constraints& c) { c.check_one_of(text, "m", {"A", "B"}); });
  };
  CHECK(one_of("A").empty());
  CHECK(one_of("B").empty());
  CHECK(one_of("a") == kOne + "Value 'a' at 'm'" + kFailed + "satisfy enum value set: [A, B]");
}

TEST_CASE("all that is wrong is in one error, in the order it was found") {
  CHECK(error_of([](Constraints& c) {
          c.missing("first");
          c.violated("x", "second", "be better");
        }) == "2 validation errors detected: Value null at 'first'" + kFailed +
                  "not be null; Value 'x' at 'second'" + kFailed + "be better");
}

TEST_CASE("a parameter without use has an error of its own") {
  try {
    lambda_host::throw_invalid_parameter("told so");
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter_value);
    CHECK(error.message() == "told so");
  }
}

}  // namespace constraints_test
