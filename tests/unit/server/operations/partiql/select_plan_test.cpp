#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::select_plan_test {
namespace {

std::string in_list(int count) {
  std::string list = "['v0'";
  for (int i = 1; i < count; ++i) list += ", 'v" + std::to_string(i) + "'";
  return list + "]";
}

}  // namespace

TEST_CASE("what can't be selected is refused") {
  StatementEngine engine;
  const std::string overlapping =
      "Overlapping conditions with range keys are not supported in where clause";
  const std::string type =
      "Key attribute's data type should match its data type in table's schema: Key ";
  const std::string decomposed = "Too many decomposed read operations for a given query.";
  struct Case {
    std::string statement;
    std::string error;
  };
  const Case cases[] = {
      {"SELECT * FROM ttt LIMIT 1",                                                  "Unsupported clause: LIMIT at 1:25:1"        },
      {"SELECT * FROM ttt.nope",                                                     "The table does not have the specified index"},
      {"SELECT p.q FROM ttt",
       "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
       "allowed: "
       "Key: p"                                                                                                                   },
      {"SELECT * FROM ttt WHERE s[0] = 1",
       "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
       "allowed: "
       "Key: s"                                                                                                                   },
      {"SELECT * FROM ttt WHERE p = 1",                                              type + "p"                                   },
      {"SELECT * FROM ttt WHERE p = 'a' AND s IN ['1', 2]",                          type + "s"                                   },
      {"SELECT * FROM ttt WHERE p = [1]",
       "Key value must be of type S, N, or B. Key name: p, Key type: L"                                                           },
      {"SELECT * FROM ttt WHERE p IN ['a', 'a']",                                    overlapping                                  },
      {"SELECT * FROM ttt WHERE p = 'a' OR p = 'a'",                                 overlapping                                  },
      {"SELECT * FROM ttt WHERE p = 'a' AND (s > '0' OR s < '5')",                   overlapping                                  },
      {"SELECT * FROM ttt WHERE p = 'a' AND (s = '1' OR n = 2)",                     overlapping                                  },
      {"SELECT * FROM ttt WHERE p = 'a' AND n <> '1' OR p = 'a' AND s = '2'",        overlapping                                  },
      {"SELECT * FROM ttt WHERE p IN " + in_list(51),                                decomposed                                   },
      {"SELECT * FROM ttt WHERE p IN " + in_list(26) + " AND s IN ['1', '2']",       decomposed                                   },
      {"SELECT * FROM ttt WHERE p IN " + in_list(100) + " AND s IN " + in_list(100), decomposed                                   },
      {"SELECT * FROM ttt ORDER BY s",
       "Must have WHERE clause in the statement when using ORDER BY clause."                                                      },
      {"SELECT * FROM ttt WHERE p = 'a' ORDER BY n",
       "Attribute n in ORDER BY clause must be part of the primary key"                                                           },
      {"SELECT * FROM ttt WHERE p > 'a' ORDER BY s",
       "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
       "clause."                                                                                                                  },
      {"SELECT * FROM ttt WHERE p IN ['a', 'b'] ORDER BY s",
       "Must have hash key in ORDER BY clause when more than one hash key condition specified in "
       "WHERE clause."                                                                                                            },
      {"SELECT n, m FROM ttt.ggg",
       "One or more parameter values were invalid: Global secondary index ggg does not project "
       "[n, m]"                                                                                                                   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.statement);
    CHECK(engine.fail(c.statement) == "ValidationException: " + c.error);
  }
  CHECK(engine.fail("SELECT * FROM ttt.ggg", R"(, "ConsistentRead": true)") ==
        "ValidationException: Strongly consistent read is not supported on Global Secondary "
        "Indexes");
}

TEST_CASE("what looks alike can be selected") {
  StatementEngine engine;
  const std::string conditions[] = {
      "p > 1",
      "p = 'a' OR s = '1'",
      "p IN " + in_list(50),
      "p IN " + in_list(51) + " OR n = 1",
      "p IN " + in_list(50) + " AND n IN " + in_list(100),
      "p = 'a' AND s = '1' OR p = 'b' AND s = '1'",
      "p = 'a' AND (s < '1' OR s > '1')",
  };
  for (const std::string& where : conditions) {
    CAPTURE(where);
    CHECK(engine.run("SELECT * FROM ttt WHERE " + where) == R"({"Items":[]})");
  }
}

}  // namespace tests::select_plan_test
