#include "core/expressions/legacy_updates.h"

#include "core/expressions/apply_update.h"
#include "core/expressions/project.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace core::expressions::legacy_updates_test {

namespace {

Update updates(std::string json) {
  return read_attribute_updates(json::Document::parse(std::move(json)).root().object());
}

}  // namespace

TEST_CASE("AttributeUpdates puts, adds and deletes") {
  const Item before = testing::item(R"({"n": {"N": "1"}, "s": {"SS": ["a", "b"]},
    "l": {"L": [{"N": "1"}]}, "x": {"S": "x"}})");
  struct Case {
    const char* updates;
    const char* after;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"({"x": {"Value": {"S": "y"}}})",
       R"({"n": {"N": "1"}, "s": {"SS": ["a", "b"]}, "l": {"L": [{"N": "1"}]}, "x": {"S": "y"}})"},
      {R"({"x": {"Action": "DELETE"}, "n": {"Action": "ADD", "Value": {"N": "2"}},
           "s": {"Action": "DELETE", "Value": {"SS": ["a"]}}})",
       R"({"n": {"N": "3"}, "s": {"SS": ["b"]}, "l": {"L": [{"N": "1"}]}})"},
      {R"({"l": {"Action": "ADD", "Value": {"L": [{"N": "2"}]}}, "s": {"Action": "DELETE"},
           "x.y": {"Action": "PUT", "Value": {"N": "1"}}})",
       R"({"n": {"N": "1"}, "l": {"L": [{"N": "1"}, {"N": "2"}]}, "x": {"S": "x"},
           "x.y": {"N": "1"}})"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.updates);
    CHECK(apply_update(updates(c.updates), before) == testing::item(c.after));
  }
}

TEST_CASE("actions and values must go together") {
  const std::string invalid = "One or more parameter values were invalid: ";
  struct Case {
    const char* updates;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"({"a": {}})", "Only DELETE action is allowed when no attribute value is specified"},
      {R"({"a": {"Action": "ADD"}})",
       "Only DELETE action is allowed when no attribute value is specified"},
      {R"({"a": {"Action": "DELETE", "Value": {"S": "a"}}})",
       "DELETE action with value is not supported for the type S"},
      {R"({"a": {"Action": "ADD", "Value": {"B": "YQ=="}}})",
       "ADD action is not supported for the type B"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.updates);
    CHECK(testing::error_of([&] { updates(c.updates); }) == invalid + c.error);
  }
}

TEST_CASE("names of attributes can't be empty") {
  CHECK(testing::error_of([] { updates(R"({"": {"Value": {"N": "1"}}})"); }) ==
        "Empty attribute name");
  const auto document = json::Document::parse(R"(["a", ""])");
  CHECK(testing::error_of([&] { read_attributes_to_get(document.root().array()); }) ==
        "Empty attribute name");
}

TEST_CASE("AttributeUpdates words a type mismatch in its own way") {
  const Item before = testing::item(R"({"s": {"SS": ["a"]}})");
  for (const char* json : {R"({"s": {"Action": "ADD", "Value": {"N": "1"}}})",
                           R"({"s": {"Action": "DELETE", "Value": {"NS": ["1"]}}})"}) {
    CAPTURE(json);
    CHECK(testing::error_of([&] { apply_update(updates(json), before); }) ==
          "Type mismatch for attribute to update");
  }
}

TEST_CASE("AttributesToGet names top-level attributes once each") {
  const auto document = json::Document::parse(R"([["a.b", "c"], ["a", "a"]])");
  const json::Array lists = document.root().array();
  const Item item = testing::item(R"({"a.b": {"N": "1"}, "a": {"M": {"b": {"N": "2"}}}})");
  CHECK(project(read_attributes_to_get(lists.at(0).array()), item) ==
        testing::item(R"({"a.b": {"N": "1"}})"));
  CHECK(testing::error_of([&] { read_attributes_to_get(lists.at(1).array()); }) ==
        "One or more parameter values were invalid: Duplicate value in attribute name: a");
}

TEST_CASE("of an attribute that comes several times, the last update counts") {
  const Update update = updates(R"({"n": {"Action": "ADD", "Value": {"N": "1"}},
    "a": {"Action": "DELETE"}, "n": {"Action": "ADD", "Value": {"N": "2"}},
    "n": {"Action": "DELETE"}, "a": {"Value": {"S": "x"}}})");
  CHECK(update.adds.empty());
  CHECK(update.removes == std::vector<DocumentPath>{
                              {"n", {}}
  });
  CHECK(update.sets.size() == 1);
  CHECK(apply_update(update, testing::item(R"({"n": {"N": "1"}})")) ==
        testing::item(R"({"a": {"S": "x"}})"));
  CHECK(testing::error_of(
            [] { updates(R"({"n": {"Action": "ADD"}, "n": {"Action": "DELETE"}})"); }) != "");
}

TEST_CASE("at most 50,000 attributes are updated at once") {
  const auto error = [](int attributes) {
    std::string text = "{";
    for (int i = 1; i < attributes; ++i) text += fmt::format(R"("{}": {{"Action": "DELETE"}},)", i);
    return testing::error_of([&] { updates(text + R"("x": {"Action": "DELETE"}})"); });
  };
  CHECK(error(50'000) == "");
  CHECK(error(50'001) ==
        "AttributeUpdates has more than 50000 attributes. DynamoDB would take them; Rivulet has "
        "this limit so that other requests needn't wait.");
}

}  // namespace core::expressions::legacy_updates_test
