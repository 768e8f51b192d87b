#include "server/operations/items/update_key_checks.h"

#include "core/expressions/parser.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::update_key_checks_test {
namespace {

core::expressions::Update update(const std::string& text) {
  core::expressions::Placeholders::Values values;
  values.emplace(":s", core::AttributeValue(std::string("x")));
  values.emplace(":e", core::AttributeValue(std::string("")));
  values.emplace(":n", core::AttributeValue(core::Number()));
  core::expressions::Placeholders placeholders({}, std::move(values));
  return core::expressions::parse_update(text, placeholders);
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

const std::string kEmpty =
    "One or more parameter values are not valid. The update expression attempted to update a "
    "secondary index key to a value that is not supported. The AttributeValue for a key attribute "
    "cannot contain an empty string value.";

}  // namespace

TEST_CASE("an update leaves the table's key alone and gives an index's what it can have") {
  Engine engine;
  create_read_table(engine);
  const auto& table = engine.catalog.find(engine.scope, "reads")->definition;
  const auto error = [&](const std::string& text) {
    return error_of([&] { server::operations::check_keys_updated(table, update(text)); });
  };
  for (const char* text : {"SET v = :e", "SET g = :s", "SET r2 = :n", "ADD r2 :n", "REMOVE g",
                           "SET g = v", "SET v.g = :n"}) {
    CAPTURE(text);
    CHECK(error(text) == "");
  }
  for (const char* text : {"SET p = :s", "REMOVE s", "ADD s :n"}) {
    CAPTURE(text);
    CHECK(error(text).starts_with(
        "One or more parameter values were invalid: Cannot update attribute "));
  }
  for (const char* text : {"SET g = :n", "ADD g :n", "SET r2 = :s"}) {
    CAPTURE(text);
    CHECK(error(text).starts_with(
        "One or more parameter values were invalid: Type mismatch for Index Key "));
  }
  CHECK(error("SET g = :e") == kEmpty);
  CHECK(error("SET g.a = :s").starts_with("Key attributes must be scalars; "));
}

TEST_CASE("only an expression's empty value for an index key is found beforehand") {
  Engine engine;
  create_read_table(engine);
  const auto& table = engine.catalog.find(engine.scope, "reads")->definition;
  const auto error = [&](const core::expressions::Update& update) {
    return error_of([&] { server::operations::check_no_empty_index_key(table, update); });
  };
  CHECK(error(update("SET l = :e")) == kEmpty);
  CHECK(error(update("SET v = :e")) == "");
  CHECK(error(update("SET r2 = :e")) == "");  // of another type, which is found first
  auto legacy = update("SET l = :e");
  legacy.from_attribute_updates = true;
  CHECK(error(legacy) == "");
}

}  // namespace tests::update_key_checks_test
