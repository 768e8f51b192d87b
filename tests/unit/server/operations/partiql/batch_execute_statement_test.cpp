#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::batch_execute_statement_test {
namespace {

std::string batch(std::initializer_list<std::string> statements, std::string_view members = "") {
  std::string list;
  for (const std::string& each : statements) list += (list.empty() ? "" : ", ") + each;
  return R"({"Statements": [)" + list + "]" + std::string(members) + "}";
}

std::string key(const char* s) {
  return std::string(" WHERE p = 'a' AND s = '") + s + "'";
}

void fill(StatementEngine& engine) {
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "1"}, "n": {"N": "5"}})");
  engine.put(R"({"p": {"S": "a"}, "s": {"S": "2"}})");
}

std::string error(const std::string& code, const std::string& message) {
  return R"({"Error":{"Code":")" + code + R"(","Message":")" + message + "\"}";
}

std::string responses(std::initializer_list<std::string> all) {
  std::string list;
  for (const std::string& each : all) list += (list.empty() ? "" : ",") + each;
  return R"({"Responses":[)" + list + "]}";
}

}  // namespace

TEST_CASE("a batch reads items by their keys") {
  StatementEngine engine;
  fill(engine);
  CHECK(engine.answer("BatchExecuteStatement",
                      batch({statement_json("SELECT * FROM ttt" + key("1")),
                             statement_json("SELECT n, s FROM ttt WHERE s IN ['2'] AND p = 'a'"),
                             statement_json("SELECT * FROM ttt" + key("9"))})) ==
        responses({R"({"TableName":"ttt","Item":{"n":{"N":"5"},"p":{"S":"a"},"s":{"S":"1"}}})",
                   R"({"TableName":"ttt","Item":{"s":{"S":"2"}}})", R"({"TableName":"ttt"})"}));
}

TEST_CASE("what a batch reads comes in its order, however large") {
  StatementEngine engine;
  const std::string large(100'000, 'x');
  for (const char* sort : {"1", "2", "3", "4"}) {
    engine.put(R"({"p":{"S":"a"},"s":{"S":")" + std::string(sort) + R"("},"v":{"S":")" + large +
               "\"}}");
  }
  const auto shown = [&](const char* sort) {
    return R"({"TableName":"ttt","Item":{"p":{"S":"a"},"s":{"S":")" + std::string(sort) +
           R"("},"v":{"S":")" + large + "\"}}}";
  };
  const auto select = [](const char* sort) {
    return statement_json("SELECT * FROM ttt" + key(sort));
  };
  CHECK(engine.answer("BatchExecuteStatement",
                      batch({select("4"), select("1"), select("9"), select("2"), select("3")})) ==
        responses({shown("4"), shown("1"), R"({"TableName":"ttt"})", shown("2"), shown("3")}));
  CHECK(engine.worker_runs == 1);
}

TEST_CASE("statements that were read ahead do the same, and tell the same faults") {
  StatementEngine engine;
  fill(engine);
  const std::string no_value =
      statement_json("SELECT * FROM ttt" + key("1"), R"(, "Parameters": [{"N": "x"}])");
  const std::string reads =
      batch({statement_json("SELECT s FROM ttt" + key("1")), statement_json("SELECT"), no_value,
             statement_json("SELECT * FROM ttt WHERE p = ? AND s = '2'",
                            R"(, "Parameters": [{"S": "a"}])"),
             statement_json("SELECT * FROM ttt WHERE p = ? AND s = '3'")});
  const std::string writes =
      batch({statement_json("INSERT INTO ttt VALUE {'p': 'a', 's': ?}",
                            R"(, "Parameters": [{"S": "new"}])"),
             statement_json("INSERT INTO ttt VALUE {'p': 'a', 's': <<>>}"),
             statement_json("INSERT INTO ttt VALUE {'p': 'a', 's': ?}"),
             statement_json("INSERT INTO gone VALUE {'p': 'a', 's': <<>>}")});
  const std::string read = engine.answer("BatchExecuteStatement", reads);
  const std::string written = engine.answer("BatchExecuteStatement", writes);
  CHECK(written.find("Empty bags are not supported") != std::string::npos);
  CHECK(engine.item("a", "new") != "");
  engine.answer("BatchExecuteStatement", batch({statement_json("DELETE FROM ttt" + key("new"))}));
  engine.reads_ahead = true;
  CHECK(engine.answer("BatchExecuteStatement", reads) == read);
  CHECK(engine.answer("BatchExecuteStatement", writes) == written);
  CHECK(engine.item("a", "new") != "");
}

TEST_CASE("a batch writes, each statement for itself") {
  StatementEngine engine;
  fill(engine);
  CHECK(engine.answer(
            "BatchExecuteStatement",
            batch({statement_json("INSERT INTO ttt VALUE {'p': 'a', 's': '1'}"),
                   statement_json("INSERT INTO ttt VALUE {'p': 'a', 's': '3'}"),
                   statement_json("UPDATE ttt SET n = 7" + key("2") + " RETURNING MODIFIED NEW *"),
                   statement_json("UPDATE ttt SET n = 7" + key("9")),
                   statement_json("DELETE FROM ttt" + key("8") + " RETURNING ALL OLD *")})) ==
        responses({error("DuplicateItem", "Duplicate primary key exists in table") +
                       R"(,"TableName":"ttt"})",
                   R"({"TableName":"ttt"})", R"({"TableName":"ttt","Item":{"n":{"N":"7"}}})",
                   error("ConditionalCheckFailed", "The conditional request failed") +
                       R"(,"TableName":"ttt"})",
                   R"({"TableName":"ttt"})"}));
  CHECK(engine.item("a", "2") == R"({"n":{"N":"7"},"p":{"S":"a"},"s":{"S":"2"}})");
  CHECK_FALSE(engine.item("a", "3").empty());
}

TEST_CASE("a statement that came to nothing says why, but not at which table") {
  StatementEngine engine;
  fill(engine);
  const std::string no_key =
      "Select statements within BatchExecuteStatement must specify the primary key in the where "
      "clause.";
  const auto check = [&](const std::string& statement, const std::string& message,
                         const std::string& code = "ValidationError") {
    CAPTURE(statement);
    CHECK(engine.answer("BatchExecuteStatement", batch({statement})) ==
          responses({error(code, message) + "}"}));
  };
  const auto check_text = [&](const std::string& text, const std::string& message) {
    check(statement_json(text), message);
  };
  check_text("SLECT * FROM ttt",
             "Statement wasn't well formed, can't be processed: Expected data manipulation");
  check_text("SELECT * FROM ttt WHERE p = 'a'", no_key);
  check_text("SELECT * FROM ttt" + key("1") + " AND n = 5", no_key);
  check_text("SELECT * FROM ttt" + key("1") + " AND p = 'b'", no_key);
  check_text("SELECT * FROM ttt.ggg WHERE x = 'k'", no_key);
  check_text("SELECT * FROM ttt.ggg" + key("1"), no_key);
  check_text("SELECT * FROM ttt WHERE p = 'a' AND s = 1",
             "The provided key element does not match the schema");
  check_text("DELETE FROM ttt WHERE p = 'a'",
             "Where clause does not contain a mandatory equality on all key attributes");
  check_text(
      "DELETE FROM ttt" + key("1") + " RETURNING ALL NEW *",
      "Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in "
      "DELETE statements.");
  check_text("EXISTS(SELECT * FROM ttt" + key("1") + ")",
             "EXISTS can only be used in ExecuteTransaction write requests.");
  check(statement_json("SELECT * FROM gone" + key("1")), "Requested resource not found",
        "ResourceNotFound");
  check(statement_json("SELECT * FROM ttt" + key("1"), R"(, "Parameters": [{"N": "abc"}])"),
        "The parameter cannot be converted to a numeric value: abc");
}

TEST_CASE("a failed condition shows the item to who asks for it, beside its text") {
  StatementEngine engine;
  fill(engine);
  CHECK(engine.answer(
            "BatchExecuteStatement",
            batch({statement_json("DELETE FROM ttt" + key("2") + " AND n = 1",
                                  R"(, "ReturnValuesOnConditionCheckFailure": "ALL_OLD")")})) ==
        R"({"Responses":[{"Error":{"Code":"ConditionalCheckFailed","Message":"The conditional )"
        R"(request failed","Item":{"p":{"S":"a"},"s":{"S":"2"}}},"TableName":"ttt"}]})");
}

TEST_CASE("a batch reads or writes, and each item once") {
  StatementEngine engine;
  fill(engine);
  const std::string read = statement_json("SELECT * FROM ttt" + key("1"));
  const std::string write = statement_json("UPDATE ttt SET n = 1" + key("1"));
  const std::string broken = statement_json("SLECT");
  CHECK(engine.error("BatchExecuteStatement", batch({broken, read, write})) ==
        "ValidationException: Read and write requests together in the same batch is not "
        "supported.");
  const std::string duplicates =
      "ValidationException: Provided list of item keys contains duplicates";
  CHECK(engine.error("BatchExecuteStatement", batch({read, broken, read})) == duplicates);
  CHECK(engine.error("BatchExecuteStatement",
                     batch({write, statement_json("DELETE FROM ttt" + key("1"))})) == duplicates);
  CHECK(engine.item("a", "1") == R"({"n":{"N":"5"},"p":{"S":"a"},"s":{"S":"1"}})");
}

TEST_CASE("a batch tells what it cost, each read by its own consistency") {
  StatementEngine engine;
  fill(engine);
  const auto total = [&](const std::string& body) {
    const std::string answer = engine.answer("BatchExecuteStatement", body);
    return answer.substr(answer.find("\"ConsumedCapacity\""));
  };
  const std::string wanted = R"(, "ReturnConsumedCapacity": "TOTAL")";
  CHECK(total(batch({statement_json("SELECT * FROM ttt" + key("1")),
                     statement_json("SELECT * FROM ttt" + key("2"), R"(, "ConsistentRead": true)")},
                    wanted)) == R"("ConsumedCapacity":[{"TableName":"ttt","CapacityUnits":1.5}]})");
  CHECK(total(batch({statement_json("UPDATE ttt SET n = 1" + key("1"))}, wanted)) ==
        R"("ConsumedCapacity":[{"TableName":"ttt","CapacityUnits":1.0}]})");
}

TEST_CASE("what a batch's writes return of large items is written on a worker") {
  StatementEngine engine;
  const std::string large(70'000, 'v');
  const std::string item = R"({"p":{"S":"a"},"s":{"S":"1"},"v":{"S":")" + large + "\"}}";
  engine.put(item);
  const std::string unchanged =
      statement_json("UPDATE ttt SET n = 1" + key("1") + " AND n = 2",
                     R"(, "ReturnValuesOnConditionCheckFailure": "ALL_OLD")");
  CHECK(
      engine.answer("BatchExecuteStatement",
                    batch({unchanged, statement_json("DELETE FROM ttt" + key("2"))})) ==
      responses({R"({"Error":{"Code":"ConditionalCheckFailed","Message":"The conditional request )"
                 R"(failed","Item":)" +
                     item + R"(},"TableName":"ttt"})",
                 R"({"TableName":"ttt"})"}));
  CHECK(engine.worker_runs == 1);
  CHECK(engine.answer("BatchExecuteStatement", batch({statement_json("DELETE FROM ttt" + key("1") +
                                                                     " RETURNING ALL OLD *")})) ==
        responses({R"({"TableName":"ttt","Item":)" + item + "}"}));
  CHECK(engine.worker_runs == 2);
}

}  // namespace tests::batch_execute_statement_test
