#include "core/limits.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::put_item_test {
namespace {

std::string body(const std::string& item, const std::string& members = "") {
  return R"({"TableName": "reads", "Item": )" + item + members + "}";
}

constexpr const char* kItem = R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"N": "1"}})";
constexpr const char* kOther = R"({"p": {"S": "x"}, "s": {"S": "a"}, "w": {"N": "2"}})";
const std::string kInvalid = "ValidationException: One or more parameter values were invalid: ";

}  // namespace

TEST_CASE("a put replaces the whole item, and returns the old one when it is asked to") {
  Engine engine;
  create_read_table(engine);
  CHECK(engine.answer("PutItem", body(kItem, R"(, "ReturnValues": "ALL_OLD")")) == "{}");
  CHECK(engine.answer("PutItem", body(kOther, R"(, "ReturnValues": "ALL_OLD")")) ==
        R"({"Attributes":{"p":{"S":"x"},"s":{"S":"a"},"v":{"N":"1"}}})");
  CHECK(engine.answer("PutItem", body(kOther, R"(, "ReturnValues": "NONE")")) == "{}");
  CHECK(engine.answer("GetItem", R"({"TableName": "reads", "Key": {"p": {"S": "x"},
                                     "s": {"S": "a"}}})") ==
        R"({"Item":{"p":{"S":"x"},"s":{"S":"a"},"w":{"N":"2"}}})");
}

TEST_CASE("a put that was read ahead is the same put, and tells the same faults") {
  const auto answers = [](bool ahead) {
    Engine engine;
    create_read_table(engine);
    engine.reads_ahead = ahead;
    std::string all = engine.answer("PutItem", body(kItem));
    all += engine.answer("PutItem", body(kOther, R"(, "ReturnValues": "ALL_OLD")"));
    all += engine.error("PutItem", body(kOther, R"(, "ReturnValues": "ALL_NEW")"));
    all += engine.error("PutItem", body(kOther, R"(, "ConditionExpression": "no")"));
    all += engine.error("PutItem", body(R"({"p": {"S": "x"}})"));
    return all +
           engine.error("PutItem", body(R"({"p": {"S": ")" + std::string(500'000, 'x') + "\"}}"));
  };
  CHECK(answers(true) == answers(false));
}

TEST_CASE("a put whose condition fails writes nothing") {
  Engine engine;
  create_read_table(engine);
  put(engine, kItem);
  const std::string refused = "ConditionalCheckFailedException: The conditional request failed";
  CHECK(engine.error("PutItem",
                     body(kOther, R"j(, "ConditionExpression": "attribute_not_exists(p)")j")) ==
        refused);
  CHECK(engine.error("PutItem", body(kOther, R"(, "Expected": {"v": {"Exists": false}})")) ==
        refused);
  CHECK(values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "v") == "1");
}

TEST_CASE("an item of 400 KB can be put, one of a byte more can't") {
  Engine engine;
  create_read_table(engine);
  const auto error_of = [&](std::size_t bytes) {  // "p" "x" "s" "a" "v" are five of them
    return engine.error("PutItem", body(R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"S": ")" +
                                        std::string(bytes - 5, 'v') + R"("}})"));
  };
  CHECK(error_of(core::limits::kMaxItemBytes) == "");
  CHECK(error_of(core::limits::kMaxItemBytes + 1) ==
        "ValidationException: Item size has exceeded the maximum allowed size");
}

TEST_CASE("a put is refused in AWS's words when its key isn't the table's") {
  Engine engine;
  create_read_table(engine);
  struct Case {
    const char* item;
    std::string error;
  };
  // clang-format off
  const Case cases[] = {
      {R"({"p": {"S": "x"}})", kInvalid + "Missing the key s in the item"},
      {R"({"p": {"N": "1"}, "s": {"S": "a"}})",
       kInvalid + "Type mismatch for key p expected: S actual: N"},
      {R"({"p": {"S": "x"}, "s": {"S": ""}})",
       "ValidationException: One or more parameter values are not valid. The AttributeValue for a "
       "key attribute cannot contain an empty string value. Key: s"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.item);
    CHECK(engine.error("PutItem", body(c.item)) == c.error);
  }
  CHECK(engine.error("PutItem", body(kItem, R"(, "ExpressionAttributeNames": {"#a": "a"})")) ==
        "ValidationException: 1 validation error detected: ExpressionAttributeNames can only be "
        "specified when using expressions");
}

}  // namespace tests::put_item_test
