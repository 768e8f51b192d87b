#include "core/expressions/condition_checks.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::condition_checks_test {

namespace {

Operand value(const char* json) {
  return Literal(testing::value(json));
}

Operand path(const char* attribute) {
  return DocumentPath{attribute, {}};
}

const char* const kValues[] = {R"({"S": "a"})",     R"({"N": "1"})",     R"({"B": "YQ=="})",
                               R"({"SS": ["a"]})",  R"({"NS": ["1"]})",  R"({"BS": ["YQ=="]})",
                               R"({"BOOL": true})", R"({"NULL": true})", R"({"L": []})",
                               R"({"M": {}})"};

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

std::string same_operands(const std::string& name, const std::string& operand) {
  return "The first operand must be distinct from the remaining operands for this operator or "
         "function; operator: " +
         name + ", first operand: " + operand;
}

}  // namespace

TEST_CASE("a value's type is known, and a size is a number; a path's is not") {
  CHECK(known_type(value(R"({"SS": ["a"]})")) == AttributeType::ss);
  CHECK(known_type(Size{
            DocumentPath{"a", {}}
  }) == AttributeType::n);
  CHECK_FALSE(known_type(path("a")));
}

TEST_CASE("order exists among texts, numbers and bytes only; equality among all") {
  for (const char* json : kValues) {
    const Operand operand = value(json);
    const std::string type(type_name(*known_type(operand)));
    const bool ordered = type == "S" || type == "N" || type == "B";
    for (const char* symbol : {"<", "<=", ">", ">=", "=", "<>"}) {
      CAPTURE(symbol);
      CAPTURE(json);
      const bool fits = ordered || std::string(symbol) == "=" || std::string(symbol) == "<>";
      const std::string fault = fits ? "" : wrong_type(symbol, type);
      CHECK(fault_of([&](Faults& f) { check_comparison(symbol, operand, path("a"), f); }) == fault);
      CHECK(fault_of([&](Faults& f) { check_comparison(symbol, path("a"), operand, f); }) == fault);
    }
  }
}

TEST_CASE("an attribute isn't compared with itself") {
  CHECK(fault_of([](Faults& f) { check_comparison("=", path("a"), path("a"), f); }) ==
        same_operands("=", "[a]"));
  CHECK(fault_of([](Faults& f) { check_comparison("=", path("a"), path("b"), f); }).empty());
  const Operand candidates[] = {path("b"), path("a")};
  CHECK(fault_of([&](Faults& f) { check_in(path("a"), candidates, f); }) ==
        same_operands("IN", "[a]"));
  CHECK(fault_of([&](Faults& f) { check_in(path("c"), candidates, f); }).empty());
  const Operand both[] = {path("a"), path("a")};
  CHECK(fault_of([&](Faults& f) { check_function("contains", both, f); }) ==
        same_operands("contains", "[a]"));
}

TEST_CASE("the bounds of BETWEEN are ordered and of one type") {
  const auto fault = [](const char* low, const char* high) {
    return fault_of([&](Faults& f) { check_between(path("a"), value(low), value(high), f); });
  };
  CHECK(fault(R"({"N": "1"})", R"({"N": "1"})").empty());
  CHECK(fault(R"({"N": "2"})", R"({"N": "1"})") ==
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
        "lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}");
  CHECK(fault(R"({"N": "1"})", R"({"S": "a"})") ==
        "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
        "operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}");
  CHECK(fault_of([](Faults& f) {
          check_between(path("a"), value(R"({"N": "1"})"), path("b"), f);
        }).empty());
  const Operand list = value(R"({"L": []})");
  const std::string wrong = wrong_type("BETWEEN", "L");
  CHECK(fault_of([&](Faults& f) { check_between(list, path("b"), path("c"), f); }) == wrong);
  CHECK(fault_of([&](Faults& f) { check_between(path("b"), list, path("c"), f); }) == wrong);
  CHECK(fault_of([&](Faults& f) { check_between(path("b"), path("c"), list, f); }) == wrong);
}

TEST_CASE("IN takes a hundred candidates") {
  std::vector<Operand> candidates(100, value(R"({"S": "x"})"));
  CHECK(fault_of([&](Faults& f) { check_in(path("a"), candidates, f); }).empty());
  candidates.push_back(path("b"));
  CHECK(fault_of([&](Faults& f) { check_in(path("a"), candidates, f); }) ==
        "The IN operator is provided with too many operands; number of operands: 101");
}

TEST_CASE("a condition calls its own functions, by their exact names") {
  const auto fault = [](const char* name) {
    bool known = false;
    const std::string text = fault_of([&](Faults& f) { known = check_function_name(name, f); });
    CHECK(known == text.empty());
    CHECK(known == is_condition_function(name));
    return text;
  };
  for (const char* name : {"attribute_exists", "attribute_not_exists", "attribute_type",
                           "begins_with", "contains", "size"}) {
    CAPTURE(name);
    CHECK(fault(name).empty());
  }
  CHECK(fault("Size") == "Invalid function name; function: Size");
  for (const std::string name : {"if_not_exists", "list_append"}) {
    CHECK(fault(name.c_str()) ==
          "The function is not allowed in a condition expression; function: " + name);
  }
}

TEST_CASE("a function takes its number of operands") {
  const Operand operands[] = {path("a"), value(R"({"S": "SS"})"), path("c")};
  for (const std::string name : {"attribute_exists", "attribute_not_exists", "size",
                                 "attribute_type", "begins_with", "contains"}) {
    const std::size_t wanted = name == "size" || name.ends_with("exists") ? 1 : 2;
    for (std::size_t count = 0; count <= 3; ++count) {
      CAPTURE(name);
      CAPTURE(count);
      bool made = false;
      const std::string fault = fault_of(
          [&](Faults& f) { made = check_function(name, std::span(operands).first(count), f); });
      CHECK(made == (count == wanted));
      CHECK(fault == (made ? ""
                           : "Incorrect number of operands for operator or function; operator or "
                             "function: " +
                                 name + ", number of operands: " + std::to_string(count)));
    }
  }
}

TEST_CASE("a function takes the types that it has an answer for") {
  for (const char* json : kValues) {
    CAPTURE(json);
    const Operand operand = value(json);
    const std::string type(type_name(*known_type(operand)));
    const Operand one[] = {operand};
    const Operand second[] = {path("a"), operand};
    const Operand first[] = {operand, path("a")};
    const auto fault = [](const char* name, std::span<const Operand> operands) {
      return fault_of([&](Faults& f) { check_function(name, operands, f); });
    };
    const bool texts = type == "S" || type == "B";
    CHECK(fault("begins_with", second) == (texts ? "" : wrong_type("begins_with", type)));
    CHECK(fault("begins_with", first) == (texts ? "" : wrong_type("begins_with", type)));
    const bool sized = type != "N" && type != "BOOL" && type != "NULL";
    CHECK(fault("size", one) == (sized ? "" : wrong_type("size", type)));
    CHECK(fault("contains", second).empty());
    for (const std::string name : {"attribute_exists", "attribute_not_exists"}) {
      CHECK(fault(name.c_str(), one) ==
            "Operator or function requires a document path; operator or function: " + name);
    }
    if (type != "S") CHECK(fault("attribute_type", second) == wrong_type("attribute_type", type));
  }
}

TEST_CASE("attribute_type is given a type's name") {
  const auto fault = [](const Operand& type) {
    const Operand operands[] = {path("a"), type};
    bool made = false;
    const std::string text =
        fault_of([&](Faults& f) { made = check_function("attribute_type", operands, f); });
    CHECK(made == text.empty());
    return text;
  };
  for (const char* type : {"S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"}) {
    CHECK(fault(Literal(AttributeValue(std::string(type)))).empty());
  }
  CHECK(fault(Literal(AttributeValue(std::string("s")))) ==
        "Invalid attribute type name found; type: s, valid types: "
        "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
  CHECK(fault(path("b")) == wrong_type("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
}

TEST_CASE("a function whose answer isn't wanted is named") {
  CHECK(fault_of([](Faults& f) { note_misused_function("size", f); }) ==
        "The function is not allowed to be used this way in an expression; function: size");
}

}  // namespace core::expressions::condition_checks_test
