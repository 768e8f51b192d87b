#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::query_test {
namespace {

// A Query of table "reads" with these further members.
std::string body(std::string_view members) {
  return R"({"TableName": "reads", )" + std::string(members) + "}";
}

// A Query by an expression, whose values are :a = "a", :b = "b", :x = "x" as far as it names them.
std::string by(const std::string& expression, const std::string& members = "") {
  std::string values;
  for (const std::string value : {"a", "b", "c", "d", "x"}) {
    if ((expression + members).find(":" + value) == std::string::npos) continue;
    if (!values.empty()) values += ", ";
    values += "\":" + value + "\": {\"S\": \"" + value + "\"}";
  }
  return body("\"KeyConditionExpression\": \"" + expression +
              "\", \"ExpressionAttributeValues\": {" + values + "}" +
              (members.empty() ? "" : ", " + members));
}

void fill(Engine& engine) {
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}, "l": {"S": "d"}, "v": {"N": "1"}})");
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "b"}, "l": {"S": "c"}, "g": {"S": "x"}})");
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "bb"}, "v": {"N": "2"}})");
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "c"}, "l": {"S": "a"}, "g": {"S": "x"},
                  "i": {"S": "in"}, "v": {"N": "3"}})");
  put(engine, R"({"p": {"S": "y"}, "s": {"S": "a"}, "l": {"S": "a"}})");
}

std::string validation(const std::string& text) {
  return "ValidationException: " + text;
}

}  // namespace

TEST_CASE("a query selects by its key condition, in key order") {
  Engine engine;
  fill(engine);
  struct Case {
    const char* condition;
    const char* sort_keys;
  };
  const Case cases[] = {
      {"p = :x",                         "a b bb c"},
      {"p = :a",                         ""        },
      {"p = :x AND s = :b",              "b"       },
      {"p = :x AND s < :b",              "a"       },
      {"p = :x AND s <= :b",             "a b"     },
      {"p = :x AND s > :b",              "bb c"    },
      {"p = :x AND s >= :b",             "b bb c"  },
      {"p = :x AND s BETWEEN :a AND :b", "a b"     },
      {"p = :x AND begins_with(s, :b)",  "b bb"    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.condition);
    CHECK(values_of(engine.answer("Query", by(c.condition)), "s") == c.sort_keys);
  }
  CHECK(values_of(engine.answer("Query", by("p = :x", R"("ScanIndexForward": false)")), "s") ==
        "c bb b a");
}

TEST_CASE("an index gives the items that have its key, as far as it projects them") {
  Engine engine;
  fill(engine);
  const std::string local = by("p = :x", R"("IndexName": "local")");
  CHECK(values_of(engine.answer("Query", local), "s") == "c b a");
  CHECK(values_of(engine.answer("Query", local), "v") == "- - -");
  CHECK(values_of(engine.answer("Query", by("p = :x AND l > :a", R"("IndexName": "local")")),
                  "s") == "b a");
  CHECK(values_of(engine.answer("Query", by("p = :x", R"("IndexName": "whole")")), "v") == "3 - 1");
  const std::string global = engine.answer("Query", by("g = :x", R"("IndexName": "global")"));
  CHECK(values_of(global, "i").size() == 4);  // "in" and "-"
  CHECK(values_of(global, "v") == "- -");
  CHECK(values_of(engine.answer("Query", by("p = :x", R"("IndexName": "local",
                                                         "Select": "ALL_ATTRIBUTES")")),
                  "v") == "3 - 1");
  CHECK(values_of(engine.answer("Query", by("p = :x", R"("IndexName": "local",
                                                         "ProjectionExpression": "v")")),
                  "v") == "3 - 1");
}

TEST_CASE("an index key of several attributes narrows from the left") {
  Engine engine;
  create_read_table(engine);
  int number = 0;
  for (const char* key : {R"("b")", R"("a")", R"("a")"}) {
    ++number;
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::to_string(number) +
                    R"("}, "h": {"S": "x"}, "r1": {"S": )" + key + R"(}, "r2": {"N": ")" +
                    std::to_string(10 - number) + R"("}})");
  }
  const std::string wide = R"("IndexName": "wide")";
  CHECK(values_of(engine.answer("Query", by("h = :x", wide)), "s") == "3 2 1");
  CHECK(values_of(engine.answer("Query", by("h = :x AND r1 = :a", wide)), "s") == "3 2");
  const auto page = engine.answer("Query", by("h = :x AND r1 = :a", wide + R"(, "Limit": 1)"));
  CHECK(member_of(page, "LastEvaluatedKey") ==
        R"({"h":{"S":"x"},"p":{"S":"x"},"r1":{"S":"a"},"r2":{"N":"7"},"s":{"S":"3"}})");
  CHECK(values_of(engine.answer("Query",
                                by("h = :x AND r1 = :a", wide + R"(, "ExclusiveStartKey": )" +
                                                             member_of(page, "LastEvaluatedKey"))),
                  "s") == "2");
}

TEST_CASE("pages join without gap or overlap, in both directions") {
  Engine engine;
  fill(engine);
  for (const char* index : {"", R"("IndexName": "local", )"}) {
    for (const char* forward : {"true", "false"}) {
      CAPTURE(index);
      CAPTURE(forward);
      const std::string order = std::string(index) + R"("ScanIndexForward": )" + forward;
      const std::string all = values_of(engine.answer("Query", by("p = :x", order)), "s");
      std::string joined;
      std::string last;
      do {
        const std::string start = last.empty() ? "" : R"(, "ExclusiveStartKey": )" + last;
        const auto page = engine.answer("Query", by("p = :x", order + R"(, "Limit": 1)" + start));
        const std::string item = values_of(page, "s");
        if (!item.empty()) joined += (joined.empty() ? "" : " ") + item;
        last = member_of(page, "LastEvaluatedKey");
      } while (!last.empty());
      CHECK(joined == all);
    }
  }
}

TEST_CASE("a page that ends by its limit has a LastEvaluatedKey, even if nothing is left") {
  Engine engine;
  fill(engine);
  const auto full = engine.answer("Query", by("p = :x", R"("Limit": 4)"));
  CHECK(member_of(full, "LastEvaluatedKey") == R"({"p":{"S":"x"},"s":{"S":"c"}})");
  CHECK(member_of(engine.answer("Query", by("p = :x", R"("Limit": 5)")), "LastEvaluatedKey") == "");
}

TEST_CASE("a page ends once a megabyte was read") {
  Engine engine;
  create_read_table(engine);
  const std::string large(300'000, 'x');
  for (const char* sort : {"a", "b", "c", "d", "e"}) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(sort) + R"("}, "v": {"S": ")" +
                    large + R"("}})");
  }
  const auto page = engine.answer("Query", by("p = :x", R"("ProjectionExpression": "s")"));
  CHECK(values_of(page, "s") == "a b c d");
  CHECK(member_of(page, "LastEvaluatedKey") == R"({"p":{"S":"x"},"s":{"S":"d"}})");
}

TEST_CASE("a filter lessens Count, not ScannedCount") {
  Engine engine;
  fill(engine);
  const auto filtered = engine.answer(
      "Query", by("p = :x", R"j("FilterExpression": "attribute_exists(v)", "Limit": 3)j"));
  CHECK(values_of(filtered, "s") == "a bb");
  CHECK(member_of(filtered, "Count") == "2");
  CHECK(member_of(filtered, "ScannedCount") == "3");
  const auto counted = engine.answer("Query", by("p = :x", R"("Select": "COUNT")"));
  CHECK(member_of(counted, "Items") == "");
  CHECK(member_of(counted, "Count") == "4");
  const auto legacy = engine.answer("Query", body(R"(
      "KeyConditions": {"p": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "x"}]}},
      "QueryFilter": {"v": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "1"}]}},
      "AttributesToGet": ["v"])"));
  CHECK(values_of(legacy, "v") == "2 3");
  CHECK(values_of(legacy, "s") == "- -");
}

TEST_CASE("a query of a table without a sort key can't go on") {
  Engine engine;
  engine.answer("CreateTable", R"({"TableName": "single", "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
      "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}]})");
  CHECK(engine.error("Query", R"({"TableName": "single", "KeyConditionExpression": "p = :x",
                                  "ExpressionAttributeValues": {":x": {"S": "x"}},
                                  "ExclusiveStartKey": {"p": {"S": "x"}}})") ==
        validation("The provided exclusive start key is invalid: ExclusiveStartKey: "
                   "{p=AttributeValue: {S:x}}"));
}

TEST_CASE("a limit is cut off behind its point") {
  Engine engine;
  fill(engine);
  CHECK(values_of(engine.answer("Query", by("p = :x", R"("Limit": 1.5)")), "s") == "a");
  CHECK(values_of(engine.answer("Scan", body(R"("Limit": 2.9)")), "s").size() == 3);
}

TEST_CASE("what a query read is rounded once; a local index rounds each item that it fetched") {
  Engine engine;
  create_read_table(engine);
  for (const char* sort : {"a", "b", "c"}) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(sort) +
                    R"("}, "l": {"S": "a"}, "v": {"S": ")" + std::string(1990, 'x') + R"("}})");
  }
  struct Case {
    const char* members;
    const char* capacity;
  };
  const Case cases[] = {
      {R"("ReturnConsumedCapacity": "TOTAL")",                                                     R"({"TableName":"reads","CapacityUnits":1.0})"},
      {R"("ReturnConsumedCapacity": "TOTAL", "ConsistentRead": true)",
       R"({"TableName":"reads","CapacityUnits":2.0})"                                                                                            },
      {R"("ReturnConsumedCapacity": "INDEXES", "IndexName": "local")",
       R"({"TableName":"reads","CapacityUnits":0.5,"Table":{"CapacityUnits":0.0},)"
       R"("LocalSecondaryIndexes":{"local":{"CapacityUnits":0.5}}})"                                                                             },
      {R"("ReturnConsumedCapacity": "INDEXES", "IndexName": "local", "Select": "ALL_ATTRIBUTES")",
       R"({"TableName":"reads","CapacityUnits":2.0,"Table":{"CapacityUnits":1.5},)"
       R"("LocalSecondaryIndexes":{"local":{"CapacityUnits":0.5}}})"                                                                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.members);
    CHECK(member_of(engine.answer("Query", by("p = :x", c.members)), "ConsumedCapacity") ==
          c.capacity);
  }
}

TEST_CASE("a query that fits neither table nor index is refused in AWS's words") {
  Engine engine;
  fill(engine);
  const std::string scalars =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
      "allowed: ";
  const std::string invalid = "One or more parameter values were invalid: ";
  struct Case {
    const char* condition;
    const char* members;
    std::string error;
  };
  const Case cases[] = {
      {"s = :x", "",                                                           "Query condition missed key schema element: p"     },
      {"p = :x", R"("IndexName": "none")",                                     "The table does not have the specified index: none"},
      {"g = :x", R"("IndexName": "global", "ConsistentRead": true)",
       "Consistent reads are not supported on global secondary indexes"                                                           },
      {"p = :x", R"("FilterExpression": "s = :a")",
       "Filter Expression can only contain non-primary key attributes: Primary key attribute: s"                                  },
      {"p = :x", R"("FilterExpression": "l[0] = :a")",                         scalars + "IndexKey: l"                            },
      {"p = :x", R"("ProjectionExpression": "s[0]")",                          scalars + "Key: s"                                 },
      {"g = :x", R"("IndexName": "global", "Select": "ALL_ATTRIBUTES")",
       invalid + "Select type ALL_ATTRIBUTES is not supported for global secondary index global "
                 "because its projection type is not ALL"                                                                         },
      {"g = :x", R"("IndexName": "global", "ProjectionExpression": "i, v")",
       invalid + "Global secondary index global does not project [v]"                                                             },
      {"g = :x", R"("IndexName": "global", "FilterExpression": "v = :a")",
       invalid + "Secondary index global does not project one or more filter attributes: [v]"                                     },
      {"p = :x", R"("Select": "SPECIFIC_ATTRIBUTES")",
       "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when "
       "choosing to get SPECIFIC_ATTRIBUTES"                                                                                      },
      {"p = :x", R"("Select": "COUNT", "ProjectionExpression": "v")",
       "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get "
       "only the Count"                                                                                                           },
      {"p = :x", R"("Select": "ALL_ATTRIBUTES", "ProjectionExpression": "v")",
       "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get "
       "ALL_ATTRIBUTES"                                                                                                           },
      {"p = :x", R"("Select": "ALL_PROJECTED_ATTRIBUTES")",
       "1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using "
       "an IndexName"                                                                                                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.condition);
    CAPTURE(c.members);
    CHECK(engine.error("Query", by(c.condition, c.members)) == validation(c.error));
  }
}

TEST_CASE("a query names an existing table, and a key that an item can have") {
  Engine engine;
  fill(engine);
  CHECK(engine.error("Query", body(R"("Limit": 1)")) ==
        validation("Either the KeyConditions or KeyConditionExpression parameter must be specified "
                   "in the request."));
  CHECK(engine.error("Query", body(R"("KeyConditions": {"p": {"ComparisonOperator": "NULL"}})")) ==
        validation("Attempted conditional constraint is not an indexable operation"));
  CHECK(engine.error("Query", body(R"("KeyConditionExpression": "p = :e",
                                      "ExpressionAttributeValues": {":e": {"S": ""}})")) ==
        validation("One or more parameter values are not valid. The AttributeValue for a key "
                   "attribute cannot contain an empty string value. Key: p"));
  CHECK(engine.error("Query", R"({"TableName": "gone", "KeyConditionExpression": "p = :x",
                                  "ExpressionAttributeValues": {":x": {"S": "x"}}})") ==
        "ResourceNotFoundException: Requested resource not found");
}

TEST_CASE("a query goes on only where it could have stopped") {
  Engine engine;
  fill(engine);
  const std::string mismatch = "The provided key element does not match the schema";
  const std::string invalid = "The provided starting key is invalid";
  struct Case {
    const char* condition;
    const char* start;
    std::string error;
  };
  const Case cases[] = {
      {"p = :x",            "{}",                                                                           invalid },
      {"p = :x",            R"({"p": {"S": "x"}})",                                                         invalid },
      {"p = :x",            R"({"p": {"S": "x"}, "z": {"S": "a"}})",                                        invalid },
      {"p = :x",            R"({"p": {"N": "1"}, "s": {"S": "a"}})",                                        mismatch},
      {"p = :x",            R"({"p": {}, "s": {"S": "a"}})",
       invalid + ": Supplied AttributeValue is empty, must contain exactly one of the supported "
                 "datatypes"                                                                                        },
      {"z = :x",            R"({"p": {"S": "x"}, "s": {"N": "1"}})",
       "Query condition missed key schema element: p"                                                               },
      {"p = :x",            R"({"p": {"S": "x"}, "l": {"S": "a"}, "s": {"N": "1"}}, "IndexName": "local")",
       invalid + ": " + mismatch                                                                                    },
      {"p = :x",            R"({"p": {"S": "y"}, "s": {"S": "a"}})",
       "The provided starting key is outside query boundaries based on provided conditions"                         },
      {"p = :x AND s > :b", R"({"p": {"S": "x"}, "s": {"S": "a"}})",
       "The provided starting key does not match the range key predicate"                                           },
      {"p = :x AND s > :a", R"({"p": {"S": "y"}, "s": {"S": "b"}})",
       "The query can return at most one row and cannot be restarted"                                               },
  };
  for (const Case& c : cases) {
    CAPTURE(c.condition);
    CAPTURE(c.start);
    const std::string start = R"("ExclusiveStartKey": )" + std::string(c.start);
    CHECK(engine.error("Query", by(c.condition, start)) == validation(c.error));
  }
}

}  // namespace tests::query_test
