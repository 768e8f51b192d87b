#include "core/expressions/cursor.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::cursor_test {

namespace {

constexpr std::string_view kKeywords[] = {"AND", "OR"};

struct Reader {
  Placeholders none;
  std::string text;
  Cursor cursor;

  explicit Reader(std::string expression, std::string_view parameter = "E")
      : text(std::move(expression)), cursor(text, parameter, kKeywords, none) {}

  std::string syntax_error() {
    return testing::error_of([&] { cursor.fail_syntax(); });
  }
  std::string end() {
    return testing::error_of([&] { cursor.finish(); });
  }
};

std::string creation_error(const std::string& text, const char* parameter) {
  return testing::error_of([&] { Reader reader(text, parameter); });
}

std::string near(const std::string& token, const std::string& text) {
  return "Invalid E: " + testing::syntax_error(token, text);
}

}  // namespace

TEST_CASE("an expression has between 1 and 4096 bytes") {
  const std::string too_large = "Expression size has exceeded the maximum allowed size;";
  CHECK(creation_error("", "E") == "Invalid E: The expression can not be empty;");
  CHECK(creation_error(std::string(4096, 'a'), "E").empty());
  const std::string long_text(4097, 'a');
  CHECK(creation_error(long_text, "E") == "Invalid E: " + too_large);
  for (const std::string parameter : {"FilterExpression", "ConditionExpression"}) {
    CHECK(creation_error(long_text, parameter.c_str()) ==
          "Invalid " + parameter + ": " + too_large + " expression size: 4097");
  }
}

TEST_CASE("tokens are taken one by one up to the end") {
  Reader reader("a = :b");
  CHECK(reader.cursor.peek().text == "a");
  CHECK(reader.cursor.peek_next().text == "=");
  CHECK(reader.cursor.take().text == "a");
  CHECK_FALSE(reader.cursor.skip("<"));
  CHECK(reader.cursor.skip("="));
  CHECK(reader.cursor.take().kind == TokenKind::value_placeholder);
  CHECK(reader.cursor.peek_next().kind == TokenKind::end);
  CHECK(reader.cursor.take().kind == TokenKind::end);
  CHECK(reader.cursor.take().kind == TokenKind::end);
  CHECK(reader.end().empty());
}

TEST_CASE("keywords are the grammar's own, in any case") {
  Reader reader("And b or");
  CHECK(reader.cursor.at_keyword());
  CHECK_FALSE(reader.cursor.skip_keyword("OR"));
  CHECK(reader.cursor.skip_keyword("AND"));
  CHECK_FALSE(reader.cursor.at_keyword());
  reader.cursor.take();
  reader.cursor.expect_keyword("OR");
  CHECK(testing::error_of([&] { reader.cursor.expect_keyword("OR"); }) == near("<EOF>", "or"));
}

TEST_CASE("a syntax error quotes the token and its neighbours") {
  Reader reader("a  = b c");
  CHECK(reader.syntax_error() == near("a", "a  ="));
  reader.cursor.take();
  CHECK(reader.syntax_error() == near("=", "a  = b"));
  CHECK(testing::error_of([&] { reader.cursor.expect(")"); }) == near("=", "a  = b"));
  reader.cursor.expect("=");
  reader.cursor.take();
  CHECK(reader.end() == near("c", "b c"));
  reader.cursor.take();
  CHECK(reader.syntax_error() == near("<EOF>", "c"));
  CHECK(Reader("  ").syntax_error() == near("<EOF>", "  "));
  CHECK(testing::error_of([&] { reader.cursor.fail("told so"); }) == "Invalid E: told so");
}

TEST_CASE("an expression has 300 operators, nested or in a row") {
  const std::string too_many =
      "Invalid E: The expression contains too many operators; operator count: 301";
  Reader row("a");
  row.cursor.take();
  for (int i = 0; i < 300; ++i) row.cursor.count_operator();
  CHECK(row.end().empty());
  row.cursor.count_operator();
  CHECK(row.end() == too_many);

  Reader nest("a");
  const auto depth = [&](int levels) {
    return testing::error_of([&] {
      std::vector<std::unique_ptr<Cursor::Nesting>> open;
      while (levels-- > 0) open.push_back(std::make_unique<Cursor::Nesting>(nest.cursor));
    });
  };
  CHECK(depth(300).empty());
  CHECK(depth(300).empty());  // what was left doesn't count
  CHECK(depth(301) == too_many);
}

TEST_CASE("faults wait for the end, and an end that is no end comes first") {
  Reader reader("a b");
  reader.cursor.faults().note(Fault::limit, "noted");
  reader.cursor.take();
  CHECK(reader.end() == near("b", "a b"));
  reader.cursor.take();
  CHECK(reader.end() == "Invalid E: noted");
}

}  // namespace core::expressions::cursor_test
