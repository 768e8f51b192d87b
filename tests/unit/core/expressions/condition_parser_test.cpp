#include "core/expressions/parser.h"
#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::condition_parser_test {

namespace {

using testing::error_of;
using testing::placeholders;
using testing::syntax_error;

constexpr const char* kRequest = R"({
  "ExpressionAttributeNames": {"#a": "a", "#q": "a b"},
  "ExpressionAttributeValues": {":s": {"S": "x"}, ":s2": {"S": "a"}, ":n": {"N": "1"},
    ":b": {"B": "YQ=="}, ":t": {"BOOL": true}, ":null": {"NULL": true}, ":ss": {"SS": ["a"]},
    ":l": {"L": []}, ":type": {"S": "NS"}}})";

std::string error_in(const std::string& text) {
  Placeholders known = placeholders(kRequest);
  return error_of([&] { parse_condition(text, "FilterExpression", known); });
}

struct Case {
  std::string text;
  std::string error;  // without the front
};

template <std::size_t N>
void check_errors(const Case (&cases)[N]) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(error_in(c.text) == "Invalid FilterExpression: " + c.error);
  }
}

std::string repeat(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

}  // namespace

TEST_CASE("conditions that AWS takes are parsed") {
  const char* texts[] = {
      "a = :s",
      "#a <> b AND NOT c < :n or (d >= :n)",
      "(a) between (b) and (c)",
      "a in (:s, b, size(c))",
      "attribute_exists(a.b[0].#q) and attribute_not_exists(a)",
      "attribute_type(a, :type) AND begins_with(a, :s) AND contains(a, :n)",
      "size(a) > :n",
      "(size(a)) = :n",
      "((size(a)) = :n)",
      "((a = b) OR (a = c))",
      "(a = b AND (c = d))",
      "(a.b).c = :s",
      "not not a = b",
      ":n = a",
      ":n > :n",
      "size(:s) < a",
      "begins_with(:s, a)",
      "contains(a, :ss)",
      "a = b\n\tAND c=d",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(error_in(text) == "");
  }
}

TEST_CASE("AND binds before OR, NOT before AND") {
  Placeholders none;
  const Condition condition = parse_condition("NOT a=b AND c=d OR e=f", "FilterExpression", none);
  const auto* either = std::get_if<Or>(&condition.node);
  REQUIRE(either != nullptr);
  REQUIRE(either->terms.size() == 2);
  const auto* both = std::get_if<And>(&either->terms[0].node);
  REQUIRE(both != nullptr);
  REQUIRE(both->terms.size() == 2);
  CHECK(std::holds_alternative<Not>(both->terms[0].node));
}

TEST_CASE("the tree carries names and values, not placeholders") {
  Placeholders known = placeholders(kRequest);
  const Condition condition = parse_condition("#q.b[3] = :n", "FilterExpression", known);
  const auto& compare = std::get<Compare>(condition.node);
  CHECK(std::get<DocumentPath>(compare.left) == DocumentPath{
                                                    "a b", {std::string("b"), std::size_t{3}}
  });
  CHECK(*std::get<Literal>(compare.right) == testing::value(R"({"N":"1"})"));
}

TEST_CASE("a syntax error quotes the token and its neighbours") {
  const Case cases[] = {
      {"things are not gonna be ok",       syntax_error("are",     "things are not")},
      {"foo",                              syntax_error("<EOF>",   "foo")           },
      {"a >",                              syntax_error("<EOF>",   ">")             },
      {"a > 4",                            syntax_error("4",       "> 4")           },
      {"a-b",                              syntax_error("-",       "a-b")           },
      {"_a = b",                           syntax_error("_",       "_a")            },
      {"attribute_exists(Pictures..Rear)", syntax_error(".",       "..Rear")        },
      {"attribute_exists(a#b)",            syntax_error("#b",      "a#b)")          },
      {"attribute_exists()",               syntax_error(")",       "()")            },
      {"a in b, c",                        syntax_error("b",       "in b,")         },
      {"a in (b,c,)",                      syntax_error(")",       ",)")            },
      {"a in ()",                          syntax_error(")",       "()")            },
      {"a > between",                      syntax_error("between", "> between")     },
      {"a between b",                      syntax_error("<EOF>",   "b")             },
      {"size(a)[0] > b",                   syntax_error("[",       ")[0")           },
      {"(size(a)).b > b",                  syntax_error(".",       ").b")           },
      {"a = b c",                          syntax_error("c",       "b c")           },
      {"a[:s] = b",                        syntax_error(":s",      "[:s]")          },
      {"a[1.5] = b",                       syntax_error(".",       "1.5")           },
      {"(a = b",                           syntax_error("<EOF>",   "b")             },
      {"(a = b) = c",                      syntax_error("=",       ") = c")         },
      {"a AND b = c",                      syntax_error("AND",     "a AND b")       },
      {"ü > a",                           syntax_error("ü",      "ü >")          },
      {"# > a",                            syntax_error("#",       "# >")           },
      {"a =",                              syntax_error("<EOF>",   "=")             },
      {"a = ",                             syntax_error("<EOF>",   "= ")            },
      {"  ",                               syntax_error("<EOF>",   "  ")            },
      {" a = b c ",                        syntax_error("c",       "b c ")          },
      {"a[01] = b",                        syntax_error("1",       "01]")           },
  };
  check_errors(cases);
}

TEST_CASE("an empty expression is refused") {
  Placeholders none;
  CHECK(error_of([&] { parse_condition("", "ConditionExpression", none); }) ==
        "Invalid ConditionExpression: The expression can not be empty;");
}

TEST_CASE("what is wrong with a well-formed condition is told as AWS tells it") {
  const std::string distinct =
      "The first operand must be distinct from the remaining operands for this operator or "
      "function; operator: ";
  const std::string count =
      "Incorrect number of operands for operator or function; operator or function: ";
  const std::string type =
      "Incorrect operand type for operator or function; operator or function: ";
  const std::string misused =
      "The function is not allowed to be used this way in an expression; function: ";
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"a > ((b))", "The expression has redundant parentheses;"},
      {"((a = b))", "The expression has redundant parentheses;"},
      {"(a)between(((b.c)).d)and(c)", "The expression has redundant parentheses;"},
      {"a=b AND ((a=b AND (a=b AND c=d)))", "The expression has redundant parentheses;"},
      {"whatever(a) > b", "Invalid function name; function: whatever"},
      {"attRIbute_exIsts(a)", "Invalid function name; function: attRIbute_exIsts"},
      {"list_append(a, b) = :l",
       "The function is not allowed in a condition expression; function: list_append"},
      {"if_not_exists(a, b) = :l",
       "The function is not allowed in a condition expression; function: if_not_exists"},
      {"attribute_exists(a) > b", misused + "attribute_exists"},
      {"(contains(a, b)) = b", misused + "contains"},
      {"size(contains(a, b)) > a", misused + "contains"},
      {"size(a)", misused + "size"},
      {"NOT size(a)", misused + "size"},
      {"size(a) AND a = b", misused + "size"},
      {"a between b and attribute_exists(c)", misused + "attribute_exists"},
      {"a in (b, attribute_exists(c))", misused + "attribute_exists"},
      {"views = :n", "Attribute name is a reserved keyword; reserved keyword: views"},
      {":n < a.abOrT", "Attribute name is a reserved keyword; reserved keyword: abOrT"},
      {"#x.b = :n",
       "An expression attribute name used in the document path is not defined; attribute name: "
       "#x"},
      {"a = :x",
       "An expression attribute value used in expression is not defined; attribute value: :x"},
      {"begins_with(:x, #y)",
       "An expression attribute value used in expression is not defined; attribute value: :x"},
      {"attribute_exists(a, b)", count + "attribute_exists, number of operands: 2"},
      {"begins_with(a)", count + "begins_with, number of operands: 1"},
      {"contains(a, b, c)", count + "contains, number of operands: 3"},
      {"size(a, b) > c", count + "size, number of operands: 2"},
      {"a = #a", distinct + "=, first operand: [a]"},
      {"a.b[1] > #a.b[1]", distinct + ">, first operand: [a, b, [1]]"},
      {"contains(a, a)", distinct + "contains, first operand: [a]"},
      {"a in (:n, a)", distinct + "IN, first operand: [a]"},
      {"attribute_type(a, b)",
       type + "attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"},
      {"attribute_type(a, :n)", type + "attribute_type, operand type: N"},
      {"attribute_type(a, size(b))", type + "attribute_type, operand type: N"},
      {"begins_with(a, :n)", type + "begins_with, operand type: N"},
      {"begins_with(:t, a)", type + "begins_with, operand type: BOOL"},
      {"begins_with(a, size(b))", type + "begins_with, operand type: N"},
      {"size(:n) = a", type + "size, operand type: N"},
      {"size(:null) = a", type + "size, operand type: NULL"},
      {"size(size(a)) = b", type + "size, operand type: N"},
      {"attribute_not_exists(size(:n))", type + "size, operand type: N"},
      {"a < :l", type + "<, operand type: L"},
      {":ss >= a", type + ">=, operand type: SS"},
      {"a between :l and :l", type + "BETWEEN, operand type: L"},
      {"attribute_type(a, :s)",
       "Invalid attribute type name found; type: x, valid types: "
       "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
      {"attribute_exists(:s)",
       "Operator or function requires a document path; operator or function: attribute_exists"},
      {"attribute_not_exists(size(:s))",
       "Operator or function requires a document path; operator or function: "
       "attribute_not_exists"},
      {"a between :n and :s",
       "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
       "operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:x}"},
      {"a between :s and :s2",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
       "lower bound operand: AttributeValue: {S:x}, upper bound operand: AttributeValue: {S:a}"},
      {"a between :b and :n",
       "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
       "operand: AttributeValue: {B:YQ==}, upper bound operand: AttributeValue: {N:1}"},
      {"a[99999999999] = b", "List index is not within the allowable range; index: [99999999999]"},
  };
  // clang-format on
  check_errors(cases);
}

TEST_CASE("of several faults the one of AWS's earlier pass is told") {
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"views = :x and f(a)", "Invalid function name; function: f"},
      {"f(a) and ((a)) = b", "The expression has redundant parentheses;"},
      {"a = :x and views = b", "Attribute name is a reserved keyword; reserved keyword: views"},
      {"views = size(contains(a, b))",
       "The function is not allowed to be used this way in an expression; function: contains"},
  };
  // clang-format on
  check_errors(cases);
  SUBCASE("those about operands, condition by condition") {
    CHECK(error_in("a = a AND #x = b").find("must be distinct") != std::string::npos);
    CHECK(error_in("begins_with(a) AND #x = b").find("number of operands") != std::string::npos);
    CHECK(error_in("begins_with(#x)").find("not defined") != std::string::npos);
  }
}

TEST_CASE("the limits of an expression are enforced") {
  const std::string long_name(4097, 'a');
  const std::string text = long_name + " = b";
  CHECK(error_in(text) ==
        "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; "
        "expression size: 4101");
  CHECK(error_in(std::string(4092, 'a') + " = b") == "");

  const std::string in_101 = "a in (b" + repeat(",b", 100) + ")";
  CHECK(error_in(in_101) ==
        "Invalid FilterExpression: The IN operator is provided with too many operands; number of "
        "operands: 101");
  CHECK(error_in("a in (b" + repeat(",b", 99) + ")") == "");

  CHECK(error_in("a=b" + repeat(" OR a=b", 150)) ==
        "Invalid FilterExpression: The expression contains too many operators; operator count: "
        "301");
  CHECK(error_in("a=b" + repeat(" OR a=b", 200)).ends_with("operator count: 301"));
  CHECK(error_in("a=b" + repeat(" OR a=b", 149)) == "");

  CHECK(error_in("a" + repeat(".b", 32) + " = c") ==
        "Invalid FilterExpression: The document path has too many nesting levels; nesting levels: "
        "33");
  CHECK(error_in("a" + repeat(".b", 31) + " = c") == "");
}

TEST_CASE("nesting without end is an error, not a crash") {
  CHECK(error_in(repeat("(", 4000)) ==
        "Invalid FilterExpression: The expression contains too many operators; operator count: "
        "301");
  CHECK(error_in(repeat("NOT ", 1000) + "a=b").find("too many operators") != std::string::npos);
  CHECK(error_in(repeat("size(", 800)).find("too many operators") != std::string::npos);
  CHECK(error_in(repeat("(a=b AND ", 149) + "a=b" + repeat(")", 149)) == "");
}

}  // namespace core::expressions::condition_parser_test
