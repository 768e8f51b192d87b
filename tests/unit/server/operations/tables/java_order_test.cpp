#include "server/operations/tables/java_order.h"

#include <doctest/doctest.h>

namespace java_order_test {

using namespace server::operations;

TEST_CASE("names stand in the order of Java's hash sets") {
  // Seen on AWS: the two in a text about actions.
  CHECK(in_java_order({R"("dynamodb:DescribeStream")", R"("dynamodb:GetRecords")"}) ==
        std::vector<std::string_view>{R"("dynamodb:GetRecords")", R"("dynamodb:DescribeStream")"});
  CHECK(in_java_order({"b", "a"}) == std::vector<std::string_view>{"a", "b"});
  // Thirteen names want 32 buckets: "p" is in the first of 16, and in the seventeenth of 32.
  CHECK(in_java_order({"a", "p"}) == std::vector<std::string_view>{"p", "a"});
  CHECK(in_java_order({"a", "p", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}).back() ==
        "p");
}

}  // namespace java_order_test
