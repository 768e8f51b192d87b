#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::transact_get_items_test {
namespace {

std::string get(std::string_view key, std::string_view members = "") {
  return R"({"Get": {"TableName": "reads", "Key": )" + std::string(key) + std::string(members) +
         "}}";
}

std::string all(const std::string& gets, const std::string& members = "") {
  return R"({"TransactItems": [)" + gets + "]" + members + "}";
}

}  // namespace

TEST_CASE("a transaction of reads answers each in its place, at twice the price") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"N": "1"}})");
  CHECK(
      engine.answer("TransactGetItems", all(get(R"({"p": {"S": "x"}, "s": {"S": "gone"}})") + "," +
                                                get(R"({"p": {"S": "x"}, "s": {"S": "a"}})",
                                                    R"(, "ProjectionExpression": "v")"),
                                            R"(, "ReturnConsumedCapacity": "TOTAL")")) ==
      R"({"Responses":[{},{"Item":{"v":{"N":"1"}}}],"ConsumedCapacity":[)"
      R"({"TableName":"reads","ReadCapacityUnits":4.0,"CapacityUnits":4.0}]})");
}

TEST_CASE("a projection that finds nothing leaves no item, unlike GetItem's") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}})");
  const std::string key = R"({"p": {"S": "x"}, "s": {"S": "a"}})";
  const std::string nothing = R"(, "ProjectionExpression": "v.w")";
  CHECK(engine.answer("TransactGetItems", all(get(key, nothing))) == R"({"Responses":[{}]})");
  CHECK(engine.answer("GetItem", R"({"TableName": "reads", "Key": )" + key + nothing + "}") ==
        R"({"Item":{}})");
}

TEST_CASE("a transaction reads 4 MB at most, whatever is shown of it") {
  Engine engine;
  create_read_table(engine);
  std::string gets;
  for (char sort = 'a'; sort <= 'k'; ++sort) {
    const std::string key = R"("p": {"S": "x"}, "s": {"S": ")" + std::string(1, sort) + "\"}";
    put(engine, "{" + key + R"(, "v": {"S": ")" + std::string(400'000, 'v') + "\"}}");
    if (sort == 'k') {
      CHECK(engine.error("TransactGetItems", all(gets)).empty());
    }
    gets += (gets.empty() ? "" : ",") + get("{" + key + "}", R"(, "ProjectionExpression": "s")");
  }
  CHECK(
      engine.error("TransactGetItems", all(gets)) ==
      "ValidationException: The aggregate size of the items in the transaction cannot exceed 4 MB");
}

TEST_CASE("what a transaction shows of large items is written on a worker") {
  Engine engine;
  create_read_table(engine);
  const std::string large(70'000, 'v');
  const std::string key = R"({"p": {"S": "x"}, "s": {"S": "a"}})";
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"S": ")" + large + "\"}}");
  CHECK(engine.answer("TransactGetItems", all(get(key, R"(, "ProjectionExpression": "v")"))) ==
        R"({"Responses":[{"Item":{"v":{"S":")" + large + R"("}}}]})");
  CHECK(engine.answer("TransactGetItems", all(get(key))) ==
        R"({"Responses":[{"Item":{"p":{"S":"x"},"s":{"S":"a"},"v":{"S":")" + large + R"("}}}]})");
  CHECK(engine.worker_runs == 2);
  engine.answer("TransactGetItems", all(get(R"({"p": {"S": "x"}, "s": {"S": "b"}})")));
  CHECK(engine.worker_runs == 2);
}

TEST_CASE("a transaction of reads that can't be is refused") {
  Engine engine;
  create_read_table(engine);
  const std::string key = R"({"p": {"S": "x"}, "s": {"S": "a"}})";
  CHECK(engine.error("TransactGetItems", all(get(key) + "," + get(key))) ==
        "ValidationException: Transaction request cannot include multiple operations on one item");
  CHECK(engine.error("TransactGetItems", all(get(key, R"(, "ProjectionExpression": "!!!")"))) ==
        "ValidationException: Invalid ProjectionExpression: Syntax error; token: \"!\", near: "
        "\"!!\"");
  CHECK(engine.error("TransactGetItems", all(get(R"({"p": {"N": "1e2147483647"}})"))) ==
        "ValidationException: Number underflow. Attempting to store a number with magnitude "
        "smaller than supported range");
  CHECK(
      engine.error("TransactGetItems", all(get(key) + "," + get("{}"))) ==
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for "
      "specific reasons [None, ValidationError]");
  CHECK(engine.error("TransactGetItems", all(R"({"Get": {"TableName": "gone", "Key": {}}})")) ==
        "ResourceNotFoundException: Requested resource not found");
}

}  // namespace tests::transact_get_items_test
