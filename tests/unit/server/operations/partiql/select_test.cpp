#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::select_test {
namespace {

// Partitions a and b with sort keys 1 to 3.
void fill(StatementEngine& engine) {
  for (const char* p : {"a", "b"}) {
    for (const char* s : {"1", "2", "3"}) {
      engine.put(R"({"p": {"S": ")" + std::string(p) + R"("}, "s": {"S": ")" + s +
                 R"("}, "id": {"S": ")" + p + s + R"("}, "x": {"S": "k"}, "i": {"S": "w"}})");
    }
  }
}

// All pages, by "id".
std::string all_pages(StatementEngine& engine, const std::string& statement, int limit) {
  std::string all;
  std::string token;
  do {
    std::string members = R"(, "Limit": )" + std::to_string(limit);
    if (!token.empty()) members += R"(, "NextToken": ")" + token + "\"";
    const std::string page = engine.run(statement, members);
    all += (all.empty() ? "" : " / ") + listed(page, "id");
    token = text_member(page, "NextToken");
  } while (!token.empty());
  return all;
}

}  // namespace

TEST_CASE("one item by its key, a partition, a range, several partitions, or all there is") {
  StatementEngine engine;
  fill(engine);
  struct Case {
    const char* where;
    const char* ids;
  };
  const Case cases[] = {
      {"p = 'a' AND s = '2'",                         "a2"               },
      {"p = 'a' AND s = '9'",                         ""                 },
      {"p = 'a'",                                     "a1 a2 a3"         },
      {"p = 'a' AND s >= '2'",                        "a2 a3"            },
      {"p = 'a' AND s BETWEEN '1' AND '2'",           "a1 a2"            },
      {"p = 'a' AND begins_with(s, '3')",             "a3"               },
      {"p = 'a' AND s > '1' AND s < '3'",             "a2"               },
      {"p = 'a' AND s = '1' AND s = '2'",             ""                 },
      {"p = 'a' AND s = '1' AND s > '0'",             "a1"               },
      {"p = 'a' AND s IN ['3', '1']",                 "a1 a3"            },
      {"p = 'a' AND (s = '3' OR s = '1')",            "a1 a3"            },
      {"p IN ['b', 'a']",                             "a1 a2 a3 b1 b2 b3"},
      {"p IN ['b', 'a'] AND s = '2'",                 "a2 b2"            },
      {"p = 'a' AND s = '1' OR p = 'b' AND s = '2'",  "a1 b2"            },
      {"p = 'a' AND NOT s = '1'",                     "a2 a3"            },
      {"p = 'a' AND s <> '1' OR p = 'a' AND s = '2'", "a2 a3"            },
      {"p = 'a' OR p = 'a' AND NOT s = '1'",          "a1 a2 a3"         },
      {"p = 'a' AND id = 'a2'",                       "a2"               },
      {"p = 'a' AND s = '1' AND id = 'a2'",           ""                 },
      {"p = 'a' AND s = '1' AND attribute_exists(p)", "a1"               },
  };
  for (const Case& c : cases) {
    CAPTURE(c.where);
    CHECK(listed(engine.run(std::string("SELECT * FROM ttt WHERE ") + c.where), "id") == c.ids);
  }
  CHECK(listed(engine.run("SELECT * FROM ttt"), "id").size() ==
        std::string("a1 a2 a3 b1 b2 b3").size());
  CHECK(listed(engine.run("SELECT * FROM ttt WHERE id = 'b3'"), "id") == "b3");
  CHECK(listed(engine.run("SELECT * FROM ttt WHERE p > 'a' AND s = '1'"), "id") == "b1");
}

TEST_CASE("columns are shown side by side") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "m": {"M": {"k": {"L": [{"N": "1"}]}}}})");
  CHECK(engine.run("SELECT m.k[0], s, nope FROM ttt WHERE p = 'a' AND s = '1'") ==
        R"({"Items":[{"k[0]":{"N":"1"},"s":{"S":"1"}}]})");
  CHECK(engine.run("SELECT nope FROM ttt WHERE p = 'a'") == R"({"Items":[{}]})");
}

TEST_CASE("ORDER BY turns partitions and what is in them") {
  StatementEngine engine;
  fill(engine);
  struct Case {
    const char* order;
    const char* ids;
  };
  const Case cases[] = {
      {"p = 'a' ORDER BY s DESC",                     "a3 a2 a1"         },
      {"p = 'a' ORDER BY s ASC",                      "a1 a2 a3"         },
      {"p = 'a' ORDER BY s",                          "a1 a2 a3"         },
      {"p = 'a' ORDER BY p ASC",                      "a3 a2 a1"         },
      {"p IN ['a', 'b'] ORDER BY p DESC, s ASC",      "b1 b2 b3 a1 a2 a3"},
      {"p IN ['a', 'b'] ORDER BY p, s DESC",          "a3 a2 a1 b3 b2 b1"},
      {"p IN ['a', 'b'] ORDER BY p DESC",             "b3 b2 b1 a3 a2 a1"},
      {"p = 'a' AND s IN ['1', '3'] ORDER BY s DESC", "a3 a1"            },
  };
  for (const Case& c : cases) {
    CAPTURE(c.order);
    CHECK(listed(engine.run(std::string("SELECT id FROM ttt WHERE ") + c.order), "id") == c.ids);
  }
}

TEST_CASE("pages end by Limit, and their tokens go on where they ended") {
  StatementEngine engine;
  fill(engine);
  struct Case {
    std::string where;
    int limit;
    std::string pages;
  };
  const Case cases[] = {
      {"p = 'a'",                          2, "a1 a2 / a3"              },
      {"p = 'a'",                          3, "a1 a2 a3 / "             },
      {"p = 'a'",                          4, "a1 a2 a3"                },
      {"p = 'a' ORDER BY s DESC",          2, "a3 a2 / a1"              },
      {"p IN ['a', 'b']",                  2, "a1 a2 / a3 b1 / b2 b3 / "},
      {"p IN ['a', 'b'] ORDER BY p DESC",  2, "b3 b2 / b1 a3 / a2 a1 / "},
      {"p = 'a' AND s = '1'",              1, "a1"                      },
      {"p = 'a' AND s IN ['1', '2', '3']", 2, "a1 a2 / a3"              },
      {"p = 'a' AND s IN ['1', '9', '3']", 1, "a1 / a3 / "              },
      {"p = 'a' AND id = 'a3'",            2, "a3"                      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.where);
    CHECK(all_pages(engine, "SELECT id FROM ttt WHERE " + c.where, c.limit) == c.pages);
  }
  CHECK(engine.run("SELECT s FROM ttt WHERE p = 'a'", R"(, "Limit": 1)")
            .ends_with(R"("LastEvaluatedKey":{"p":{"S":"a"},"s":{"S":"1"}}})"));
}

TEST_CASE("a page ends at one megabyte") {
  StatementEngine engine;
  const std::string large(300'000, 'v');
  for (const char* s : {"1", "2", "3", "4", "5"}) {
    engine.put(R"({"p": {"S": "a"}, "s": {"S": ")" + std::string(s) + R"("}, "v": {"S": ")" +
               large + "\"}}");
  }
  const std::string page = engine.run("SELECT s FROM ttt WHERE p = 'a'");
  CHECK(listed(page) == "1 2 3 4");
  CHECK_FALSE(text_member(page, "NextToken").empty());
  const std::string by_key =
      engine.run("SELECT s FROM ttt WHERE p = 'a' AND s IN ['1','2','3','4','5']");
  CHECK(listed(by_key) == "1 2 3 4");
  CHECK(listed(engine.run("SELECT s FROM ttt WHERE p = 'a' AND s IN ['1','2','3','4','5']",
                          R"(, "NextToken": ")" + text_member(by_key, "NextToken") + "\"")) == "5");
}

TEST_CASE("reads tell what they cost") {
  StatementEngine engine;
  fill(engine);
  const auto units = [&](const std::string& statement, const std::string& members = "") {
    const std::string answer =
        engine.run(statement, R"(, "ReturnConsumedCapacity": "TOTAL")" + members);
    return answer.substr(answer.find("\"CapacityUnits\":") + 16);
  };
  CHECK(units("SELECT * FROM ttt WHERE p = 'a' AND s = '1'") == "0.5}}");
  CHECK(units("SELECT * FROM ttt WHERE p = 'a' AND s = '1'", R"(, "ConsistentRead": true)") ==
        "1.0}}");
  CHECK(units("SELECT * FROM ttt WHERE p = 'a'") == "0.5}}");
  CHECK(units("SELECT * FROM ttt WHERE p IN ['a', 'b']") == "1.0}}");
  CHECK(units("SELECT * FROM ttt WHERE p = 'nobody'") == "0.5}}");
  CHECK(units("SELECT * FROM ttt.ggg WHERE x = 'k'") == "0.5}}");
}

TEST_CASE("indexes are read by their keys or as a whole") {
  StatementEngine engine;
  fill(engine);
  CHECK(listed(engine.run("SELECT i FROM ttt.ggg WHERE x = 'k'"), "i") == "w w w w w w");
  CHECK(listed(engine.run("SELECT s FROM ttt.ggg WHERE p = 'a' AND s = '1'")) == "1");
  CHECK(listed(engine.run("SELECT * FROM ttt.ggg WHERE id = 'a1'")) == "");
  CHECK(engine.run("SELECT id FROM ttt.lll WHERE p = 'a'", R"(, "ConsistentRead": true)") ==
        R"({"Items":[]})");
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "y": {"S": "z"}, "id": {"S": "new"}})");
  CHECK(listed(engine.run("SELECT id FROM ttt.lll WHERE p = 'a' AND y = 'z'"), "id") == "new");
  CHECK(engine.run("SELECT * FROM ttt.lll WHERE p = 'a' AND y = 'z'") ==
        R"({"Items":[{"p":{"S":"a"},"s":{"S":"1"},"y":{"S":"z"}}]})");
}

TEST_CASE("items with very many values end a page, also when each is read by its key") {
  StatementEngine engine;
  std::string list = R"({"S":""})";
  for (int doubled = 1; doubled < 200'000; doubled *= 2) list += "," + list;
  list.resize(std::string_view(R"({"S":""},)").size() * 200'000 - 1);
  for (const char* sort : {"1", "2", "3"}) {
    engine.put(R"({"p": {"S": "a"}, "s": {"S": ")" + std::string(sort) + R"("}, "v": {"L": [)" +
               list + "]}}");
  }
  const std::string statement = "SELECT s, v[1] FROM ttt WHERE p = 'a' AND s IN ['1', '2', '3']";
  const std::string first = engine.run(statement);
  CHECK(listed(first) == "1 2");
  CHECK(listed(engine.run(statement,
                          R"(, "NextToken": ")" + text_member(first, "NextToken") + "\"")) == "3");
  CHECK(listed(engine.run("SELECT s FROM ttt WHERE p = 'a' AND s IN ['1', '2', '3']")) == "1 2 3");
}

}  // namespace tests::select_test
