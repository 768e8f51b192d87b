#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::update_parser_test {

namespace {

using testing::error_of;
using testing::placeholders;
using testing::syntax_error;

std::string error_in(const std::string& text) {
  Placeholders known = placeholders(R"({
    "ExpressionAttributeNames": {"#c": "c", "#d": "[3]"},
    "ExpressionAttributeValues": {":s": {"S": "x"}, ":n": {"N": "1"}, ":b": {"B": "YQ=="},
      ":t": {"BOOL": true}, ":null": {"NULL": true}, ":ss": {"SS": ["a"]}, ":m": {"M": {}},
      ":l": {"L": []}}})");
  return error_of([&] { parse_update(text, known); });
}

struct Case {
  std::string text;
  std::string error;  // without the front
};

template <std::size_t N>
void check_errors(const Case (&cases)[N]) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(error_in(c.text) == "Invalid UpdateExpression: " + c.error);
  }
}

}  // namespace

TEST_CASE("updates that AWS takes are parsed") {
  const char* texts[] = {
      "SET a = :s",
      "set a[1] = b, b.c = :n + d remove e, f[0] add g :n, h :ss delete i :ss",
      "REMOVE #c SET a = :l",
      "SET a = (b + :n)",
      "SET a = (b) - (:n)",
      "SET a = ((b) + :n)",
      "SET a = if_not_exists(a, b) + :n",
      "SET a = if_not_exists(a, if_not_exists(b, :n))",
      "SET a = list_append(if_not_exists(a, :l), :l)",
      "SET a.b = :n, a.c = :n, c[0] = :n, c[1] = :n",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(error_in(text) == "");
  }
}

TEST_CASE("actions are told apart by their section") {
  Placeholders known =
      placeholders(R"({"ExpressionAttributeValues": {":n": {"N": "1"}, ":s": {"NS": ["1"]}}})");
  const Update update = parse_update("ADD a :n, b :s DELETE c :s SET d = e - :n REMOVE f", known);
  CHECK(update.adds.size() == 2);
  CHECK(update.deletes.size() == 1);
  REQUIRE(update.sets.size() == 1);
  CHECK(std::holds_alternative<Minus>(update.sets[0].value.node));
  REQUIRE(update.removes.size() == 1);
  CHECK(update.removes[0] == DocumentPath{"f", {}});
}

TEST_CASE("a syntax error in an update quotes the token and its neighbours") {
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"INVALID SYNTAX HERE", syntax_error("INVALID", "INVALID SYNTAX")},
      {"SET _123 = :n", R"(Syntax error; token: "_", near: "SET _123")"},
      {"SET", R"(Syntax error; token: "<EOF>", near: "SET")"},
      {"SET a", R"(Syntax error; token: "<EOF>", near: "a")"},
      {"set a=set", R"(Syntax error; token: "set", near: "=set")"},
      {"SET hits : incr", R"(Syntax error; token: ":", near: "hits : incr")"},
      {"remove a = b", R"(Syntax error; token: "=", near: "a = b")"},
      {"add a = b", R"(Syntax error; token: "=", near: "a = b")"},
      {"delete a b", R"(Syntax error; token: "b", near: "a b")"},
      {"set :s = b", R"(Syntax error; token: ":s", near: "set :s =")"},
      {"set a = b / c", R"(Syntax error; token: "/", near: "b / c")"},
      {"set a[1] = 1", R"(Syntax error; token: "1", near: "= 1")"},
      {"set (a = (b + c))", R"(Syntax error; token: "(", near: "set (a")"},
      {"set a = (b.c).d + e", R"(Syntax error; token: ".", near: ").d")"},
      {"set a = b + c + d", R"(Syntax error; token: "+", near: "c + d")"},
      {"set a = (b + c) + d", R"(Syntax error; token: "+", near: ") + d")"},
      {"set a = b + (c + d)", R"(Syntax error; token: "+", near: "c + d")"},
      {"set a = if_not_exists(a, :n + :n)", R"(Syntax error; token: "+", near: ":n + :n")"},
      {"set a = :n,", R"(Syntax error; token: "<EOF>", near: ",")"},
  };
  // clang-format on
  check_errors(cases);
  CHECK(error_in("") == "Invalid UpdateExpression: The expression can not be empty;");
}

TEST_CASE("what is wrong with a well-formed update is told as AWS tells it") {
  const std::string type =
      "Incorrect operand type for operator or function; operator or function: ";
  const std::string section = "Incorrect operand type for operator or function; operator: ";
  const std::string paths = " with each other; must remove or rewrite one of these paths; ";
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"set abOrt = true", "Attribute name is a reserved keyword; reserved keyword: abOrt"},
      {"set a = if_not_exist(:n)", "Invalid function name; function: if_not_exist"},
      {"set a = size(b)", "The function is not allowed in an update expression; function: size"},
      {"set a = list_append(list_append(:l, :l), :l)",
       "The function is not allowed to be used this way in an expression; function: "
       "list_append"},
      {"set a = :n set c = :n",
       "The \"SET\" section can only be used once in an update expression;"},
      {"remove a set b = :n remove c",
       "The \"REMOVE\" section can only be used once in an update expression;"},
      {"set #x = :n",
       "An expression attribute name used in the document path is not defined; attribute name: "
       "#x"},
      {"set a = :x",
       "An expression attribute value used in expression is not defined; attribute value: :x"},
      {"set a = :n remove a",
       "Two document paths overlap" + paths + "path one: [a], path two: [a]"},
      {"set c[1].a = a, #c = b",
       "Two document paths overlap" + paths + "path one: [c, [1], a], path two: [c]"},
      {"remove a.b set a[1] = c",
       "Two document paths conflict" + paths + "path one: [a, b], path two: [a, [1]]"},
      {"add a :s", section + "ADD, operand type: STRING"},
      {"add a :b", section + "ADD, operand type: BINARY"},
      {"add a :t", section + "ADD, operand type: BOOLEAN"},
      {"add a :null", section + "ADD, operand type: NULL"},
      {"add a :l", section + "ADD, operand type: LIST"},
      {"add a :m", section + "ADD, operand type: MAP"},
      {"delete a :n", section + "DELETE, operand type: NUMBER"},
      {"set a = if_not_exists(c)",
       "Incorrect number of operands for operator or function; operator or function: "
       "if_not_exists, number of operands: 1"},
      {"set a = if_not_exists(:n, c)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"set a = list_append(:s, a)", type + "list_append, operand type: S"},
      {"set a = list_append(a, :ss)", type + "list_append, operand type: SS"},
      {"set a = a + :s", type + "+, operand type: S"},
      {"set a = :l - a", type + "-, operand type: L"},
      {"set a = list_append(:l, :l) + :n", type + "+, operand type: L"},
      {"set a = ((b))", "The expression has redundant parentheses;"},
      {"set a = list_append(:s, a), c = if_not_exists(a) add d :s",
       section + "ADD, operand type: STRING"},
  };
  // clang-format on
  check_errors(cases);
}

TEST_CASE("a too long update is refused without its size") {
  CHECK(error_in("SET " + std::string(4097, 'a') + " = :n") ==
        "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;");
}

}  // namespace core::expressions::update_parser_test
