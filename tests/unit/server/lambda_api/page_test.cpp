#include "server/lambda_api/page.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace page_test {

using server::lambda_api::next_marker;
using server::lambda_api::requested_page;

namespace {

std::string error_of(const std::string& query) {
  try {
    requested_page("/x?" + query, 50);
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a page has MaxItems items, but never more than the operation's limit") {
  CHECK(requested_page("/x", 50).max_items == 50);
  CHECK(requested_page("/x?MaxItems=1", 50).max_items == 1);
  CHECK(requested_page("/x?MaxItems=49", 50).max_items == 49);
  CHECK(requested_page("/x?MaxItems=51", 50).max_items == 50);
  CHECK(requested_page("/x?MaxItems=10000", 50).max_items == 50);
  const std::string failed =
      "' at 'maxItems' failed to satisfy constraint: Member must have value ";
  const std::string one = "ValidationException: 1 validation error detected: Value '";
  CHECK(error_of("MaxItems=0") == one + "0" + failed + "greater than or equal to 1");
  CHECK(error_of("MaxItems=10001") == one + "10001" + failed + "less than or equal to 10000");
}

TEST_CASE("a page begins behind the marker's name") {
  CHECK(requested_page("/x", 50).after.empty());
  CHECK(requested_page("/x?Marker=", 50).after.empty());
  CHECK(next_marker("f") == "Zg==");
  CHECK(requested_page("/x?Marker=Zg%3D%3D", 50).after == "f");
  CHECK(error_of("Marker=***") == "InvalidParameterValueException: Invalid Marker");
}

namespace {

std::string list_of(const std::vector<std::string>& names, server::lambda_api::Page page) {
  server::lambda_api::PageWriter list("Names", std::move(page));
  for (const std::string& name : names) {
    list.add(name, [&](core::json::Writer& writer) { writer.string(name); });
  }
  return list.take();
}

}  // namespace

TEST_CASE("a page has what comes behind the marker, and says whether there is more") {
  CHECK(list_of({"a", "b"}, {"", 2}) == R"({"Names":["a","b"]})");
  CHECK(list_of({"a", "b", "c"}, {"", 2}) ==
        R"({"Names":["a","b"],"NextMarker":")" + next_marker("b") + "\"}");
  CHECK(list_of({"a", "b", "c"}, {"a", 1}) ==
        R"({"Names":["b"],"NextMarker":")" + next_marker("b") + "\"}");
  CHECK(list_of({"a", "b", "c"}, {"b", 1}) == R"({"Names":["c"]})");
  CHECK(list_of({}, {"", 1}) == R"({"Names":[]})");
}

}  // namespace page_test
