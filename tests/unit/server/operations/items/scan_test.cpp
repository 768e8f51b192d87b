#include "core/json/value.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace tests::scan_test {
namespace {

std::string body(std::string_view members) {
  return R"({"TableName": "reads", )" + std::string(members) + "}";
}

void fill(Engine& engine) {
  create_read_table(engine);
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    put(engine, R"({"p": {"S": "p)" + number + R"("}, "s": {"S": "s)" + number +
                    R"("}, "g": {"S": "g)" + number + R"("}, "v": {"N": ")" + number + R"("}})");
  }
}

// All items of a scan, page by page. Fails when one comes twice.
std::set<std::string> scan_all(Engine& engine, const std::string& members) {
  std::set<std::string> found;
  std::string last;
  do {
    const std::string start = last.empty() ? "" : R"(, "ExclusiveStartKey": )" + last;
    const auto page = engine.answer("Scan", body(members + R"(, "Limit": 7)" + start));
    const auto document = core::json::Document::parse(page);
    document.root().object().find("Items")->array().for_each([&](core::json::Value item) {
      CHECK(found.insert(item.object().find("s")->text()).second);
    });
    last = member_of(page, "LastEvaluatedKey");
  } while (!last.empty());
  return found;
}

}  // namespace

TEST_CASE("a scan finds every item once, of a table and of an index, in segments or not") {
  Engine engine;
  fill(engine);
  for (const std::string source : {R"("Select": "ALL_ATTRIBUTES")", R"("IndexName": "global")"}) {
    CAPTURE(source);
    CHECK(scan_all(engine, source).size() == 30);
    for (const int total : {1, 2, 3, 7}) {
      CAPTURE(total);
      std::size_t items = 0;
      std::set<std::string> joined;
      for (int segment = 0; segment < total; ++segment) {
        const auto part = scan_all(engine, source + R"(, "Segment": )" + std::to_string(segment) +
                                               R"(, "TotalSegments": )" + std::to_string(total));
        items += part.size();
        joined.insert(part.begin(), part.end());
      }
      CHECK(items == 30);
      CHECK(joined.size() == 30);
    }
  }
}

TEST_CASE("a scan filters by any attribute") {
  Engine engine;
  fill(engine);
  const auto by_key = engine.answer("Scan", body(R"("FilterExpression": "p = :p AND v > :v",
      "ExpressionAttributeValues": {":p": {"S": "p7"}, ":v": {"N": "6"}})"));
  CHECK(values_of(by_key, "s") == "s7");
  CHECK(member_of(by_key, "ScannedCount") == "30");
  const auto legacy = engine.answer("Scan", body(R"("ConditionalOperator": "OR", "ScanFilter": {
      "v": {"ComparisonOperator": "EQ", "AttributeValueList": [{"N": "3"}]},
      "p": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "p3"}]}},
      "AttributesToGet": ["v"])"));
  CHECK(member_of(legacy, "Items") == R"([{"v":{"N":"3"}}])");
  const auto counted = engine.answer("Scan", body(R"("Select": "COUNT",
      "ReturnConsumedCapacity": "TOTAL")"));
  CHECK(counted == R"({"Count":30,"ScannedCount":30,)"
                   R"("ConsumedCapacity":{"TableName":"reads","CapacityUnits":0.5}})");
}

TEST_CASE("a scan that can't be is refused in AWS's words") {
  Engine engine;
  fill(engine);
  const std::string mismatch = "The provided key element does not match the schema";
  const std::string invalid = "The provided starting key is invalid";
  struct Case {
    std::string members;
    std::string error;
  };
  const Case cases[] = {
      {R"("Segment": 0)",
       "The TotalSegments parameter is required but was not present in the request when Segment "
       "parameter is present"                                                                                                                  },
      {R"("TotalSegments": 4)",
       "The Segment parameter is required but was not present in the request when parameter "
       "TotalSegments is present"                                                                                                              },
      {R"("Segment": 5, "TotalSegments": 5)",
       "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
       "Segment: 5 is not less than TotalSegments: 5"                                                                                          },
      {R"("FilterExpression": "v = :v", "ExpressionAttributeValues": {":v": {"N": ""}})",
       "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a "
       "numeric value for key :v"                                                                                                              },
      {R"("ExclusiveStartKey": {"p": {"SS": ["b", "a", "b"]}})",
       "One or more parameter values were invalid: Input collection [b, a, b] contains "
       "duplicates."                                                                                                                           },
      {R"("IndexName": "none")",                                                            "The table does not have the specified index: none"},
      {R"("IndexName": "global", "ConsistentRead": true)",
       "Consistent reads are not supported on global secondary indexes"                                                                        },
      {R"("Select": "SPECIFIC_ATTRIBUTES")",
       "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
       "SPECIFIC_ATTRIBUTES"                                                                                                                   },
      {R"("Select": "ALL_PROJECTED_ATTRIBUTES", "ProjectionExpression": "p")",
       "Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES"                                                 },
      {R"j("FilterExpression": "attribute_exists(p.x)")j",
       "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
       "allowed: Key: p"                                                                                                                       },
      {R"("ExclusiveStartKey": {})",                                                        invalid + ": " + mismatch                          },
      {R"("ExclusiveStartKey": {"p": {"S": "a"}, "s": {"N": "1"}})",                        invalid + ": " + mismatch                          },
      {R"("IndexName": "global", "ExclusiveStartKey": {"p": {"S": "a"}, "s": {"S": "1"}})",
       invalid                                                                                                                                 },
      {R"("IndexName": "global",
          "ExclusiveStartKey": {"p": {"S": "a"}, "s": {"S": "1"}, "g": {"N": "1"}})",
       mismatch                                                                                                                                },
      {R"("IndexName": "global",
          "ExclusiveStartKey": {"p": {"S": "a"}, "s": {"N": "1"}, "g": {"S": "1"}})",
       invalid + ": " + mismatch                                                                                                               },
  };
  for (const Case& c : cases) {
    CAPTURE(c.members);
    CHECK(engine.error("Scan", body(c.members)) == "ValidationException: " + c.error);
  }
}

TEST_CASE("a segment goes on only from its own keys") {
  Engine engine;
  fill(engine);
  const auto page = engine.answer("Scan", body(R"("Segment": 1, "TotalSegments": 2, "Limit": 1)"));
  CHECK(engine.error("Scan", body(R"("Segment": 0, "TotalSegments": 2, "ExclusiveStartKey": )" +
                                  member_of(page, "LastEvaluatedKey"))) ==
        "ValidationException: The provided starting key is invalid: Invalid ExclusiveStartKey. "
        "Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 0");
}

}  // namespace tests::scan_test
