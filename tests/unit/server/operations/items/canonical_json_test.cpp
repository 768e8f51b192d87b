#include "server/operations/items/canonical_json.h"

#include <doctest/doctest.h>

namespace server::operations::canonical_json_test {

TEST_CASE("values that differ only in the order of members have one canonical text") {
  const auto canonical = [](const char* json) {
    const auto document = core::json::Document::parse(json);
    return canonical_json(document.root());
  };
  CHECK(canonical(R"([{"b": 1, "a": {"d": "x", "c": [2, 1]}}])") ==
        R"([{"a":{"c":[2,1],"d":"x"},"b":1}])");
  CHECK(canonical(R"({"a": true, "b": null})") == canonical(R"({"b":null,"a":true})"));
  CHECK(canonical(R"(["a", "b"])") != canonical(R"(["b", "a"])"));
  CHECK(canonical(R"({"c": 1, "a": "1", "c": 2, "b": {"S": "\"\u00e4"}})") ==
        R"({"a":"1","b":{"S":"\"ä"},"c":1})");
}

}  // namespace server::operations::canonical_json_test
