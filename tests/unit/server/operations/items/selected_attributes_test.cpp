#include "server/operations/items/selected_attributes.h"

#include "core/expressions/parser.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::selected_attributes_test {
namespace {

using namespace server::operations;

std::optional<Select> select_of(const std::string& members,
                                ReadOperation operation = ReadOperation::scan) {
  const auto document = core::json::Document::parse("{" + members + "}");
  return read_select(document.root().object(), operation);
}

std::string error_of(const std::string& members, ReadOperation operation) {
  try {
    select_of(members, operation);
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("what is selected is one of four, or not stated") {
  CHECK(select_of("") == std::nullopt);
  CHECK(select_of(R"("Select": "ALL_ATTRIBUTES")") == Select::all_attributes);
  CHECK(select_of(R"("Select": "COUNT")") == Select::count);
  CHECK(select_of(R"("Select": "ALL_PROJECTED_ATTRIBUTES", "IndexName": "i")") ==
        Select::all_projected_attributes);
  for (const char* projection : {R"("ProjectionExpression": "a")", R"("AttributesToGet": ["a"])"}) {
    CHECK(select_of(std::string(R"("Select": "SPECIFIC_ATTRIBUTES", )") + projection) ==
          Select::specific_attributes);
  }
}

TEST_CASE("a selection that contradicts the rest is refused, and counted by Query alone") {
  struct Case {
    const char* members;
    const char* error;
  };
  // clang-format off
  const Case cases[] = {
      {R"("Select": "COUNT", "ProjectionExpression": "a")",
       "Cannot specify the ProjectionExpression when choosing to get only the Count"},
      {R"("Select": "ALL_ATTRIBUTES", "AttributesToGet": ["a"])",
       "Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES"},
      {R"("Select": "ALL_PROJECTED_ATTRIBUTES", "ProjectionExpression": "a")",
       "Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES"},
      {R"("Select": "SPECIFIC_ATTRIBUTES")",
       "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
       "SPECIFIC_ATTRIBUTES"},
      {R"("Select": "ALL_PROJECTED_ATTRIBUTES")",
       "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.members);
    CHECK(error_of(c.members, ReadOperation::scan) == c.error);
    CHECK(error_of(c.members, ReadOperation::query) ==
          std::string("1 validation error detected: ") + c.error);
  }
}

TEST_CASE("items are read behind a local index that doesn't project what is asked for") {
  Engine engine;
  create_read_table(engine);
  storage::Table& table = *engine.catalog.find(engine.scope, "reads");
  const auto reads_behind = [&](const char* index, std::optional<Select> select,
                                const char* attributes = nullptr) {
    std::optional<core::expressions::Projection> projection;
    core::expressions::Placeholders none;
    if (attributes) projection = core::expressions::parse_projection(attributes, none);
    return reads_behind_index({table, index ? table.find_index(index) : nullptr}, select,
                              projection);
  };
  CHECK_FALSE(reads_behind(nullptr, Select::all_attributes));
  CHECK_FALSE(reads_behind("whole", Select::all_attributes));
  CHECK_FALSE(reads_behind("whole", std::nullopt, "i"));
  CHECK(reads_behind("local", Select::all_attributes));
  CHECK_FALSE(reads_behind("local", Select::all_projected_attributes));
  CHECK_FALSE(reads_behind("local", Select::count));
  CHECK_FALSE(reads_behind("local", std::nullopt, "l, s"));
  CHECK(reads_behind("local", std::nullopt, "l, i"));
  CHECK_FALSE(reads_behind("global", std::nullopt, "g, i"));
  CHECK_THROWS_WITH_AS(reads_behind("global", std::nullopt, "g, l, w"),
                       "One or more parameter values were invalid: Global secondary index global "
                       "does not project [l, w]",
                       core::ApiError);
  CHECK_THROWS_WITH_AS(reads_behind("global", Select::all_attributes),
                       "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is "
                       "not supported for global secondary index global because its projection "
                       "type is not ALL",
                       core::ApiError);
}

}  // namespace tests::selected_attributes_test
