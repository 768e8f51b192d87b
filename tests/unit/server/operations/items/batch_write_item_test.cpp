#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::batch_write_item_test {
namespace {

std::string items(std::string_view request_items, std::string_view members = "") {
  return R"({"RequestItems": )" + std::string(request_items) + std::string(members) + "}";
}

// A request for 26 items, of two tables.
std::string too_many_puts() {
  std::string list;
  for (std::size_t i = 0; i < 25; ++i) {
    list += (i ? "," : "") +
            (R"({"PutRequest": {"Item": {"p": {"S": "x"}, "s": {"S": ")" + std::to_string(i)) +
            R"("}}}})";
  }
  return R"({"reads": [)" + list + R"(], "other": [{"PutRequest": {"Item": {"k": {"S": "a"}}}}]})";
}

}  // namespace

TEST_CASE("a batch puts and deletes, and answers once all is written") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "gone"}, "l": {"S": "a"}})");
  const auto answer = engine.answer(
      "BatchWriteItem",
      items(R"({"reads": [
        {"PutRequest": {"Item": {"p": {"S": "x"}, "s": {"S": "new"}}}},
        {"DeleteRequest": {"Key": {"p": {"S": "x"}, "s": {"S": "gone"}}}}]})",
            R"(, "ReturnConsumedCapacity": "INDEXES", "ReturnItemCollectionMetrics": "SIZE")"));
  CHECK(member_of(answer, "UnprocessedItems") == "{}");
  CHECK(member_of(answer, "ItemCollectionMetrics") ==
        R"({"reads":[{"ItemCollectionKey":{"p":{"S":"x"}},"SizeEstimateRangeGB":[0.0,1.0]}]})");
  CHECK(
      member_of(answer, "ConsumedCapacity") ==
      R"([{"TableName":"reads","CapacityUnits":4.0,"Table":{"CapacityUnits":2.0},)"
      R"("LocalSecondaryIndexes":{"local":{"CapacityUnits":1.0},"whole":{"CapacityUnits":1.0}}}])");
  CHECK(values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "s") == "new");
}

TEST_CASE("a batch of writes that was read ahead is written") {
  Engine engine;
  create_read_table(engine);
  engine.reads_ahead = true;
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "gone"}})");
  engine.answer("BatchWriteItem", items(R"({"reads": [
      {"PutRequest": {"Item": {"p": {"S": "x"}, "s": {"S": "new"}}}},
      {"DeleteRequest": {"Key": {"p": {"S": "x"}, "s": {"S": "gone"}}}}]})"));
  CHECK(values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "s") == "new");
  CHECK(engine.error("BatchWriteItem", items(too_many_puts())) ==
        "ValidationException: Too many items requested for the BatchWriteItem call");
}

TEST_CASE("a batch of writes that can't be is refused as a whole, in AWS's words") {
  Engine engine;
  create_read_table(engine);
  const std::string mismatch = "The provided key element does not match the schema";
  const std::string datatypes =
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
      "supported datatypes";
  const std::string too_large =
      R"({"reads": [{"PutRequest": {"Item": {"p": {"S": "a"}, "s": {"S": "a"}}}},
                    {"PutRequest": {"Item": {"p": {"S": "a"}, "s": {"S": "b"}, "v": {"S": ")" +
      std::string(409'600, 'x') + R"("}}}}]})";
  struct Case {
    std::string request_items;
    std::string error;
  };
  const Case cases[] = {
      {"{}",                                                                                            "The requestItems parameter is required for BatchWriteItem"},
      {too_many_puts(),                                                                                 "Too many items requested for the BatchWriteItem call"     },
      {R"({"reads": [{}]})",                                                                            datatypes                                                  },
      {R"({"gone": [{"DeleteRequest": {"Key": {"p": {"N": "1e2147483647"}}}}]})",
       "Number underflow. Attempting to store a number with magnitude smaller than supported "
       "range"                                                                                                                                                     },
      {R"({"gone": [{"PutRequest": {"Item": {"p": {"N": ""}}}}]})",
       "The parameter cannot be converted to a numeric value"                                                                                                      },
      {R"({"gone": [{"PutRequest": {"Item": {"p": {"SS": ["b", "a", "b"]}}}}]})",
       "One or more parameter values were invalid: Input collection [b, a, b] contains "
       "duplicates."                                                                                                                                               },
      {R"({"gone": [{"PutRequest": {"Item": {"p": {"NS": ["2", "1", "2"]}}}}]})",
       "Input collection contains duplicates"                                                                                                                      },
      {R"({"reads": [{"PutRequest": {"Item": {"p": {"S": "a"}}}}]})",                                   mismatch                                                   },
      {R"({"reads": [{"PutRequest": {"Item": {"p": {"N": "5"}, "s": {"S": "a"}}}}]})",                  mismatch                                                   },
      {R"({"reads": [{"PutRequest": {"Item": {"p": {"S": ""}, "s": {"S": "a"}}}}]})",
       "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
       "contain an empty string value. Key: p"                                                                                                                     },
      {R"({"reads": [{"PutRequest": {"Item": {"p": {"S": "a"}, "s": {"S": "a"}, "g": {"N": "1"}}}}]})",
       "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S "
       "Actual: N IndexName: global"                                                                                                                               },
      {R"({"reads": [{"PutRequest": {"Item": {"p": {"S": "a"}, "s": {"S": "a"}}}},
                     {"DeleteRequest": {"Key": {"p": {"S": "a"}, "s": {"S": "a"}}}}]})",
       "Provided list of item keys contains duplicates"                                                                                                            },
      {too_large,                                                                                       "Item size has exceeded the maximum allowed size"          },
  };
  for (const Case& c : cases) {
    CAPTURE(c.error);
    CHECK(engine.error("BatchWriteItem", items(c.request_items)) ==
          "ValidationException: " + c.error);
  }
  CHECK(engine.error("BatchWriteItem", items(R"({"gone": [{"DeleteRequest": {"Key": {}}}]})")) ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "s") == "");
}

}  // namespace tests::batch_write_item_test
