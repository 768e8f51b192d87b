#include "server/operations/logs/log_filter_cursor.h"

#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_cursor_test {

TEST_CASE("a token is taken with the blanks behind it") {
  LogFilterCursor cursor(" \t\r\n&& b");
  CHECK(cursor.peek() == '&');
  CHECK_FALSE(cursor.take("||"));
  CHECK(cursor.take("&&"));
  CHECK(cursor.peek() == 'b');
  CHECK_FALSE(cursor.at_end());
  CHECK_FALSE(cursor.take("bc"));
  CHECK(cursor.take("b"));
  CHECK(cursor.at_end());
  CHECK(cursor.peek() == '\0');
  CHECK(error_of([&] { cursor.require("]"); }) == invalid("']' is missing"));
}

TEST_CASE("a keyword has no case and ends with its word") {
  const auto takes = [](const char* text) { return LogFilterCursor(text).take_keyword("NOT"); };
  CHECK(takes("NOT x"));
  CHECK(takes("nOt"));
  CHECK(takes("not("));
  for (const char* text :
       {"NO", "NOx", "NOTE", "NOTe", "NOT_", "NOT0", "NOT9", "NOTz", "NOTA", "NOTZ"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(takes(text));
  }
}

TEST_CASE("a backslash makes a mark a character, and is kept for an expression only") {
  const auto marked = [](const char* text, char mark) {
    LogFilterCursor cursor(text);
    const std::string taken = cursor.take_marked(mark);
    CHECK(cursor.at_end());
    return taken;
  };
  CHECK(marked(R"("")", '"').empty());
  CHECK(marked(R"("a\"b")", '"') == "a\"b");
  CHECK(marked(R"("a\b\\")", '"') == "ab\\");
  CHECK(marked(R"(%a\%b%)", '%') == "a%b");
  CHECK(marked(R"(%\d\\%)", '%') == R"(\d\\)");
  CHECK(error_of([&] { marked("\"a", '"'); }) == invalid("a closing \" is missing"));
  CHECK(error_of([&] { marked("%a\\", '%'); }) == invalid("a closing % is missing"));
}

TEST_CASE("text is taken up to a stop, which may be the end") {
  LogFilterCursor cursor("ab, c");
  CHECK(cursor.take_until(",") == "ab");
  CHECK(cursor.take_until(",").empty());
  CHECK(cursor.take(","));
  CHECK(cursor.take_until(",") == "c");
  CHECK(cursor.take_until(",").empty());
}

}  // namespace server::operations::testing::log_filter_cursor_test
