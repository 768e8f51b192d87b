#include "core/expressions/path_parser.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::path_parser_test {

namespace {

constexpr std::string_view kKeywords[] = {"SET"};
constexpr const char* kRequest = R"({"ExpressionAttributeNames": {"#a": "x.y", "#r": "name"},
    "ExpressionAttributeValues": {":v": {"N": "1"}}})";

// The path as AWS prints it, or the error.
std::string parsed(const std::string& expression) {
  Placeholders known = testing::placeholders(kRequest);
  std::string path;
  const std::string error = testing::error_of([&] {
    Cursor cursor(expression, "E", kKeywords, known);
    path = text(parse_path(cursor));
    cursor.finish();
  });
  return error.empty() ? path : error;
}

std::string syntax(const std::string& token, const std::string& near) {
  return "Invalid E: " + testing::syntax_error(token, near);
}

}  // namespace

TEST_CASE("a path is a name with names and indexes behind it") {
  CHECK(parsed("a") == "[a]");
  CHECK(parsed("a.b[0][12].c") == "[a, b, [0], [12], c]");
  CHECK(parsed("#a.#r") == "[x.y, name]");
  CHECK(parsed("a[2147483647]") == "[a, [2147483647]]");
}

TEST_CASE("what is no path is a syntax error or a fault") {
  CHECK(parsed("a.") == syntax("<EOF>", "."));
  CHECK(parsed("a.1") == syntax("1", ".1"));
  CHECK(parsed("a[b]") == syntax("b", "[b]"));
  CHECK(parsed("a[1") == syntax("<EOF>", "1"));
  CHECK(parsed("a[:v]") == syntax(":v", "[:v]"));
  CHECK(parsed(":v") == syntax(":v", ":v"));
  CHECK(parsed("set") == syntax("set", "set"));
  CHECK(parsed("a[2147483648]") ==
        "Invalid E: List index is not within the allowable range; index: [2147483648]");
  CHECK(parsed("a.name") ==
        "Invalid E: Attribute name is a reserved keyword; reserved keyword: name");
  CHECK(parsed("a.#gone") ==
        "Invalid E: An expression attribute name used in the document path is not defined; "
        "attribute name: #gone");
}

TEST_CASE("a path has 32 levels") {
  std::string path = "a";
  for (int level = 2; level <= 32; ++level) path += "[0]";
  CHECK(parsed(path).starts_with("[a, [0], "));
  CHECK(parsed(path + ".b") ==
        "Invalid E: The document path has too many nesting levels; nesting levels: 33");
}

TEST_CASE("a path begins with a name that is no keyword") {
  const auto begins = [](const std::string& expression) {
    Placeholders none;
    return at_path(Cursor(expression, "E", kKeywords, none));
  };
  CHECK(begins("a"));
  CHECK(begins("#a"));
  CHECK_FALSE(begins("Set"));
  CHECK_FALSE(begins(":v"));
  CHECK_FALSE(begins("(a)"));
  CHECK_FALSE(begins("1"));
}

TEST_CASE("a value is a placeholder; one that isn't defined is the fault that the caller names") {
  const auto error = [](const std::string& expression, Fault undefined) {
    Placeholders known = testing::placeholders(kRequest);
    return testing::error_of([&] {
      Cursor cursor(expression, "E", kKeywords, known);
      CHECK(*parse_value(cursor, undefined) ==
            (expression == ":v" ? testing::value(R"({"N": "1"})") : AttributeValue()));
      cursor.faults().note(Fault::section_operand, "another fault");
      cursor.finish();
    });
  };
  CHECK(error(":v", Fault::undefined_value) == "Invalid E: another fault");
  CHECK(error(":gone", Fault::undefined_value) ==
        "Invalid E: An expression attribute value used in expression is not defined; attribute "
        "value: :gone");
  CHECK(error(":gone", Fault::operand_type) == "Invalid E: another fault");
  Placeholders none;
  Cursor at_name("a", "E", kKeywords, none);
  CHECK(testing::error_of([&] { parse_value(at_name, Fault::undefined_value); }) ==
        syntax("a", "a"));
}

}  // namespace core::expressions::path_parser_test
