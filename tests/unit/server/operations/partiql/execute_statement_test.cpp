#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::execute_statement_test {
namespace {

const std::string kValidation = "ValidationException: ";
const std::string kFailed = "ConditionalCheckFailedException: The conditional request failed";
const std::string kKey = " WHERE p = 'a' AND s = '1'";

}  // namespace

TEST_CASE("an insert puts an item that isn't there") {
  StatementEngine engine;
  CHECK(engine.run("INSERT INTO ttt VALUE {'p': 'a', 's': '1', 'n': 5}") == R"({"Items":[]})");
  CHECK(engine.item("a", "1") == R"({"n":{"N":"5"},"p":{"S":"a"},"s":{"S":"1"}})");
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': 'a', 's': '1'}") ==
        "DuplicateItemException: Duplicate primary key exists in table");
  CHECK(engine.item("a", "1") == R"({"n":{"N":"5"},"p":{"S":"a"},"s":{"S":"1"}})");
}

TEST_CASE("an insert's item fits its table") {
  StatementEngine engine;
  const std::string invalid = kValidation + "One or more parameter values were invalid: ";
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': 'a'}") ==
        invalid + "Missing the key s in the item");
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': 1, 's': 'b'}") ==
        invalid + "Type mismatch for key p expected: S actual: N");
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': 'a', 's': 'b', 'v': ?}",
                    R"(, "Parameters": [{"S": ")" + std::string(409'600, 'v') + "\"}]") ==
        kValidation + "Item size has exceeded the maximum allowed size");
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': 'a', 's': 'b', 'v': ?}",
                    R"(, "Parameters": [{"S": ")" + std::string(900'000, 'v') + "\"}]") ==
        kValidation + "Item size has exceeded the maximum allowed size");
}

TEST_CASE("an update changes an item that is there") {
  StatementEngine engine;
  CHECK(engine.fail("UPDATE ttt SET n = 1" + kKey) == kFailed);
  CHECK(engine.item("a", "1").empty());
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "n": {"N": "1"}})");
  CHECK(engine.run("UPDATE ttt SET n = n + 1, m = 'x'" + kKey + " AND n = 1") == R"({"Items":[]})");
  CHECK(engine.item("a", "1") == R"({"m":{"S":"x"},"n":{"N":"2"},"p":{"S":"a"},"s":{"S":"1"}})");
  CHECK(engine.fail("UPDATE ttt SET n = 9" + kKey + " AND n = 1") == kFailed);
  CHECK(engine.run("FROM ttt" + kKey + " REMOVE m") == R"({"Items":[]})");
  CHECK(engine.item("a", "1") == R"({"n":{"N":"2"},"p":{"S":"a"},"s":{"S":"1"}})");
}

TEST_CASE("a delete takes away what is there, and asks nothing of what isn't") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "n": {"N": "1"}})");
  CHECK(engine.fail("DELETE FROM ttt" + kKey + " AND n = 2") == kFailed);
  CHECK_FALSE(engine.item("a", "1").empty());
  CHECK(engine.run("DELETE FROM ttt" + kKey + " AND n = 1") == R"({"Items":[]})");
  CHECK(engine.item("a", "1").empty());
  CHECK(engine.run("DELETE FROM ttt" + kKey + " AND n = 1") == R"({"Items":[]})");
}

TEST_CASE("RETURNING shows the item, or what the update names, before or after") {
  struct Case {
    const char* clause;
    std::string items;
  };
  const Case cases[] = {
      {"SET n = 2 {} RETURNING ALL OLD *",      R"({"n":{"N":"1"},"p":{"S":"a"},"s":{"S":"1"}})"},
      {"SET n = 2 {} RETURNING ALL NEW *",      R"({"n":{"N":"2"},"p":{"S":"a"},"s":{"S":"1"}})"},
      {"SET n = 2 {} RETURNING MODIFIED OLD *", R"({"n":{"N":"1"}})"                            },
      {"SET n = 2 {} RETURNING MODIFIED NEW *", R"({"n":{"N":"2"}})"                            },
      {"SET m = 2 {} RETURNING MODIFIED OLD *", ""                                              },
      {"REMOVE n {} RETURNING MODIFIED NEW *",  ""                                              },
  };
  for (const Case& c : cases) {
    CAPTURE(c.clause);
    StatementEngine engine;
    engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "n": {"N": "1"}})");
    std::string clause = c.clause;
    clause.replace(clause.find("{}"), 2, kKey);
    CHECK(engine.run("UPDATE ttt " + clause) == R"({"Items":[)" + c.items + "]}");
  }
}

TEST_CASE("a delete returns the whole old item or nothing") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}})");
  const std::string only = ". Only RETURNING ALL OLD * is allowed in DELETE statements.";
  for (const char* kind : {"MODIFIED OLD *", "ALL NEW *", "MODIFIED NEW *"}) {
    CAPTURE(kind);
    CHECK(engine.fail("DELETE FROM ttt" + kKey + " RETURNING " + kind) ==
          kValidation + "Invalid returning clause: RETURNING " + kind + only);
  }
  CHECK(engine.run("DELETE FROM ttt" + kKey + " RETURNING ALL OLD *") ==
        R"({"Items":[{"p":{"S":"a"},"s":{"S":"1"}}]})");
  CHECK(engine.run("DELETE FROM ttt" + kKey + " RETURNING ALL OLD *") == R"({"Items":[]})");
}

TEST_CASE("a failed condition shows the item to who asks for it") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}})");
  const auto members_of = [&](std::string_view members) {
    const auto answer = engine.call(
        "ExecuteStatement", statement_json("UPDATE ttt SET n = 1" + kKey + " AND n = 2", members));
    return std::get<core::ApiError>(answer).members();
  };
  CHECK(members_of("") == "");
  CHECK(members_of(R"(, "ReturnValuesOnConditionCheckFailure": "ALL_OLD")") ==
        R"("Item":{"p":{"S":"a"},"s":{"S":"1"}})");
}

TEST_CASE("writes tell what they cost") {
  StatementEngine engine;
  CHECK(
      engine.run("INSERT INTO ttt VALUE {'p': 'a', 's': '1', 'x': 'k'}",
                 R"(, "ReturnConsumedCapacity": "INDEXES")") ==
      R"({"Items":[],"ConsumedCapacity":{"TableName":"ttt","CapacityUnits":2.0,"Table":{"CapacityUnits":1.0},)"
      R"("GlobalSecondaryIndexes":{"ggg":{"CapacityUnits":1.0}}}})");
}

TEST_CASE("a write names one item by its whole key") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}})");
  const std::string no_key =
      kValidation + "Where clause does not contain a mandatory equality on all key attributes";
  const std::string mismatch = kValidation + "The provided key element does not match the schema";
  struct Case {
    std::string statement;
    std::string error;
  };
  const Case cases[] = {
      {"UPDATE ttt SET n = 1",                                       no_key                     },
      {"UPDATE ttt SET n = 1 WHERE p = 'a'",                         no_key                     },
      {"DELETE FROM ttt WHERE p = 'a'",                              no_key                     },
      {"DELETE FROM ttt",                                            no_key                     },
      {"DELETE FROM ttt WHERE p = 'a' AND s > '1'",                  no_key                     },
      {"DELETE FROM ttt WHERE p = 'a' OR s = '1'",                   no_key                     },
      {"FROM ttt REMOVE n",                                          no_key                     },
      {"UPDATE ttt SET n = 1 WHERE p = 'a' AND s = 1",               mismatch                   },
      {"UPDATE ttt SET n = 1 WHERE p = 'a' AND s = '1' AND p = 'b'",
       kValidation + "Multiple conditions on same key p. Only single item Update/Insert/Delete are "
                     "supported"                                                                },
      {"UPDATE ttt SET s = '2'" + kKey,
       kValidation + "One or more parameter values were invalid: Cannot update attribute s. This "
                     "attribute is part of the key"                                             },
      {"UPDATE ttt SET n.m = 1" + kKey,
       kValidation + "The document path provided in the update expression is invalid for update"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.statement);
    CHECK(engine.fail(c.statement) == c.error);
  }
  CHECK(engine.item("a", "1") == R"({"p":{"S":"a"},"s":{"S":"1"}})");
}

TEST_CASE("an update's finished item is what counts, not what it writes") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}})");
  const auto value = [](std::size_t size) {
    return R"(, "Parameters": [{"S": ")" + std::string(size, 'v') + "\"}]";
  };
  CHECK(engine.run("UPDATE ttt SET v = ?" + kKey, value(409'600 - 5)) == R"({"Items":[]})");
  CHECK(engine.fail("UPDATE ttt SET v = ?" + kKey, value(409'600 - 4)) ==
        kValidation + "Item size to update has exceeded the maximum allowed size");
}

TEST_CASE("an update that makes an item too deep is told so in short") {
  StatementEngine engine;
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "m": {"M": {}}})");
  std::string deep = R"({"S": "x"})";
  for (int i = 0; i < 31; ++i) deep = R"({"L": [)" + deep + "]}";
  CHECK(engine.fail("UPDATE ttt SET m.k = ?" + kKey, R"(, "Parameters": [)" + deep + "]") ==
        kValidation + "Nesting Levels have exceeded supported limits");
}

TEST_CASE("what isn't ExecuteStatement's is refused") {
  StatementEngine engine;
  CHECK(engine.fail("EXISTS(SELECT * FROM ttt WHERE p = 'a' AND s = '1' AND n = 1)") ==
        kValidation + "EXISTS can only be used in ExecuteTransaction write requests.");
  CHECK(engine.fail("DELETE FROM ttt" + kKey, R"(, "NextToken": "x")") ==
        kValidation + "Invalid NextToken");
  CHECK(engine.fail("DELETE FROM gone WHERE p = 'a'") ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(engine.fail("SELECT * FROM gone") ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(engine.fail("SELECT count(*) FROM gone") ==
        kValidation + "Unexpected path component at 1:8:5");
}

TEST_CASE("a statement that was read ahead is the same statement") {
  StatementEngine engine;
  engine.reads_ahead = true;
  engine.run("INSERT INTO ttt VALUE {'p': 'a', 's': ?, 'v': ?}",
             R"(, "Parameters": [{"S": "1"}, {"L": [{"N": "1"}]}], "Statements": 1)");
  CHECK(engine.run("SELECT v FROM ttt WHERE p = ? AND s = '1'",
                   R"(, "Parameters": [{"S": "a"}])") == R"({"Items":[{"v":{"L":[{"N":"1"}]}}]})");
  CHECK(engine.fail("INSERT INTO ttt VALUE {'p': ?}") ==
        "ValidationException: Number of parameters in request and statement don't match.");
}

TEST_CASE("what a write returns of a large item is written on a worker") {
  StatementEngine engine;
  const std::string item =
      R"({"p":{"S":"a"},"s":{"S":"1"},"v":{"S":")" + std::string(70'000, 'v') + "\"}}";
  engine.put(item);
  const std::string where = " WHERE p = 'a' AND s = '1'";
  engine.run("UPDATE ttt SET n = 1" + where);
  CHECK(engine.worker_runs == 0);
  engine.run("UPDATE ttt REMOVE n" + where);
  CHECK(engine.run("DELETE FROM ttt" + where + " RETURNING ALL OLD *") ==
        R"({"Items":[)" + item + "]}");
  CHECK(engine.worker_runs == 1);
}

}  // namespace tests::execute_statement_test
