#include "core/expressions/expression_paths.h"

#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::expression_paths_test {

namespace {

Placeholders values() {
  return testing::placeholders(R"({"ExpressionAttributeValues": {":1": {"N": "1"}}})");
}

std::string texts(const Paths& paths) {
  std::string all;
  for (const DocumentPath* path : paths) all += text(*path);
  return all;
}

}  // namespace

TEST_CASE("a condition names its paths wherever they stand, in its order") {
  auto known = values();
  const Condition condition = parse_condition(
      "a.b = :1 AND (NOT size(c[1]) > d OR e BETWEEN f AND g) AND h IN (:1, i) AND "
      "attribute_exists(j) AND attribute_not_exists(a.k) AND begins_with(l, m) AND contains(n, o)",
      "ConditionExpression", known);
  CHECK(texts(paths_of(condition)) == "[a, b][c, [1]][d][e][f][g][h][i][j][a, k][l][m][n][o]");
}

TEST_CASE("an update names what it writes and what it reads") {
  auto known = values();
  const Update update = parse_update(
      "SET a.b = if_not_exists(c, d) + :1, e = list_append(f, g) REMOVE h[0] ADD i :1", known);
  CHECK(texts(paths_of(update)) == "[a, b][c][d][e][f][g][h, [0]][i]");
}

TEST_CASE("the attributes of paths are there once, in order") {
  auto known = values();
  const Projection projection = parse_projection("c.d, a[1].x, c.b, a[0], b", known);
  const std::set<std::string_view> names = attributes_of(paths_of(projection));
  CHECK(names == std::set<std::string_view>{"a", "b", "c"});
  CHECK(attributes_of({}).empty());
}

}  // namespace core::expressions::expression_paths_test
