#include "core/partiql/keywords.h"

#include <doctest/doctest.h>

namespace core::partiql::keywords_test {

TEST_CASE("the words of SQL and PartiQL are no names") {
  for (const char* word :
       {"absolute", "inner", "value", "user", "date", "missing", "zone", "int4"}) {
    CAPTURE(word);
    CHECK(is_keyword(word));
  }
  for (const char* word : {"pk", "name", "data", "status", "INNER", "begins_with", "insert_into"}) {
    CAPTURE(word);
    CHECK_FALSE(is_keyword(word));
  }
}

TEST_CASE("AND binds more strongly than OR, comparisons than both, sums than comparisons") {
  const char* ops[] = {"or", "and", "=", "<", "+", "*"};
  for (std::size_t i = 1; i < std::size(ops); ++i) {
    CAPTURE(ops[i]);
    CHECK(infix_precedence(ops[i - 1]) < infix_precedence(ops[i]));
  }
  CHECK(infix_precedence("and") < kNotPrecedence);
  CHECK(kNotPrecedence < infix_precedence("="));
  CHECK(kClausePrecedence < infix_precedence("or"));
  CHECK(infix_precedence("not") == 0);
}

TEST_CASE("types, functions and operators are known by their keywords") {
  CHECK(is_type_name("double_precision"));
  CHECK_FALSE(is_type_name("foo"));
  CHECK(is_function_keyword("size"));
  CHECK_FALSE(is_function_keyword("select"));
  CHECK(is_operator("like"));
  CHECK(is_operator("not"));
  CHECK_FALSE(is_operator("select"));
}

}  // namespace core::partiql::keywords_test
