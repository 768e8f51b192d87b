#include "core/expressions/document_path.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::document_path_test {

TEST_CASE("a path leads to a value, or to nothing") {
  const Item item =
      testing::item(R"({"a":{"M":{"b":{"L":[{"N":"0"},{"M":{"c":{"S":"deep"}}}]}}}})");
  const std::pair<DocumentPath, const char*> cases[] = {
      {{"a", {"b", std::size_t{1}, "c"}},      R"({"S":"deep"})"},
      {{"a", {"b", std::size_t{0}}},           R"({"N":"0"})"   },
      {{"a", {"b", std::size_t{2}}},           nullptr          },
      {{"a", {"c"}},                           nullptr          },
      {{"a", {std::size_t{0}}},                nullptr          },
      {{"a", {"b", "c"}},                      nullptr          },
      {{"b", {}},                              nullptr          },
      {{"a", {"b", std::size_t{0}, "x", "y"}}, nullptr          },
  };
  for (const auto& [path, json] : cases) {
    CAPTURE(text(path));
    const AttributeValue* found = find(item, path);
    REQUIRE((found != nullptr) == (json != nullptr));
    if (found != nullptr) CHECK(*found == testing::value(json));
  }
}

TEST_CASE("a path is printed as AWS prints it") {
  CHECK(text({"a", {}}) == "[a]");
  CHECK(text({
            "a", {"b", std::size_t{2}, "c"}
  }) == "[a, b, [2], c]");
}

}  // namespace core::expressions::document_path_test
