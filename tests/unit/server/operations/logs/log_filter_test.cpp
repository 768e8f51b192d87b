#include "server/operations/logs/log_filter.h"

#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_test {

TEST_CASE("a pattern's first character says what kind it is") {
  const FilterCase cases[] = {
      {"",             "anything",   true },
      {"  ",           "anything",   true },
      {" { $.a = 1 }", R"({"a":1})", true },
      {" { $.a = 1 }", R"({"a":2})", false},
      {" [a = x, b]",  "x y",        true },
      {" [a = x, b]",  "y x",        false},
      {"x y",          "y x",        true },
      {R"(%100\%%)",   "at 100%",    true },
  };
  check(cases);
}

TEST_CASE("a pattern that isn't one says why") {
  CHECK(filter_error("task-id") == "Invalid character(s) in term 'task-id'");
  CHECK(filter_error("[...") == invalid("']' is missing"));
  CHECK(filter_error("%(a)%") == invalid("unsupported regular expression %(a)%"));
  CHECK(filter_error("{ " + std::string(500, '(') + " }") == invalid("too many parentheses"));
}

}  // namespace server::operations::testing::log_filter_test
