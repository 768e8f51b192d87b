#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

// The grammar as a whole: expression_parser, term_parser, select_parser, change_parser.
namespace core::partiql::statement_test {

namespace {

using testing::change;
using testing::error_of;
using testing::kNotWellFormed;
using testing::select;

std::string error_in(const std::string& text) {
  return error_of([&] { parse_statement(text); });
}

struct Fault {
  std::string statement;
  std::string error;
};

template <std::size_t N>
void check_errors(const Fault (&faults)[N], const std::string& front) {
  for (const Fault& fault : faults) {
    CAPTURE(fault.statement);
    CHECK(error_in(fault.statement) == front + fault.error);
  }
}

}  // namespace

TEST_CASE("what follows the grammar is a statement") {
  const char* statements[] = {
      "SELECT * FROM t",
      "select all a, b.c[1].\"d\" from \"t\".\"i\" where (a = 1 or b <> ?) and not c in [1, 2];",
      "SELECT * FROM t WHERE a IN (1, 2) AND b NOT BETWEEN 1 AND 2 AND c IS NOT MISSING",
      "SELECT * FROM t WHERE a = - - 1 AND b = +2 AND c = {'x': <<1>>, 'y': []} AND d = <<>>",
      "SELECT * FROM t WHERE a LIKE 'b' ESCAPE 'c' AND size(d) > 1 AND d IS DECIMAL(1, 2)",
      "SELECT * FROM t WHERE a = 1 ORDER BY a DESC, b ASC, c",
      "INSERT INTO t VALUE {'a': 1}",
      "UPDATE t SET a = 1, b = b + 1 SET c = list_append(c, [1]) REMOVE d REMOVE e[0] WHERE a = 1",
      "UPDATE t REMOVE a WHERE b = 1 RETURNING MODIFIED NEW *",
      "FROM t WHERE a = 1 SET b = 2 RETURNING ALL OLD *",
      "DELETE FROM t WHERE a = 1 RETURNING ALL OLD *",
      "EXISTS(SELECT * FROM t WHERE a = 1)",
  };
  for (const char* statement : statements) {
    CAPTURE(statement);
    CHECK(error_in(statement) == "");
  }
}

TEST_CASE("a statement names its table, and maybe an index") {
  CHECK(parse_statement("SELECT * FROM t").table.table == "t");
  CHECK(parse_statement("SELECT * FROM t").table.index == "");
  CHECK(parse_statement("SELECT * FROM \"a-b\".i").table.index == "i");
  CHECK(parse_statement("UPDATE \"u\" SET a = 1").table.table == "u");
  CHECK(parse_statement("FROM f SET a = 1").table.table == "f");
  CHECK(parse_statement("DELETE FROM d").table.table == "d");
  CHECK(parse_statement("INSERT INTO i VALUE {}").table.table == "i");
  CHECK(parse_statement("EXISTS(SELECT * FROM e)").table.table == "e");
}

TEST_CASE("question marks are counted") {
  CHECK(parse_statement("SELECT * FROM t").parameters == 0);
  CHECK(parse_statement("UPDATE t SET a = ?, b = '?' WHERE c = ? AND d IN [?, ?]").parameters == 4);
}

TEST_CASE("both orders of an update's clauses say the same") {
  for (const char* text : {"UPDATE t SET a = 1 REMOVE b WHERE k = 1 RETURNING ALL NEW *",
                           "FROM t WHERE k = 1 SET a = 1 REMOVE b RETURNING ALL NEW *"}) {
    CAPTURE(text);
    const Change update = change(text);
    CHECK(update.kind == ChangeKind::update);
    REQUIRE(update.operations.size() == 2);
    CHECK(std::holds_alternative<Assignment>(update.operations[0]));
    CHECK(std::holds_alternative<Removal>(update.operations[1]));
    CHECK(update.where);
    CHECK(update.returning == Returning::all_new);
  }
}

TEST_CASE("a select keeps its columns, its order and a clause that isn't supported") {
  const Select plain = select("SELECT a, b FROM t WHERE a = 1 ORDER BY a DESC, b");
  CHECK_FALSE(plain.star);
  CHECK(plain.columns.size() == 2);
  REQUIRE(plain.order.size() == 2);
  CHECK(plain.order[0].descending);
  CHECK_FALSE(plain.order[1].descending);
  CHECK_FALSE(plain.unsupported);
  const Select limited = select("SELECT * FROM t LIMIT 1");
  CHECK(limited.star);
  CHECK(limited.unsupported->name == "LIMIT");
  CHECK(text(limited.unsupported->position) == "1:23:1");
  CHECK(select("SELECT DISTINCT a FROM t").unsupported->name == "DISTINCT");
  CHECK(select("SELECT a FROM t GROUP BY a").unsupported->name == "GROUP BY");
}

TEST_CASE("what AWS can't read it refuses with what its parser says") {
  const Fault faults[] = {
      {"SELECT * FROM t WHERE pk = 1 foo",          "Unexpected token after expression"                   },
      {"SELECT * FROM t WHERE pk = 1 e5",           "Unexpected token after expression"                   },
      {"INSERT INTO t VALUE {'pk': 1} foo",         "Unexpected token after expression"                   },
      {"UPDATE t SET a = 9 WHERE pk = 2 foo",       "Unexpected token after expression"                   },
      {"DELETE FROM t WHERE pk = 3 foo",            "Unexpected token after expression"                   },
      {"SELECT * FROM t WHERE pk = 1)",             "Unexpected token after expression"                   },
      {"DELETE FROM t WHERE pk = 4 ORDER BY pk",    "Unexpected token after expression"                   },
      {"SELECT * FROM t ORDER BY pk WHERE a = 1",   "Unexpected token after expression"                   },
      {"INSERT INTO t x VALUE {'pk': 'x'}",         "Unexpected token after expression"                   },
      {"FROM t SET c = 1 WHERE pk = 'x'",           "Unexpected token after expression"                   },
      {"UPDATE t REMOVE a, b WHERE pk = 1",         "Unexpected token after expression"                   },
      {"SELECT * FROM t; SELECT * FROM t",
       "Unexpected token after semicolon. (Only one query is allowed.)"                                   },
      {"SELECT * FROM t WHERE",                     "Unexpected term"                                     },
      {"SELECT * FROM t WHERE;",                    "Unexpected term"                                     },
      {"SELECT * FROM t WHERE NOT",                 "Unexpected term"                                     },
      {"SELECT * FROM t WHERE (",                   "Unexpected term"                                     },
      {"SELECT * FROM t WHERE AS",                  "Unexpected term"                                     },
      {"SELECT * FROM",                             "Unexpected term"                                     },
      {"SELECT * FROM t WHERE a = 1 AND",           "Missing right-hand side expression of infix operator"},
      {"SELECT * FROM t WHERE a =",                 "Missing right-hand side expression of infix operator"},
      {"SELECT * FROM t WHERE a = 1 AND;",          "Unexpected term"                                     },
      {"SELECT * FROM t WHERE ORDER BY pk",         "Unexpected keyword"                                  },
      {"SELECT * FROM t WHERE user = 1",            "Unexpected keyword"                                  },
      {"SELECT * FROM t WHERE x IS FOO",            "Expected type name"                                  },
      {"SELECT * FROM t WHERE IS NULL",             "Unexpected operator"                                 },
      {"SELECT * FROM t WHERE a = LIKE",            "Unexpected operator"                                 },
      {"SELECT * FROM t WHERE a = *",               "Unexpected term"                                     },
      {"SELECT * FROM t WHERE a.inner = 1",         "Invalid path dot component"                          },
      {"SELECT * FROM t WHERE a[1 = 1",             "Expected RIGHT_BRACKET"                              },
      {"SELECT * FROM t WHERE (a = 1",              "Expected RIGHT_PAREN"                                },
      {"SELECT * FROM t WHERE a BETWEEN 1",         "Expected AND"                                        },
      {"SELECT * FROM t WHERE a BETWEEN 1 AND",     "Expected expression after AND"                       },
      {"SELECT a, * FROM t",
       "Other expressions may not be present in the select list when '*' is used without dot "
       "notation."                                                                                        },
      {"SELECT a",                                  "Expected FROM after SELECT list"                     },
      {"SELECT sum(*) FROM t",                      "sum(*) is not allowed"                               },
      {"SELECT count() FROM t",                     "Aggregate functions are always unary"                },
      {"SELECT * FROM t AS",                        "Expected identifier for AS-alias"                    },
      {"SELECT * FROM t ORDER pk",                  "Expected BY"                                         },
      {"DELETE FROM",                               "Expected identifier for simple path"                 },
      {"DELETE FROM;",                              "Expected identifier for simple path"                 },
      {"DELETE FROM WHERE pk = 'a'",                "Expected identifier for simple path"                 },
      {"DELETE t",                                  "Expected FROM after DELETE"                          },
      {"UPDATE t",                                  "Expected data manipulation"                          },
      {"UPDATE t WHERE a = 1",                      "Expected data manipulation"                          },
      {"FROM t WHERE a = 1",                        "Expected data manipulation"                          },
      {"SLECT * FROM t WHERE a = 1",                "Expected data manipulation"                          },
      {"UPDATE t SET WHERE a = 1",                  "Expected identifier for simple path"                 },
      {"UPDATE t SET a 1",                          "Expected '='"                                        },
      {"UPDATE t SET a.* = 1",                      "Invalid path dot component for simple path"          },
      {"UPDATE t SET a[b] = 1",                     "Invalid path component for simple path"              },
      {"UPDATE t SET a = 1 RETURNING *",
       "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element."                             },
      {"UPDATE t SET a = 1 RETURNING ALL NEW a",    "Unsupported syntax in RETURNING columns."            },
      {"INSERT INTO t VALUE {'a' 1}",               "Expected COLON"                                      },
      {"SELECT * FROM t WHERE a = (DELETE FROM t)",
       "Keyword delete only expected at the top level in the query"                                       },
      {"CREATE VIEW a",                             "Unexpected token following CREATE"                   },
      {"",                                          "Unexpected term"                                     },
  };
  check_errors(faults, kNotWellFormed);
}

TEST_CASE("statements of other kinds are refused by AWS's name for them") {
  const Fault faults[] = {
      {"x IS INT4",             "IsType"     },
      {"x IS DOUBLE PRECISION", "IsType"     },
      {"x IS NOT NULL",         "Not"        },
      {"x",                     "Id"         },
      {"x.y",                   "Path"       },
      {"'a'",                   "Lit"        },
      {"1 + 2",                 "Plus"       },
      {"a = 1 AND b = 2",       "And"        },
      {"f(1)",                  "f"          },
      {"exists(a)",             "exists"     },
      {"?",                     "Parameter"  },
      {"CREATE TABLE t",        "CreateTable"},
      {"DROP TABLE t",          "DropTable"  },
      {"INSERT INTO t <<1>>",   "Insert"     },
  };
  check_errors(faults, "Unsupported operation: ");
}

TEST_CASE("FROM names one table or index, without another name") {
  const std::string aliasing = "Aliasing is not supported";
  const Fault faults[] = {
      {"SELECT * FROM t x",                         aliasing                                                    },
      {"SELECT * FROM t AS x",                      aliasing                                                    },
      {"SELECT * FROM t AT x",                      aliasing                                                    },
      {"UPDATE t x SET a = 3",                      aliasing                                                    },
      {"DELETE FROM t x WHERE a = 1",               aliasing                                                    },
      {"SELECT * FROM t, u",                        "Only select from a single table or index is supported."    },
      {"SELECT * FROM t INNER JOIN u ON t.a = u.a",
       "Only select from a single table or index is supported."                                                 },
      {"SELECT * FROM a.b.c",                       "A path may contain at most 2 components in the FROM clause"},
      {"SELECT * FROM a.\"\"",                      "Path component cannot be an empty string"                  },
      {"SELECT * FROM 'a'",                         "Unexpected path component at 1:15:3"                       },
      {"INSERT INTO a.b VALUE {}",
       "FROM clause may only contain a single table name in data manipulation statements"                       },
      {"UPDATE a.b SET c = 1",                      "This operation is not supported on an index"               },
      {"DELETE FROM a.b",                           "This operation is not supported on an index"               },
  };
  check_errors(faults, "");
}

TEST_CASE("nesting is limited, and a row of conditions isn't nesting") {
  const auto nested = [](std::size_t levels) {
    return "SELECT * FROM t WHERE " + std::string(levels, '(') + "a = 1" + std::string(levels, ')');
  };
  CHECK(error_in(nested(90)) == "");
  CHECK(error_in(nested(4000)) == kNotWellFormed);
  std::string row = "SELECT * FROM t WHERE a = 1";
  for (int i = 0; i < 600; ++i) row += " OR a = 1";
  CHECK(error_in(row) == "");
  std::string sum = "UPDATE t SET a = 1";
  for (int i = 0; i < 200; ++i) sum += " + 1";
  CHECK(error_in(sum) == "");
  CHECK(error_in(sum + " + 1") == kNotWellFormed);
  CHECK(error_in("SELECT * FROM t WHERE " + std::string(3000, '-') + "1") ==
        kNotWellFormed + "Unexpected term");
  std::string signs;
  for (int i = 0; i < 300; ++i) signs += "- ";
  CHECK(error_in("SELECT * FROM t WHERE a = " + signs + "1") == kNotWellFormed);
}

}  // namespace core::partiql::statement_test
