#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::index_filters_test {

TEST_CASE("a read by an index's key asks for what the index projects") {
  StatementEngine engine;
  struct Case {
    const char* where;
    const char* names;
  };
  const Case cases[] = {
      {"x = 'k' AND NOT (n = '1' OR i = 'v')",           "n"         },
      {"x = 'k' AND b = '1' AND (a = '2' OR i = '3')",   "a, b"      },
      {"x = 'k' AND (zz = '1' OR aa = '2' OR mm = '3')", "zz, aa, mm"},
      {"(x = 'k' OR x = 'j') AND zz = '1'",              "zz"        },
      {"x = 'b' AND u1 = '1' OR x = 'q' AND u2 = '1'",   "u2"        },
      {"x = 'q' AND u1 = '1' OR x = 'b' AND u2 = '1'",   "u1"        },
      {"x IN ['k', 'j'] AND n IS MISSING",               "n"         },
  };
  for (const Case& c : cases) {
    CAPTURE(c.where);
    CHECK(engine.fail(std::string("SELECT p FROM ttt.ggg WHERE ") + c.where) ==
          "ValidationException: One or more parameter values were invalid: Secondary index ggg "
          "does not project one or more filter attributes: [" +
              std::string(c.names) + "]");
  }
  for (const char* where :
       {"x = 'k' AND (i = '1' OR i = '2')", "x = 'y' AND i = '1' OR x = 'z' AND n = '1'",
        "x > 'a' AND n = '1'", "x = 'y' AND (x = 'z' OR n = '1')", "x = 'y' AND n = '1' OR m = '1'",
        "n = '1'"}) {
    CAPTURE(where);
    CHECK(engine.run(std::string("SELECT p FROM ttt.ggg WHERE ") + where) == R"({"Items":[]})");
  }
  CHECK(engine.fail("SELECT p FROM ttt.ggg WHERE x = 'k' AND n = '1' OR x = 'k' AND m = '1'") ==
        "ValidationException: Overlapping conditions with range keys are not supported in where "
        "clause");
}

}  // namespace tests::index_filters_test
