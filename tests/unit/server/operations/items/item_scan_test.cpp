#include "core/limits.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::item_scan_test {
namespace {

std::string scan(const std::string& members) {
  return R"({"TableName": "reads", )" + members + "}";
}

// Of p (1), x (1), s (1), the sort key (1) and v (1), and the rest of v.
std::string sized_item(char sort, std::size_t bytes) {
  return R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(1, sort) + R"("}, "v": {"S": ")" +
         std::string(bytes - 5, 'v') + R"("}})";
}

// Seven of 100,000 values each, which are 200 KB.
void put_dense_items(Engine& engine) {
  create_read_table(engine);
  std::string values = R"({"NULL":true})";
  for (int i = 1; i < 100'000; ++i) values += R"(,{"NULL":true})";
  for (const char sort : {'a', 'b', 'c', 'd', 'e', 'f', 'g'}) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(1, sort) +
                    R"("}, "l": {"S": "l"}, "many": {"L": [)" + values + "]}}");
  }
}

}  // namespace

TEST_CASE("a page ends with the item that fills the megabyte, not before") {
  for (const std::size_t missing : {0, 1}) {
    CAPTURE(missing);
    Engine engine;
    create_read_table(engine);
    const std::size_t part = core::limits::kMaxPageBytes / 4;
    for (const char sort : {'a', 'b', 'c'}) put(engine, sized_item(sort, part));
    put(engine, sized_item('d', part - missing));
    put(engine, sized_item('e', 100));
    const std::string page = engine.answer("Scan", scan(R"("Select": "COUNT")"));
    CHECK(page == (missing == 0 ? R"({"Count":4,"ScannedCount":4,)"
                                  R"("LastEvaluatedKey":{"p":{"S":"x"},"s":{"S":"d"}}})"
                                : R"({"Count":5,"ScannedCount":5,)"
                                  R"("LastEvaluatedKey":{"p":{"S":"x"},"s":{"S":"e"}}})"));
  }
}

TEST_CASE("a page shows what its filter lets through, as far as it is projected") {
  Engine engine;
  create_read_table(engine);
  for (const char sort : {'a', 'b', 'c'}) put(engine, sized_item(sort, 6));
  CHECK(engine.answer("Scan", scan(R"("FilterExpression": "s <> :b", "ProjectionExpression": "s",
                      "ExpressionAttributeValues": {":b": {"S": "b"}}, "Limit": 2)")) ==
        R"({"Items":[{"s":{"S":"a"}}],"Count":1,"ScannedCount":2,)"
        R"("LastEvaluatedKey":{"p":{"S":"x"},"s":{"S":"b"}}})");
}

TEST_CASE("a page ends early where its filter looks through 4 MB") {
  Engine engine;
  create_read_table(engine);
  for (const char sort : {'a', 'b', 'c', 'd'}) put(engine, sized_item(sort, 100'005));
  const auto scan_with = [&](int terms) {
    std::string filter = "contains(v, :b)";
    for (int i = 1; i < terms; ++i) filter += " OR contains(v, :b)";
    return engine.answer("Scan", scan(R"("Select": "COUNT", "ExpressionAttributeValues": {":b":
      {"S": "b"}}, "FilterExpression": ")" +
                                      filter + "\""));
  };
  CHECK(scan_with(10) == R"({"Count":0,"ScannedCount":4})");  // 4 MB in all
  CHECK(scan_with(21) == R"({"Count":0,"ScannedCount":2,)"
                         R"("LastEvaluatedKey":{"p":{"S":"x"},"s":{"S":"b"}}})");
  CHECK(scan_with(42) == R"({"Count":0,"ScannedCount":1,)"
                         R"("LastEvaluatedKey":{"p":{"S":"x"},"s":{"S":"a"}}})");
}

TEST_CASE("a page of an index ends early where the items behind it take long to be read") {
  Engine engine;
  put_dense_items(engine);
  const auto answer =
      engine.answer("Scan", scan(R"("IndexName": "local", "ProjectionExpression": "s")"));
  CHECK(values_of(answer, "s") == "a b c d e");
  CHECK(answer.find("LastEvaluatedKey") != std::string::npos);
}

TEST_CASE("a page ends early where the attributes that it looks at have very many values") {
  Engine engine;
  put_dense_items(engine);
  const auto shown = [&](const std::string& members) {
    return values_of(engine.answer("Scan", scan(members)), "s");
  };
  CHECK(shown(R"("ProjectionExpression": "s")") == "a b c d e f");  // 1 MB
  CHECK(shown(R"("ProjectionExpression": "s, many[0]")") == "a b c d");
  CHECK(shown(R"j("FilterExpression": "attribute_exists(many[0])")j") == "a b c d");
}

TEST_CASE("a page ends early where its filter has very many terms") {
  Engine engine;
  create_read_table(engine);
  for (char sort = 'a'; sort <= 'z'; ++sort) put(engine, sized_item(sort, 100));
  std::string values = R"({"S":"no"})";
  // Each counts for four bytes: the page ends at the 25th item.
  constexpr std::size_t kTerms = core::limits::kMaxPageEffortBytes / 4 / 25;
  for (std::size_t i = 1; i < kTerms; ++i) values += R"(,{"S":"no"})";
  CHECK(engine.answer("Scan", scan(R"("Select": "COUNT", "ScanFilter": {"v": {"ComparisonOperator":
      "IN", "AttributeValueList": [)" +
                                   values + "]}}")) ==
        R"({"Count":0,"ScannedCount":25,"LastEvaluatedKey":{"p":{"S":"x"},"s":{"S":"y"}}})");
}

TEST_CASE("a page costs what it read, of the table or of the index") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}, "g": {"S": "k"}, "v": {"S": ")" +
                  std::string(5000, 'v') + R"("}})");
  const auto cost = [&](const std::string& members) {
    return member_of(
        engine.answer("Scan", scan(R"("ReturnConsumedCapacity": "INDEXES")" + members)),
        "ConsumedCapacity");
  };
  CHECK(cost("") == R"({"TableName":"reads","CapacityUnits":1.0,"Table":{"CapacityUnits":1.0}})");
  CHECK(cost(R"(, "ConsistentRead": true)") ==
        R"({"TableName":"reads","CapacityUnits":2.0,"Table":{"CapacityUnits":2.0}})");
  CHECK(cost(R"(, "IndexName": "global")") ==
        R"({"TableName":"reads","CapacityUnits":0.5,"Table":{"CapacityUnits":0.0},)"
        R"("GlobalSecondaryIndexes":{"global":{"CapacityUnits":0.5}}})");
}

}  // namespace tests::item_scan_test
