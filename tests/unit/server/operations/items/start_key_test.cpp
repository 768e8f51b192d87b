#include "server/operations/items/start_key.h"

#include "core/json/attribute_value_json.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::start_key_test {
namespace {

using namespace server::operations;

const std::string kInvalid = "The provided starting key is invalid: ";

template <class Check>
std::string error_of(Check check) {
  try {
    check();
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

core::Item item(std::string_view text) {
  const auto document = core::json::Document::parse(std::string(text));
  return core::json::read_item(document.root());
}

}  // namespace

TEST_CASE("a start key's values are read as an item's, and mostly introduced") {
  struct Case {
    const char* value;
    std::string error;
  };
  // clang-format off
  const Case cases[] = {
      {R"({"S": "x"})", ""},
      {R"({"N": "x"})", "The parameter cannot be converted to a numeric value: x"},
      {R"({"N": "1e200"})",
       "Number overflow. Attempting to store a number with magnitude larger than supported range"},
      {R"({"SS": ["a", "a"]})", "One or more parameter values were invalid: Input collection "
                                "[\"a\", \"a\"] contains duplicates."},
      {R"({"SS": []})",
       kInvalid + "One or more parameter values were invalid: An string set  may not be empty"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.value);
    const auto request = core::json::Document::parse(R"({"ExclusiveStartKey": {"p": )" +
                                                     std::string(c.value) + "}}");
    CHECK(error_of([&] { read_start_key(request.root().object()); }) == c.error);
  }
  const auto none = core::json::Document::parse("{}");
  CHECK(read_start_key(none.root().object()) == std::nullopt);
}

TEST_CASE("a start key's faults are told with or without a reason") {
  CHECK(error_of([] { throw_invalid_start_key(); }) == "The provided starting key is invalid");
  CHECK(error_of([] { throw_invalid_start_key("why"); }) == kInvalid + "why");
  CHECK(
      error_of([] { throw_not_restartable(item(R"({"id": {"S": "x"}})")); }) ==
      "The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue: {S:x}}");
}

TEST_CASE("a start key is a position in its source") {
  Engine engine;
  create_read_table(engine);
  storage::Table& table = *engine.catalog.find(engine.scope, "reads");
  const ReadSource in_table{table};
  const ReadSource in_index{table, table.find_index("local")};
  const core::Item two = item(R"({"p": {"S": "x"}, "s": {"S": "a"}})");
  const core::Item three = item(R"({"p": {"S": "x"}, "s": {"S": "a"}, "l": {"N": "1"}})");
  CHECK(has_position_size(in_table, two));
  CHECK_FALSE(has_position_size(in_table, three));
  CHECK_FALSE(has_position_size(in_index, two));
  CHECK(has_position_size(in_index, three));

  const auto part = [](const ReadSource& source, const core::Item& start, KeyPart which) {
    return error_of([&] { check_start_part(source, start, which); });
  };
  CHECK(part(in_table, two, KeyPart::sort) == "");
  CHECK(part(in_index, two, KeyPart::partition) == "");
  CHECK(part(in_index, two, KeyPart::sort) == "The provided starting key is invalid");
  CHECK(part(in_index, three, KeyPart::sort) ==
        "The provided key element does not match the schema");

  const auto item_key = [&](const core::Item& start) {
    return error_of([&] { check_start_item_key(in_index, start); });
  };
  CHECK(item_key(three) == "");
  CHECK(item_key(item(R"({"p": {"S": "x"}, "l": {"S": "a"}})")) ==
        kInvalid + "The provided key element does not match the schema");
  CHECK(item_key(item(R"({"p": {"S": "x"}, "s": {"S": ""}})")) ==
        kInvalid +
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty string value. Key: s");
}

}  // namespace tests::start_key_test
