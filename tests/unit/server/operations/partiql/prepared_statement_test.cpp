#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::prepared_statement_test {
namespace {

const std::string kValidation = "ValidationException: ";

std::string parameters(const std::string& values) {
  return R"(, "Parameters": [)" + values + "]";
}

std::string deep(int levels, const std::string& leaf) {
  std::string value = leaf;
  for (int i = 0; i < levels; ++i) value = R"({"M": {"n": )" + value + "}}";
  return value;
}

}  // namespace

TEST_CASE("a parameter is looked at before the statement is, in the older front end's words") {
  StatementEngine engine;
  const std::string no_number = "The parameter cannot be converted to a numeric value";
  const std::string underflow =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  const std::string nesting =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
      "beyond supported limit";
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string too_deep = deep(40, R"({"S": "x"})");
  const auto check = [&](const std::string& values, const std::string& error) {
    CAPTURE(values);
    CHECK(engine.fail("no statement at all", parameters(values)) == kValidation + error);
  };
  check(R"({"N": "1e99999999999"})", no_number + ": 1e99999999999");
  check(R"({"N": "1e2147483648"})", no_number + ": 1e2147483648");
  check(R"({"N": "1e-2147483648"})", no_number + ": 1e-2147483648");
  check(R"({"N": "1e2147483647"})", underflow);
  check(R"({"N": ""})", no_number);
  check(R"({"NS": ["1", "1e99999999999"]})", no_number + ": 1e99999999999");
  check(R"({"SS": ["a", "a"]})", invalid + "Input collection [a, a] contains duplicates.");
  check(R"({"SS": []})", invalid + "An string set  may not be empty");
  check(R"({"NULL": false})", invalid + "Null attribute value types must have the value of true");
  check(deep(32, R"({"S": "x"})"), nesting);
  check(too_deep + R"(, {"N": "abc"})", nesting);
  check(R"({"N": "abc"}, )" + too_deep, no_number + ": abc");
  check(R"({"M": {"d": )" + too_deep + R"(, "bad": {"N": "abc"}}})", nesting);
  check(R"({"M": {"z": {"N": "abc"}, "d": )" + too_deep + "}}", no_number + ": abc");
}

TEST_CASE("there are as many parameters as question marks") {
  StatementEngine engine;
  const std::string count =
      kValidation + "Number of parameters in request and statement don't match.";
  CHECK(engine.fail("SELECT * FROM ttt WHERE p = ?") == count);
  CHECK(engine.fail("SELECT * FROM ttt WHERE p = ?", parameters(R"({"S": "a"}, {"S": "b"})")) ==
        count);
  CHECK(engine.fail("SELECT * FROM ttt", parameters(R"({"S": "a"})")) == count);
  CHECK(engine.run("SELECT * FROM ttt WHERE p = ?", parameters(R"({"S": "a"})")) ==
        R"({"Items":[]})");
}

TEST_CASE("an index with several key attributes of a kind isn't for statements") {
  StatementEngine engine;
  const std::string refused =
      kValidation +
      "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
      "multi-attribute RANGE keys.";
  for (const char* statement :
       {"SELECT * FROM ttt.multi", "SELECT * FROM ttt.multi WHERE x = 5",
        "SELECT count(*) FROM ttt.multi", "SELECT a AS b FROM ttt.multi ORDER BY x"}) {
    CAPTURE(statement);
    CHECK(engine.fail(statement) == refused);
  }
  CHECK(engine.fail("SELECT * FROM ttt.multi WHERE") ==
        kValidation + "Statement wasn't well formed, can't be processed: Unexpected term");
  CHECK(engine.run("SELECT * FROM ttt WHERE p = 'a'") == R"({"Items":[]})");
}

TEST_CASE("a statement's length and parameters have limits") {
  StatementEngine engine;
  const auto padded = [](std::size_t length) {
    std::string statement = "SELECT * FROM ttt";
    return statement.append(length - statement.size(), ' ');
  };
  CHECK(engine.run(padded(8192)) == R"({"Items":[]})");
  CHECK(engine.fail(padded(8193)).find("Member must have length less than or equal to 8192") !=
        std::string::npos);
  CHECK(engine.fail("SELECT * FROM ttt", R"(, "Parameters": [])")
            .find("Member must have length greater than or equal to 1") != std::string::npos);
}

}  // namespace tests::prepared_statement_test
