#include "core/expressions/placeholders.h"

#include "core/expressions/parser.h"
#include "core/limits.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace core::expressions::placeholders_test {

namespace {

std::string error_in(std::string request, FrontEnd front_end = FrontEnd::current) {
  return testing::error_of([&] { testing::placeholders(std::move(request)); }, front_end);
}

}  // namespace

TEST_CASE("the maps of placeholders are checked before any expression") {
  struct Case {
    std::string request;
    std::string error;
  };
  const std::string long_key(255, 'a');
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"({"ExpressionAttributeNames": {}})", "ExpressionAttributeNames must not be empty"},
      {R"({"ExpressionAttributeValues": {}})", "ExpressionAttributeValues must not be empty"},
      {R"({"ExpressionAttributeNames": {"a": "b"}})",
       "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""},
      {R"({"ExpressionAttributeNames": {"#": "b"}})",
       "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#\""},
      {R"({"ExpressionAttributeNames": {"#a-b": "b"}})",
       "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#a-b\""},
      {R"({"ExpressionAttributeNames": {"#a": ""}})",
       "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a"},
      {R"({"ExpressionAttributeNames": {"#a": ")" + std::string(65536, 'a') + "\"}}",
       "ExpressionAttributeNames contains invalid value: Attribute name is too large, must be less "
       "than 65536 bytes for key #a"},
      {R"({"ExpressionAttributeNames": {"#)" + long_key + R"(": "b"}})",
       "ExpressionAttributeNames contains invalid key: The expression attribute map contains a "
       "key that is too long; size of key: 256"},
      {R"({"ExpressionAttributeValues": {"b": {"S": "a"}}})",
       "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\""},
      {R"({"ExpressionAttributeValues": {":)" + long_key + R"(": {"S": "a"}}})",
       "ExpressionAttributeValues contains invalid key: The expression attribute map contains a "
       "key that is too long;"},
      {R"({"ExpressionAttributeValues": {}, "ExpressionAttributeNames": {}})",
       "ExpressionAttributeNames must not be empty"},
      {R"({"ExpressionAttributeValues": {}, "ExpressionAttributeNames": {"a": "a"}})",
       "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""},
      {R"({})", ""},
      {R"({"ExpressionAttributeNames": {"#a_1": "b"}})", ""},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.request);
    CHECK(error_in(c.request) == c.error);
  }
}

TEST_CASE("only the older front end tells which expression value is faulty") {
  struct Case {
    std::string value;
    std::string current;
    std::string older;
  };
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string numeric = "The parameter cannot be converted to a numeric value";
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"({"SS": []})", invalid + "An string set  may not be empty",
       invalid + "An string set  may not be empty"},
      {R"({"SS": ["b", "b"]})", invalid + R"(Input collection ["b", "b"] contains duplicates.)",
       invalid + "Input collection [b, b] contains duplicates."},
      {R"({"N": ""})", numeric + ": ", numeric},
      {R"({"N": "1e2147483647"})",
       "Number overflow. Attempting to store a number with magnitude larger than supported range",
       "Number underflow. Attempting to store a number with magnitude smaller than supported range"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.value);
    const std::string request = R"({"ExpressionAttributeValues": {":b": )" + c.value + "}}";
    CHECK(error_in(request) == c.current);
    CHECK(error_in(request, FrontEnd::older) ==
          "ExpressionAttributeValues contains invalid value: " + c.older + " for key :b");
  }
}

TEST_CASE("a value without a type is left to the older front end, which tells where it is") {
  const std::string request = R"({"ExpressionAttributeValues": {":b": {}}})";
  for (const FrontEnd front_end : {FrontEnd::current, FrontEnd::older}) {
    CHECK(
        error_in(request, front_end) ==
        "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must "
        "contain exactly one of the supported datatypes for key :b");
  }
}

TEST_CASE("what no expression of the request used is told") {
  Placeholders known = testing::placeholders(R"({
    "ExpressionAttributeNames": {"#a": "a", "#b": "b"},
    "ExpressionAttributeValues": {":v": {"N": "1"}, ":w": {"N": "2"}}})");
  parse_condition("#a = :v", "ConditionExpression", known);
  CHECK(testing::error_of([&] { known.require_all_used(); }) ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}");
  parse_projection("#b", known);
  CHECK(testing::error_of([&] { known.require_all_used(); }) ==
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}");
  parse_update("SET c = :w", known);
  CHECK(testing::error_of([&] { known.require_all_used(); }) == "");
}

TEST_CASE("all that is unused is listed") {
  const Placeholders known =
      testing::placeholders(R"({"ExpressionAttributeNames": {"#b": "b", "#a": "a"}})");
  CHECK(testing::error_of([&] { known.require_all_used(); }) ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
}

TEST_CASE("names and values may take 2 MB, each and together") {
  const auto names = [](std::size_t bytes) {  // of 2 bytes and 60,000 each, and what is left
    std::string text;
    for (int i = 10; bytes > 0; ++i) {
      const std::size_t part = std::min<std::size_t>(bytes, 60'000);
      text += fmt::format(R"({}"#{}":"{}")", i > 10 ? "," : "", i, std::string(part - 3, 'n'));
      bytes -= part;
    }
    return fmt::format(R"("ExpressionAttributeNames":{{{}}})", text);
  };
  const auto value = [](std::size_t bytes) {
    return fmt::format(R"("ExpressionAttributeValues":{{":v":{{"S":"{}"}}}})",
                       std::string(bytes - 2, 'v'));
  };
  const std::size_t most = limits::kMaxPlaceholderMapBytes;
  CHECK(error_in("{" + names(most) + "}") == "");
  CHECK(error_in("{" + names(most + 10) + "}") == "ExpressionAttributeNames exceeds max size");
  CHECK(error_in("{" + value(most) + "}") == "");
  CHECK(error_in("{" + value(most + 1) + "}") == "ExpressionAttributeValues exceeds max size");
  CHECK(error_in("{" + names(100'000) + "," + value(most - 100'000) + "}") == "");
  CHECK(error_in("{" + names(100'000) + "," + value(most - 99'999) + "}") ==
        "Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size");
}

TEST_CASE("a long name may be used, but not again and again") {
  const std::string name(60'000, 'n');
  const auto used = [&](int times) {
    Placeholders known(
        {
            {"#n", name      },
            {"#m", name + "m"}
    },
        {});
    return testing::error_of([&] {
      parse_projection("#m", known);  // the first use of each is free
      for (int i = 0; i < times; ++i) parse_projection(fmt::format("#n[{}]", i), known);
    });
  };
  const int repeats = limits::kMaxRepeatedNamesBytes / 60'000;
  CHECK(used(1 + repeats) == "");
  CHECK(used(2 + repeats) ==
        "Expressions repeat names of more than 512 KB in all. DynamoDB would take them; Rivulet "
        "has this limit so that other requests needn't wait.");
}

TEST_CASE("more placeholders than expressions can use aren't read") {
  const auto error = [](int names, const std::string& last) {
    std::string text;
    for (int i = 1; i < names; ++i) text += fmt::format(R"("#n{}":"a",)", i);
    return error_in(R"({"ExpressionAttributeNames": {)" + text + last + "}}");
  };
  CHECK(error(10'000, R"("#x":"a")") == "");
  CHECK(error(10'001, R"("x":"a")") ==
        "Value provided in ExpressionAttributeNames unused in expressions: more than 10000 keys");
}

}  // namespace core::expressions::placeholders_test
