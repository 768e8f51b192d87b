#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::execute_transaction_test {
namespace {

std::string all(std::initializer_list<std::string> statements, std::string_view members = "") {
  std::string list;
  for (const std::string& each : statements) {
    list += (list.empty() ? "" : ", ") + (each.front() == '{' ? each : statement_json(each));
  }
  return R"({"TransactStatements": [)" + list + "]" + std::string(members) + "}";
}

std::string key(const char* s) {
  return std::string(" WHERE p = 'a' AND s = '") + s + "'";
}

void fill(StatementEngine& engine) {
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "n": {"N": "5"}})");
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "2"}})");
}

// "[codes] messages" of a cancelled transaction, or the error's text.
std::string refusal(StatementEngine& engine, const std::string& body) {
  const auto answer = engine.call("ExecuteTransaction", body);
  const auto* error = std::get_if<core::ApiError>(&answer);
  if (error == nullptr) return "accepted";
  return error->code() == core::ErrorCode::transaction_canceled ? error->members()
                                                                : error->message();
}

std::string reasons(std::initializer_list<const char*> each) {
  std::string list;
  for (const char* reason : each) list += (list.empty() ? "" : ",") + std::string(reason);
  return "\"CancellationReasons\":[" + list + "]";
}

constexpr const char* kNone = R"({"Code":"None"})";
constexpr const char* kMismatch =
    R"({"Code":"ValidationError","Message":"The provided key element does not match the schema"})";

const std::string kFirst = "Validation failed in TransactStatements[0]: ";
const std::string kSecond = "Validation failed in TransactStatements[1]: ";

}  // namespace

TEST_CASE("statements that read come to 4 MB at most") {
  StatementEngine engine;
  std::string statements;
  for (char sort = 'a'; sort <= 'k'; ++sort) {
    engine.put(R"({"p": {"S": "a"}, "s": {"S": ")" + std::string(1, sort) + R"("}, "v": {"S": ")" +
               std::string(400'000, 'v') + "\"}}");
    if (sort == 'k') {
      CHECK(refusal(engine, R"({"TransactStatements": [)" + statements + "]}") == "accepted");
    }
    statements += (statements.empty() ? "" : ",") +
                  statement_json("SELECT s FROM ttt" + key(std::string(1, sort).c_str()));
  }
  CHECK(refusal(engine, R"({"TransactStatements": [)" + statements + "]}") ==
        "The aggregate size of the items in the transaction cannot exceed 4 MB");
}

TEST_CASE("statements that read have 1,000,000 values at most") {
  StatementEngine engine;
  std::string list = R"({"S":""})";
  for (int doubled = 1; doubled < 380'000; doubled *= 2) list += "," + list;
  list.resize(std::string_view(R"({"S":""},)").size() * 380'000 - 1);
  std::string statements;
  for (const char* sort : {"a", "b", "c"}) {
    if (sort[0] == 'c') {
      CHECK(refusal(engine, R"({"TransactStatements": [)" + statements + "]}") == "accepted");
    }
    engine.put(R"({"p": {"S": "a"}, "s": {"S": ")" + std::string(sort) + R"("}, "v": {"L": [)" +
               list + "]}}");
    statements += (statements.empty() ? "" : ",") + statement_json("SELECT s FROM ttt" + key(sort));
  }
  CHECK(refusal(engine, R"({"TransactStatements": [)" + statements + "]}")
            .starts_with("The items of the transaction have more than 1000000 values in all. "));
  const auto update = [](const char* sort) {
    return statement_json("UPDATE ttt SET n = 1" + key(sort));
  };
  CHECK(refusal(engine, R"({"TransactStatements": [)" + update("a") + "," + update("b") + "]}")
            .find("The items of the transaction have more than 1000000 values") !=
        std::string::npos);
  CHECK(refusal(engine, R"({"TransactStatements": [)" + update("a") + "]}") == "accepted");
}

TEST_CASE("a transaction writes all of its statements") {
  StatementEngine engine;
  fill(engine);
  CHECK(engine.answer("ExecuteTransaction",
                      all({"INSERT INTO ttt VALUE {'p': 'a', 's': '3'}",
                           "UPDATE ttt SET n = n + 1" + key("1"), "DELETE FROM ttt" + key("2"),
                           "DELETE FROM ttt" + key("9")})) == R"({"Responses":[]})");
  CHECK_FALSE(engine.item("a", "3").empty());
  CHECK(engine.item("a", "1") == R"({"n":{"N":"6"},"p":{"S":"a"},"s":{"S":"1"}})");
  CHECK(engine.item("a", "2").empty());
}

TEST_CASE("a transaction that can't be written as a whole is cancelled") {
  StatementEngine engine;
  fill(engine);
  CHECK(refusal(engine,
                all({"INSERT INTO ttt VALUE {'p': 'a', 's': '1'}",
                     "INSERT INTO ttt VALUE {'p': 'a', 's': '3'}",
                     "UPDATE ttt SET n = 1" + key("9"), "UPDATE ttt SET n = n + 1" + key("2")})) ==
        reasons({R"({"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"})",
                 kNone,
                 R"({"Code":"ConditionalCheckFailed","Message":"The conditional request failed"})",
                 R"({"Code":"ValidationError","Message":"The provided expression refers to an )"
                 R"(attribute that does not exist in the item"})"}));
  CHECK(engine.item("a", "3").empty());
  const std::string item = R"(, "ReturnValuesOnConditionCheckFailure": "ALL_OLD")";
  CHECK(refusal(engine,
                all({statement_json("UPDATE ttt SET n = 1" + key("2") + " AND n = 9", item)})) ==
        reasons({R"({"Code":"ConditionalCheckFailed","Message":"The conditional request failed",)"
                 R"("Item":{"p":{"S":"a"},"s":{"S":"2"}}})"}));
}

TEST_CASE("EXISTS is a condition of the whole") {
  StatementEngine engine;
  fill(engine);
  const std::string update = "UPDATE ttt SET m = 1" + key("2");
  const auto exists = [](const std::string& where) {
    return "EXISTS(SELECT * FROM ttt WHERE " + where + ")";
  };
  CHECK(engine.answer("ExecuteTransaction", all({exists("p = 'a' AND s = '1' AND n = 5"),
                                                 update})) == R"({"Responses":[]})");
  const std::string failed = reasons(
      {R"({"Code":"ConditionalCheckFailed","Message":"The conditional request failed"})", kNone});
  CHECK(refusal(engine, all({exists("p = 'a' AND s = '1' AND n = 6"), update})) == failed);
  CHECK(refusal(engine, all({exists("p = 'a' AND s = '9' AND n IS MISSING"), update})) == failed);
  CHECK(refusal(engine, all({exists("p = 'a' AND s = '1' AND p = 'b'"), update})) == failed);
  const std::string single =
      kFirst + "EXISTS() must contain a single item read with additional condition";
  CHECK(refusal(engine, all({exists("p = 'a' AND s = '1'"), update})) == single);
  CHECK(refusal(engine, all({exists("p = 'a' AND n = 5"), update})) == single);
  CHECK(refusal(engine, all({exists("p IN ['a'] AND s = '1' AND n = 5"), update})) == single);
  CHECK(refusal(engine, all({"EXISTS(SELECT * FROM ttt.ggg WHERE x = 'k')", update})) ==
        kFirst + "Operations on indices are not supported in transactions");
}

TEST_CASE("a transaction reads items by their keys") {
  StatementEngine engine;
  fill(engine);
  CHECK(engine.answer("ExecuteTransaction",
                      all({"SELECT * FROM ttt" + key("1"), "SELECT s FROM ttt" + key("2"),
                           "SELECT * FROM ttt" + key("9")},
                          R"(, "ReturnConsumedCapacity": "TOTAL")")) ==
        R"({"Responses":[{"Item":{"n":{"N":"5"},"p":{"S":"a"},"s":{"S":"1"}}},)"
        R"({"Item":{"s":{"S":"2"}}},{}],"ConsumedCapacity":[{"TableName":"ttt",)"
        R"("ReadCapacityUnits":6.0,"CapacityUnits":6.0}]})");
}

TEST_CASE("what is wrong with a statement refuses the transaction, and says with which") {
  StatementEngine engine;
  fill(engine);
  const std::string good = "SELECT * FROM ttt" + key("1");
  const std::string no_key =
      "Select statements within ExecuteTransaction must specify the primary key in the where "
      "clause.";
  struct Case {
    std::string body;
    std::string error;
  };
  const Case cases[] = {
      {all({good, "SELECT * FROM ttt WHERE"}),
       kSecond + "Statement wasn't well formed, can't be processed: Unexpected term"                                                                   },
      {all({good, "SELECT * FROM ttt WHERE p = 'a'"}),                             kSecond + no_key                                                    },
      {all({good + " AND n = 5"}),                                                 kFirst + no_key                                                     },
      {all({good + " AND p = 'b'"}),                                               kFirst + no_key                                                     },
      {all({"SELECT * FROM ttt.ggg WHERE x = 'k'"}),
       kFirst + "Reads on indices are not supported within transactions."                                                                              },
      {all({"SELECT * FROM ttt WHERE p IN ['a', 'a'] AND s = '1'"}),
       kFirst + "Overlapping conditions with range keys are not supported in where clause"                                                             },
      {all({"UPDATE ttt SET n = 1" + key("1") + " RETURNING ALL NEW *"}),
       kFirst + "RETURNING clause is not supported in ExecuteTransaction."                                                                             },
      {all({"UPDATE ttt SET n = 'a' + 1" + key("1")}),
       kFirst + "Incorrect operand type for operator or function; operator or function: +, "
                "operand type: S"                                                                                                                      },
      {all({good, "DELETE FROM ttt" + key("2")}),
       "ExecuteTransaction API does not support both read and write operations in the same "
       "request."                                                                                                                                      },
      {all({good, good}),                                                          "Transaction request cannot include multiple operations on one item"},
      {all({"DELETE FROM ttt" + key("1"), "UPDATE ttt SET n = 1" + key("1")}),
       "Transaction request cannot include multiple operations on one item"                                                                            },
      {all({"SELECT", statement_json(good, R"(, "Parameters": [{"N": "abc"}])")}),
       "The parameter cannot be converted to a numeric value: abc"                                                                                     },
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(refusal(engine, c.body) == c.error);
  }
}

TEST_CASE("missing tables and keys that don't fit cancel, and all of them are told") {
  StatementEngine engine;
  fill(engine);
  const std::string update = "UPDATE ttt SET n = 1 WHERE ";
  CHECK(refusal(engine, all({update + "p = 'a'", update + "p IN ['a'] AND s = '1'",
                             update + "p = 'a' AND s = '1' AND p = 'b'",
                             update + "p = 'a' AND s = 1", update + "p = 'a' AND s = '1'"})) ==
        reasons({kMismatch, kMismatch, kMismatch, kMismatch, kNone}));
  CHECK(
      refusal(engine, all({"INSERT INTO ttt VALUE {'p': 'x'}", "DELETE FROM ttt WHERE s = '1'"})) ==
      reasons({R"({"Code":"ValidationError","Message":"One or more parameter values were )"
               R"(invalid: Missing the key s in the item"})",
               kMismatch}));
  CHECK(refusal(engine, all({"SELECT * FROM ttt" + key("1"), "SELECT * FROM ttt" + key("1"),
                             "SELECT * FROM ttt WHERE p = 1 AND s = '1'"})) ==
        reasons({kNone, kNone, kMismatch}));
  const char* const missing =
      R"({"Code":"ResourceNotFound","Message":"Requested resource not found"})";
  CHECK(refusal(engine, all({"UPDATE gone SET n = 1 WHERE p = 'a' RETURNING ALL NEW *",
                             "DELETE FROM ttt" + key("1")})) == reasons({missing, kNone}));
  CHECK(refusal(engine, all({"DELETE FROM gone" + key("1"),
                             "UPDATE ttt SET n = 1" + key("1") + " RETURNING ALL NEW *"})) ==
        kSecond + "RETURNING clause is not supported in ExecuteTransaction.");
}

TEST_CASE("a token makes a transaction one, however often it is sent") {
  StatementEngine engine;
  fill(engine);
  const std::string members =
      R"(, "ClientRequestToken": "once", "ReturnConsumedCapacity": "TOTAL")";
  const std::string body = all({"UPDATE ttt SET n = n + 1" + key("1")}, members);
  CHECK(engine.answer("ExecuteTransaction", body) ==
        R"({"Responses":[],"ConsumedCapacity":[{"TableName":"ttt","WriteCapacityUnits":2.0,)"
        R"("CapacityUnits":2.0}]})");
  CHECK(engine.answer("ExecuteTransaction", body) ==
        R"({"Responses":[],"ConsumedCapacity":[{"TableName":"ttt","ReadCapacityUnits":2.0,)"
        R"("CapacityUnits":2.0}]})");
  CHECK(engine.item("a", "1") == R"({"n":{"N":"6"},"p":{"S":"a"},"s":{"S":"1"}})");
  CHECK(engine.error("ExecuteTransaction", all({"UPDATE ttt SET n = n + 2" + key("1")}, members))
            .starts_with("IdempotentParameterMismatchException"));
}

TEST_CASE("a transaction that was read ahead is the same transaction") {
  StatementEngine engine;
  fill(engine);
  const std::string token = R"(, "ClientRequestToken": "once")";
  const std::string body =
      all({"UPDATE ttt SET n = n + 1" + key("1"), "INSERT INTO ttt VALUE {'p': 'a', 's': 'new'}"},
          token);
  engine.answer("ExecuteTransaction", body);
  engine.reads_ahead = true;
  engine.answer("ExecuteTransaction", body);
  CHECK(engine.item("a", "1") == R"({"n":{"N":"6"},"p":{"S":"a"},"s":{"S":"1"}})");
  CHECK(engine.item("a", "new") == R"({"p":{"S":"a"},"s":{"S":"new"}})");
  CHECK(engine.error("ExecuteTransaction", all({"DELETE FROM ttt" + key("1")}, token))
            .starts_with("IdempotentParameterMismatchException"));
  CHECK(engine.answer("ExecuteTransaction", all({"SELECT n FROM ttt" + key("1")})) ==
        R"({"Responses":[{"Item":{"n":{"N":"6"}}}]})");
  CHECK(engine.answer("ExecuteTransaction",
                      all({"SELECT n FROM ttt" + key("1")}, R"(, "Statements": ["unknown"])")) ==
        R"({"Responses":[{"Item":{"n":{"N":"6"}}}]})");
  CHECK(refusal(engine, all({"SELECT n FROM ttt" + key("1"), "SELECT"})).starts_with(kSecond));
  CHECK(refusal(engine, all({"SELECT n FROM ttt" + key("1"),
                             statement_json("SELECT", R"(, "Parameters": [{"N": "x"}])")})) ==
        "The parameter cannot be converted to a numeric value: x");
}

TEST_CASE("what a transaction's statements find of large items is written on a worker") {
  StatementEngine engine;
  const std::string large(70'000, 'v');
  engine.put(R"({"p":{"S":"a"},"s":{"S":"1"},"v":{"S":")" + large + "\"}}");
  CHECK(engine.answer("ExecuteTransaction", all({"SELECT v FROM ttt" + key("1")})) ==
        R"({"Responses":[{"Item":{"v":{"S":")" + large + R"("}}}]})");
  CHECK(engine.worker_runs == 1);
  engine.answer("ExecuteTransaction", all({"SELECT v FROM ttt" + key("2")}));
  CHECK(engine.worker_runs == 1);
}

}  // namespace tests::execute_transaction_test
