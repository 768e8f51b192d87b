#include "core/utf16.h"

#include <doctest/doctest.h>

namespace core::utf16_test {

TEST_CASE("a text is as long as its UTF-16") {
  CHECK(utf16_length("") == 0);
  CHECK(utf16_length("abc") == 3);
  CHECK(utf16_length("\x7f") == 1);
  CHECK(utf16_length("\u0080ü\u07ff") == 3);
  CHECK(utf16_length("\u0800€\uffff") == 3);
  CHECK(utf16_length("\U00010000") == 2);
  CHECK(utf16_length("a😀ü") == 4);
}

}  // namespace core::utf16_test
