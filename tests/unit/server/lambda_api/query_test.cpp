#include "server/lambda_api/query.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace query_test {

using server::lambda_api::query_integer;
using server::lambda_api::query_values;
using Values = std::vector<std::string>;

TEST_CASE("all values of a query's parameter are found, decoded and in order") {
  CHECK(query_values("/x?k=a&k=b", "k") == Values{"a", "b"});
  CHECK(query_values("/x?k=a&other=1&k=b%26c+d", "k") == Values{"a", "b&c d"});
  CHECK(query_values("/x?k&k=", "k") == Values{"", ""});
  CHECK(query_values("/x?other=k", "k").empty());
  CHECK(query_values("/x", "k").empty());
}

TEST_CASE("a query's integer is found, and other text refused") {
  CHECK(query_integer("/x?MaxItems=12", "MaxItems") == 12);
  CHECK(query_integer("/x?MaxItems=-1", "MaxItems") == -1);
  CHECK(query_integer("/x", "MaxItems") == std::nullopt);
  for (const char* target : {"/x?n=", "/x?n=1.5", "/x?n=a", "/x?n=99999999999"}) {
    CAPTURE(target);
    CHECK_THROWS_AS(query_integer(target, "n"), core::ApiError);
  }
}

}  // namespace query_test
