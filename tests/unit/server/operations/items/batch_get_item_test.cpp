#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::batch_get_item_test {
namespace {

std::string items(std::string_view request_items, std::string_view members = "") {
  return R"({"RequestItems": )" + std::string(request_items) + std::string(members) + "}";
}

// A request for so many keys of table "reads".
std::string keys(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    list += (i ? "," : "") + (R"({"p": {"S": "x"}, "s": {"S": ")" + std::to_string(i)) + R"("}})";
  }
  return "[" + list + "]";
}

void create_single_table(Engine& engine) {
  engine.answer("CreateTable", R"({
    "TableName": "single", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}]})");
}

}  // namespace

TEST_CASE("a batch reads what is there, of each table by its own parameters") {
  Engine engine;
  create_read_table(engine);
  create_single_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "0"}, "v": {"N": "1"}})");
  engine.answer("PutItem",
                R"({"TableName": "single", "Item": {"k": {"S": "a"}, "v": {"N": "2"}}})");
  const auto answer =
      engine.answer("BatchGetItem", items(R"({
      "reads": {"Keys": [{"p": {"S": "x"}, "s": {"S": "0"}}, {"p": {"S": "x"}, "s": {"S": "1"}}],
                "ConsistentRead": true},
      "single": {"Keys": [{"k": {"S": "a"}}], "ProjectionExpression": "v"}})",
                                          R"(, "ReturnConsumedCapacity": "TOTAL")"));
  CHECK(member_of(answer, "Responses") ==
        R"({"reads":[{"p":{"S":"x"},"s":{"S":"0"},"v":{"N":"1"}}],"single":[{"v":{"N":"2"}}]})");
  CHECK(member_of(answer, "UnprocessedKeys") == "{}");
  CHECK(
      member_of(answer, "ConsumedCapacity") ==
      R"([{"TableName":"reads","CapacityUnits":2.0},{"TableName":"single","CapacityUnits":0.5}])");
}

TEST_CASE("what is more than 16 MB is left unprocessed, in the form of a request") {
  Engine engine;
  create_read_table(engine);
  const std::string large(400'000, 'x');
  for (int i = 0; i < 45; ++i) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::to_string(i) + R"("}, "v": {"S": ")" +
                    large + R"("}})");
  }
  const auto answer = engine.answer(
      "BatchGetItem", items(R"({"reads": {"Keys": )" + keys(45) +
                            R"(, "ProjectionExpression": "s", "ConsistentRead": true}})"));
  const auto unprocessed = member_of(answer, "UnprocessedKeys");
  CHECK(unprocessed.find(R"("ProjectionExpression":"s")") != std::string::npos);
  CHECK(unprocessed.find(R"("ConsistentRead":true)") != std::string::npos);
  CHECK(unprocessed.find(R"({"p":{"S":"x"},"s":{"S":"41"}})") != std::string::npos);
  CHECK(unprocessed.find(R"({"p":{"S":"x"},"s":{"S":"40"}})") == std::string::npos);
  const auto rest = engine.answer("BatchGetItem", items(unprocessed));
  CHECK(member_of(rest, "Responses") ==
        R"({"reads":[{"s":{"S":"41"}},{"s":{"S":"42"}},{"s":{"S":"43"}},{"s":{"S":"44"}}]})");
}

TEST_CASE("what has very many values is left unprocessed, too") {
  Engine engine;
  create_read_table(engine);
  std::string values = R"({"NULL":true})";
  for (int i = 1; i < 190'000; ++i) values += R"(,{"NULL":true})";
  for (int i = 0; i < 5; ++i) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::to_string(i) + R"("}, "many": {"L": [)" +
                    values + "]}}");
  }
  const auto answer = engine.answer("BatchGetItem", items(R"({"reads": {"Keys": )" + keys(5) +
                                                          R"(, "ProjectionExpression": "s"}})"));
  CHECK(member_of(answer, "Responses") ==
        R"({"reads":[{"s":{"S":"0"}},{"s":{"S":"1"}},{"s":{"S":"2"}}]})");
  const auto rest = engine.answer("BatchGetItem", items(member_of(answer, "UnprocessedKeys")));
  CHECK(member_of(rest, "Responses") == R"({"reads":[{"s":{"S":"3"}},{"s":{"S":"4"}}]})");
}

TEST_CASE("a batch of reads that can't be is refused in AWS's words") {
  Engine engine;
  create_read_table(engine);
  create_single_table(engine);
  struct Case {
    std::string request_items;
    std::string error;
  };
  const Case cases[] = {
      {"{}",
       "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member "
       "must have length greater than or equal to 1"                                                        },
      {R"({"gone": {"Keys": [{"k": {"N": "1e2147483647"}}]}})",
       "Number overflow. Attempting to store a number with magnitude larger than supported range"           },
      {R"({"gone": {"Keys": [{"k": {"SS": ["b", "a", "b"]}}]}})",
       R"(One or more parameter values were invalid: Input collection ["a", "b", "b"] contains duplicates.)"},
      {R"({"reads": {"Keys": )" + keys(60) + R"(}, "single": {"Keys": )" + keys(41) + "}}",
       "Too many items requested for the BatchGetItem call"                                                 },
      {R"({"single": {"Keys": [{"k": {"S": "a"}}, {"k": {"S": "a"}}]}})",
       "Provided list of item keys contains duplicates"                                                     },
      {R"({"single": {"Keys": [{"k": {"N": "1"}}]}})",
       "The provided key element does not match the schema"                                                 },
      {R"({"single": {"Keys": [{"k": {"S": ""}}]}})",
       "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
       "contain an empty string value. Key: k"                                                              },
      {R"({"single": {"Keys": [{"k": {"S": "a"}}], "ProjectionExpression": "k"},
           "reads": {"Keys": )" +
           keys(1) + R"(, "AttributesToGet": ["p"]}})",
       "Can not use both expression and non-expression parameters in the same request: "
       "Non-expression parameters: {AttributesToGet} Expression parameters: "
       "{ProjectionExpression}"                                                                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.error);
    CHECK(engine.error("BatchGetItem", items(c.request_items)) ==
          "ValidationException: " + c.error);
  }
  CHECK(engine.error("BatchGetItem", items(R"({"gone": {"Keys": [{}]}})")) ==
        "ResourceNotFoundException: Requested resource not found");
}

}  // namespace tests::batch_get_item_test
