#include "server/s3/count.h"

#include "server/s3/s3_error.h"

#include <doctest/doctest.h>

namespace count_test {

using namespace server::s3;

TEST_CASE("a count is a number that fits, and at most the most") {
  CHECK(count_in(std::nullopt, "max-keys", 1000) == 1000);
  CHECK(count_in("", "max-keys", 1000) == 1000);
  CHECK(count_in("0", "max-keys", 1000) == 0);
  CHECK(count_in("999", "max-keys", 1000) == 999);
  CHECK(count_in("2147483647", "max-keys", 1000) == 1000);
}

TEST_CASE("what is no count is refused with its name and value") {
  for (const char* text : {"-1", "1x", " 1", "2147483648"}) {
    try {
      count_in(text, "max-buckets", 1000);
      FAIL(text);
    } catch (const S3Error& error) {
      CHECK(error.message == "Provided max-buckets not an integer or within integer range");
      REQUIRE(error.details.size() == 2);
      CHECK(error.details[0].second == "max-buckets");
      CHECK(error.details[1].second == text);
    }
  }
}

}  // namespace count_test
