#include "server/line_buffer.h"

#include <doctest/doctest.h>

namespace line_buffer_test {

using server::LineBuffer;

TEST_CASE("lines come out whole and in order, as many as fit in a piece") {
  LineBuffer buffer(100);
  CHECK(buffer.empty());
  buffer.add("one\ntwo\n");
  buffer.add("three\n");
  CHECK_FALSE(buffer.empty());
  CHECK(buffer.take(9) == "one\ntwo\n");
  CHECK(buffer.take(5) == "three");  // longer than a piece
  CHECK(buffer.take(5) == "\n");
  CHECK(buffer.empty());

  buffer.add("one\ntwo\n");
  CHECK(buffer.take(4) == "one\n");
  CHECK(buffer.take(4) == "two\n");
}

TEST_CASE("what there is no room for is left out and counted in its place") {
  LineBuffer buffer(10);
  buffer.add("12345\n");
  buffer.add("678\n");  // full to the byte
  buffer.add("a\nb\n");
  buffer.add("c\n");
  CHECK(buffer.take(100) == "12345\n678\n");
  CHECK_FALSE(buffer.empty());
  buffer.add("later\n");
  CHECK(buffer.take(1000) ==
        "(3 lines of handlers left out: nobody reads them as fast as they come)\nlater\n");
  CHECK(buffer.empty());
}

TEST_CASE("what was left out at the end is told, too") {
  LineBuffer buffer(4);
  buffer.add("too long\n");
  CHECK(buffer.take(1000) ==
        "(1 line of handlers left out: nobody reads them as fast as they come)\n");
  CHECK(buffer.empty());
}

}  // namespace line_buffer_test
