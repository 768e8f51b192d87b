#include "server/http/date_header.h"

#include <doctest/doctest.h>

namespace date_header_test {

TEST_CASE("a date is written as HTTP has it") {
  server::http::DateHeader header;
  CHECK(header.at(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(header.at(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(header.at(1'795'694'401) == "Thu, 26 Nov 2026 12:00:01 GMT");
}

}  // namespace date_header_test
