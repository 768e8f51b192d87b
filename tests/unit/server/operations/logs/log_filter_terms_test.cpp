#include "tests/unit/server/operations/logs/log_filter_cases.h"

namespace server::operations::testing::log_filter_terms_test {

TEST_CASE("terms are all there, in any order and exactly so") {
  const FilterCase cases[] = {
      {"",                   "anything",                   true },
      {"  ",                 "anything",                   true },
      {"ERROR",              "[ERROR 400] BAD REQUEST",    true },
      {"ERROR",              "an error",                   false},
      {"ERROR timeout",      "timeout: ERROR",             true },
      {"ERROR timeout",      "ERROR",                      false},
      {"\"Task timed out\"", "x Task timed out after 3 s", true },
      {"\"Task timed out\"", "Task out timed",             false},
      {R"("say \"hi\"")",    "they say \"hi\"",            true },
      {"\xC3\xA9t\xC3\xA9",  "un \xC3\xA9t\xC3\xA9",       true },
  };
  check(cases);
}

TEST_CASE("terms are excluded by - and alternatives with ?") {
  const FilterCase cases[] = {
      {"-INFO",          "INFO x",    false},
      {"-INFO",          "WARN x",    true },
      {"ERROR -\"a b\"", "ERROR a b", false},
      {"ERROR -\"a b\"", "ERROR a c", true },
      {"?ERROR ?WARN",   "WARN",      true },
      {"?ERROR ?WARN",   "INFO",      false},
      {"?ERROR ?%W.RN%", "WARN",      true },
 // Beside other terms, alternatives have no effect.
      {"?ERROR INFO",    "INFO",      true },
      {"?ERROR INFO",    "ERROR",     false},
  };
  check(cases);
}

TEST_CASE("a term without quotes has letters, digits and underscores") {
  CHECK(filter_error("az_AZ09").empty());
  CHECK(filter_error("task-id") == "Invalid character(s) in term 'task-id'");
  CHECK(filter_error("a $.b") == "Invalid character(s) in term '$.b'");
  for (const std::string bad : {"a@", "a[", "a`", "a^", "a{", "a/", "a:"}) {
    CHECK(filter_error(bad) == "Invalid character(s) in term '" + bad + "'");
  }
  CHECK(filter_error("-") == "Invalid character(s) in term ''");
}

TEST_CASE("a term must be closed by its mark") {
  CHECK(filter_error("\"open") == invalid("a closing \" is missing"));
  CHECK(filter_error("%open") == invalid("a closing % is missing"));
}

}  // namespace server::operations::testing::log_filter_terms_test
