#include "core/expressions/project.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::project_test {

TEST_CASE("a projection keeps the parts it names and nothing else") {
  const Item item = testing::item(R"({"a": {"S": "x"}, "e": {"M": {}},
    "l": {"L": [{"N": "0"}, {"M": {"x": {"N": "1"}, "y": {"N": "2"}}}, {"N": "2"}]},
    "m": {"M": {"x": {"N": "1"}, "y": {"M": {"z": {"S": "deep"}, "w": {"S": "no"}}}}}})");
  struct Case {
    const char* text;
    const char* parts;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"a", R"({"a": {"S": "x"}})"},
      {"q", "{}"},
      {"a, q, e", R"({"a": {"S": "x"}, "e": {"M": {}}})"},
      {"m.y.z", R"({"m": {"M": {"y": {"M": {"z": {"S": "deep"}}}}}})"},
      {"m.y.z, m.x", R"({"m": {"M": {"x": {"N": "1"}, "y": {"M": {"z": {"S": "deep"}}}}}})"},
      {"m.q, a.x, e.q, l[7]", "{}"},
      {"l.x, m[0]", "{}"},
      {"l[2], l[0]", R"({"l": {"L": [{"N": "0"}, {"N": "2"}]}})"},
      {"l[2], l[1].y", R"({"l": {"L": [{"M": {"y": {"N": "2"}}}, {"N": "2"}]}})"},
      {"l[1].q, l[0]", R"({"l": {"L": [{"N": "0"}]}})"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.text);
    Placeholders none;
    CHECK(project(parse_projection(c.text, none), item) == testing::item(c.parts));
  }
}

}  // namespace core::expressions::project_test
