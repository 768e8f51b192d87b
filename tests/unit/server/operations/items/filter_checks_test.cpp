#include "server/operations/items/filter_checks.h"

#include "core/expressions/parser.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::filter_checks_test {
namespace {

using namespace server::operations;
using core::expressions::Placeholders;

Placeholders values() {
  return {{}, {{":v", core::expressions::Literal(core::AttributeValue(std::string("x")))}}};
}

core::expressions::Condition condition(const std::string& text) {
  Placeholders placeholders = values();
  return core::expressions::parse_condition(text, "FilterExpression", placeholders);
}

template <class Check>
std::string error_of(Check check) {
  try {
    check();
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

const std::string kScalars =
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";

}  // namespace

TEST_CASE("no condition goes into a key, wherever it stands") {
  Engine engine;
  create_read_table(engine);
  const auto& table = engine.catalog.find(engine.scope, "reads")->definition;
  const auto error = [&](const std::string& text) {
    return error_of([&] { check_scalar_keys(table, condition(text)); });
  };
  for (const char* text :
       {"p.a = :v", ":v = p.a", "size(p.a) = :v", "p[0] BETWEEN :v AND :v", "v BETWEEN p.a AND :v",
        "v BETWEEN :v AND p.a", "p.a IN (:v)", "v IN (:v, p.a)", "attribute_exists(p.a)",
        "attribute_not_exists(p.a)", "begins_with(p.a, :v)", "begins_with(v, p.a)",
        "contains(p.a, :v)", "contains(v, p.a)", "NOT p.a = :v", "v = :v AND p.a = :v",
        "v = :v OR p.a = :v"}) {
    CAPTURE(text);
    CHECK(error(text) == kScalars + "Key: p");
  }
  CHECK(error("g.a = :v") == kScalars + "IndexKey: g");
  CHECK(error("p = :v AND v.a = :v") == "");
}

TEST_CASE("no update writes or reads inside a key") {
  Engine engine;
  create_read_table(engine);
  const auto& table = engine.catalog.find(engine.scope, "reads")->definition;
  const auto error = [&](const std::string& text) {
    Placeholders::Values known;
    known.emplace(":v", core::AttributeValue(core::Number()));
    known.emplace(":s", core::AttributeValue(core::StringSet{{std::string("a")}}));
    Placeholders placeholders({}, std::move(known));
    const auto update = core::expressions::parse_update(text, placeholders);
    return error_of([&] { check_scalar_keys(table, update); });
  };
  for (const char* text : {"SET g.a = :v", "SET v = g.a", "SET v = if_not_exists(g.a, :v)",
                           "SET v = if_not_exists(v, g.a)", "SET v = list_append(g.a, v)",
                           "SET v = list_append(v, g.a)", "SET v = g.a + :v", "SET v = :v - g.a",
                           "REMOVE g[0]", "ADD g.a :v", "DELETE g.a :s"}) {
    CAPTURE(text);
    CHECK(error(text) == kScalars + "IndexKey: g");
  }
  CHECK(error("SET v.a = :v") == "");
}

TEST_CASE("a query filters nothing of its key") {
  core::KeySchema key;
  key.partition = {
      {"p", core::ScalarType::s}
  };
  key.sort = {
      {"s", core::ScalarType::s}
  };
  const auto error = [&](const std::string& text, std::string_view parameter) {
    return error_of([&] { check_no_key_filtered(key, condition(text), parameter); });
  };
  CHECK(error("v = :v", "QueryFilter") == "");
  CHECK(error("v = :v AND s = :v", "QueryFilter") ==
        "QueryFilter can only contain non-primary key attributes: Primary key attribute: s");
  CHECK(error("s = p", "Filter Expression") ==
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: p");
}

TEST_CASE("an index's query filters what the index projects, and tells the rest once") {
  Engine engine;
  create_read_table(engine);
  storage::Table& table = *engine.catalog.find(engine.scope, "reads");
  const auto error = [&](const char* index, const std::string& text) {
    return error_of([&] {
      check_filter_projected({table, table.find_index(index)}, condition(text));
    });
  };
  CHECK(error("global", "i = :v AND p = :v") == "");
  CHECK(error("whole", "w = :v") == "");
  CHECK(error("global", "w = :v AND i = :v AND v.w = w") ==
        "One or more parameter values were invalid: Secondary index global does not project one or "
        "more filter attributes: [w, v]");
}

}  // namespace tests::filter_checks_test
