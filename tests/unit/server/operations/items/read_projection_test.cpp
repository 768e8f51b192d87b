#include "server/operations/items/read_projection.h"

#include <doctest/doctest.h>

#include <string>

namespace read_projection_test {

using server::operations::read_projection;

namespace {

// The attributes that a request wants, "a b"; "*" for the whole item.
std::string wanted(std::string request) {
  const auto document = core::json::Document::parse(std::move(request));
  core::expressions::Placeholders placeholders(
      {
          {"#n", "named"}
  },
      {});
  const auto projection = read_projection(document.root().object(), placeholders);
  if (!projection) return "*";
  std::string names;
  for (const auto& path : projection->paths) names += (names.empty() ? "" : " ") + path.attribute;
  return names;
}

}  // namespace

TEST_CASE("a projection is an expression or a list of names; without one, all is wanted") {
  CHECK(wanted("{}") == "*");
  CHECK(wanted(R"({"ProjectionExpression":"a, #n"})") == "a named");
  CHECK(wanted(R"({"AttributesToGet":["b","#n"]})") == "b #n");
}

}  // namespace read_projection_test
