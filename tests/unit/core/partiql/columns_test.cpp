#include "core/partiql/columns.h"

#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::columns_test {

namespace {

std::string error_in(const std::string& text) {
  return testing::error_of([&] { to_columns(testing::select(text)); });
}

}  // namespace

TEST_CASE("a star selects all, columns go by their last names") {
  CHECK_FALSE(to_columns(testing::select("SELECT * FROM t")));
  const auto columns = to_columns(testing::select("SELECT a, m.k, m.l[0], x FROM t"));
  CHECK(columns->names == std::vector<std::string>{"a", "k", "l[0]", "x"});
  const Item item = testing::item(
      R"({"a": {"S": "1"}, "b": {"S": "2"}, "m": {"M": {"k": {"S": "v"}, "l": {"L": [{"N": "1"}]}}}})");
  CHECK(pick(*columns, item) ==
        testing::item(R"({"a": {"S": "1"}, "k": {"S": "v"}, "l[0]": {"N": "1"}})"));
  CHECK(pick(*columns, Item()).empty());
}

TEST_CASE("columns are paths with names of their own") {
  CHECK(error_in("SELECT a AS b FROM t") == "Aliasing is not supported");
  CHECK(error_in("SELECT a, count(*) FROM t") == "Unexpected path component at 1:11:5");
  CHECK(error_in("SELECT a, m.a FROM t") == "Duplicate identifiers in select clause: a");
}

}  // namespace core::partiql::columns_test
