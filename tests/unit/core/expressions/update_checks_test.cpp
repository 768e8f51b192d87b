#include "core/expressions/update_checks.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::update_checks_test {

namespace {

SetValue value(const char* json) {
  return {Literal(testing::value(json))};
}

SetValue path() {
  return {
      DocumentPath{"a", {}}
  };
}

SetValue list_append() {
  return {
      ListAppend{Box(path()), Box(path())}
  };
}

// The fault that the check notes, without its front; "" when it notes none.
template <class Check>
std::string fault_of(Check check) {
  Faults faults("E");
  check(faults);
  const std::string error = testing::error_of([&] { faults.raise(); });
  return error.empty() ? "" : error.substr(std::string("Invalid E: ").size());
}

std::string wrong_type(const std::string& name, const std::string& type) {
  return "Incorrect operand type for operator or function; operator or function: " + name +
         ", operand type: " + type;
}

struct Type {
  const char* json;
  std::string name;
  std::string long_name;  // "" for a set
};

const Type kTypes[] = {
    {R"({"S": "a"})",       "S",    "STRING" },
    {R"({"N": "1"})",       "N",    "NUMBER" },
    {R"({"B": "YQ=="})",    "B",    "BINARY" },
    {R"({"BOOL": true})",   "BOOL", "BOOLEAN"},
    {R"({"NULL": true})",   "NULL", "NULL"   },
    {R"({"L": []})",        "L",    "LIST"   },
    {R"({"M": {}})",        "M",    "MAP"    },
    {R"({"SS": ["a"]})",    "SS",   ""       },
    {R"({"NS": ["1"]})",    "NS",   ""       },
    {R"({"BS": ["YQ=="]})", "BS",   ""       },
};

}  // namespace

TEST_CASE("what a right-hand side will be is known unless an item says it") {
  CHECK(known_type(value(R"({"M": {}})")) == AttributeType::map);
  CHECK(known_type(list_append()) == AttributeType::list);
  CHECK(known_type(SetValue{
            Plus{Box(path()), Box(path())}
  }) == AttributeType::n);
  CHECK(known_type(SetValue{
            Minus{Box(path()), Box(path())}
  }) == AttributeType::n);
  CHECK_FALSE(known_type(path()));
  CHECK_FALSE(known_type(SetValue{
      IfNotExists{DocumentPath{"a", {}}, Box(path())}
  }));
}

TEST_CASE("arithmetic is of numbers, list_append of lists") {
  for (const Type& type : kTypes) {
    CAPTURE(type.json);
    for (const char* symbol : {"+", "-"}) {
      const std::string fault = type.name == "N" ? "" : wrong_type(symbol, type.name);
      CHECK(fault_of([&](Faults& f) { check_arithmetic(symbol, value(type.json), path(), f); }) ==
            fault);
      CHECK(fault_of([&](Faults& f) { check_arithmetic(symbol, path(), value(type.json), f); }) ==
            fault);
    }
    const std::string fault = type.name == "L" ? "" : wrong_type("list_append", type.name);
    const SetValue first[] = {value(type.json), path()};
    const SetValue second[] = {path(), value(type.json)};
    for (const auto& operands : {std::span(first), std::span(second)}) {
      bool made = false;
      CHECK(fault_of([&](Faults& f) { made = check_set_function("list_append", operands, f); }) ==
            fault);
      CHECK(made);
    }
  }
}

TEST_CASE("SET calls its own functions, by their exact names") {
  const auto fault = [](const std::string& name) {
    bool known = false;
    const std::string text = fault_of([&](Faults& f) { known = check_set_function_name(name, f); });
    CHECK(known == text.empty());
    CHECK(known == is_set_function(name));
    return text;
  };
  CHECK(fault("if_not_exists").empty());
  CHECK(fault("list_append").empty());
  CHECK(fault("List_append") == "Invalid function name; function: List_append");
  CHECK(fault("size") == "The function is not allowed in an update expression; function: size");
}

TEST_CASE("if_not_exists begins with a path, and both functions take two operands") {
  const SetValue operands[] = {path(), path(), path()};
  for (const std::string name : {"if_not_exists", "list_append"}) {
    for (const std::size_t count : {0, 1, 2, 3}) {
      CAPTURE(name);
      CAPTURE(count);
      bool made = false;
      CHECK(fault_of([&](Faults& f) {
              made = check_set_function(name, std::span(operands).first(count), f);
            }) == (count == 2 ? ""
                              : "Incorrect number of operands for operator or function; operator "
                                "or function: " +
                                    name + ", number of operands: " + std::to_string(count)));
      CHECK(made == (count == 2));
    }
  }
  const SetValue valued[] = {value(R"({"S": "a"})"), path()};
  bool made = true;
  CHECK(fault_of([&](Faults& f) { made = check_set_function("if_not_exists", valued, f); }) ==
        "Operator or function requires a document path; operator or function: if_not_exists");
  CHECK_FALSE(made);
}

TEST_CASE("list_append isn't nested in a function") {
  const SetValue first[] = {list_append(), path()};
  const SetValue second[] = {path(), list_append()};
  for (const char* name : {"if_not_exists", "list_append"}) {
    for (const auto& operands : {std::span(first), std::span(second)}) {
      CHECK(fault_of([&](Faults& f) { check_set_function(name, operands, f); }) ==
            "The function is not allowed to be used this way in an expression; function: "
            "list_append");
    }
  }
}

TEST_CASE("ADD takes a number or a set, DELETE a set") {
  for (const Type& type : kTypes) {
    CAPTURE(type.json);
    for (const std::string section : {"ADD", "DELETE"}) {
      const bool fits = type.long_name.empty() || (section == "ADD" && type.name == "N");
      CHECK(fault_of([&](Faults& f) {
              check_section_operand(section, testing::value(type.json), f);
            }) == (fits ? ""
                        : "Incorrect operand type for operator or function; operator: " + section +
                              ", operand type: " + type.long_name));
    }
  }
}

}  // namespace core::expressions::update_checks_test
