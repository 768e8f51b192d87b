#include "server/operations/transfers/text_lines.h"

#include <doctest/doctest.h>

namespace text_lines_test {

using server::operations::TextLines;

namespace {

std::string lines_of(std::string_view text, std::size_t piece) {
  TextLines lines;
  std::string all;
  const auto take = [&] {
    while (const auto line = lines.next()) all += "[" + *line + "]";
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    lines.add(text.substr(at, piece));
    take();
  }
  lines.end();
  take();
  CHECK(lines.pending_bytes() == 0);
  return all;
}

}  // namespace

TEST_CASE("lines are what lies between line ends, whatever pieces they come in") {
  for (const std::size_t piece : {1, 2, 3, 100}) {
    CAPTURE(piece);
    CHECK(lines_of("", piece) == "");
    CHECK(lines_of("ab\ncd\n", piece) == "[ab][cd]");
    CHECK(lines_of("ab\ncd", piece) == "[ab][cd]");
    CHECK(lines_of("\n \t\r\nab\n\n\ncd\n", piece) == "[ab][cd]");
  }
}

TEST_CASE("what isn't a whole line yet is none, and has a size") {
  TextLines lines;
  lines.add("ab\ncde");
  CHECK(lines.pending_bytes() == 6);
  CHECK(lines.next() == "ab");
  CHECK(lines.pending_bytes() == 3);
  CHECK(!lines.next());
  lines.add("f\n");
  CHECK(lines.next() == "cdef");
}

}  // namespace text_lines_test
