#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

#include <utility>

namespace tests::update_item_test {
namespace {

constexpr const char* kKey = R"("Key": {"p": {"S": "x"}, "s": {"S": "a"}})";

std::string update(const std::string& members) {
  return R"({"TableName": "reads", )" + std::string(kKey) + ", " + members + "}";
}

std::string by(const std::string& expression) {
  const bool has_value = expression.find(":n") != std::string::npos;
  return update("\"UpdateExpression\": \"" + expression + "\"" +
                (has_value ? R"(, "ExpressionAttributeValues": {":n": {"N": "1"}})" : ""));
}

}  // namespace

TEST_CASE("an update that was read ahead is the same update, and tells the same faults") {
  const auto answers = [](bool ahead) {
    Engine engine;
    create_read_table(engine);
    engine.reads_ahead = ahead;
    std::string all =
        engine.answer("UpdateItem", update(R"("UpdateExpression": "SET v = :v", "ReturnValues":
            "ALL_NEW", "ExpressionAttributeValues": {":v": {"S": "y"}})"));
    all += engine.error("UpdateItem", by("SET s = :n"));
    return all + engine.error("UpdateItem", by("SET"));
  };
  CHECK(answers(true) == answers(false));
}

TEST_CASE("an update that a key attribute can't take is refused before the item is looked at") {
  Engine engine;
  create_read_table(engine);
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string mismatch = invalid + "Type mismatch for Index Key l Expected: S Actual: ";
  const std::string scalars =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
      "allowed: ";
  struct Case {
    std::string request;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {by("SET s = :n"),
       invalid + "Cannot update attribute s. This attribute is part of the key"},
      {by("SET l = :n"), mismatch + "N IndexName: local"},
      {by("SET v = w[1], l = w + :n"), mismatch + "N IndexName: local"},
      {by("SET l = v - :n"), mismatch + "N IndexName: local"},
      {by("SET g.a = v ADD l :n"), mismatch + "N IndexName: local"},
      {by("SET l = list_append(v, w)"), mismatch + "L IndexName: local"},
      {update(R"("AttributeUpdates": {"l": {"Value": {"N": "1"}}})"),
       mismatch + "N IndexName: local"},
      {by("ADD l.a :n"), scalars + "IndexKey: l"},
      {by("SET l[1] = :n"), scalars + "IndexKey: l"},
      {by("SET v = list_append(p, w), u = l[1]"), scalars + "IndexKey: l"},
      {by("SET v = if_not_exists(g.a, :n)"), scalars + "IndexKey: g"},
      {by("SET v = p.a"), scalars + "Key: p"},
      {by("REMOVE l.a"), scalars + "IndexKey: l"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.request);
    CHECK(engine.error("UpdateItem", c.request) == "ValidationException: " + c.error);
  }
  CHECK(engine.error("TransactWriteItems",
                     R"({"TransactItems": [{"Update": )" + by("SET l = :n") + "}]}") ==
        "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons "
        "for specific reasons [ValidationError]");
}

TEST_CASE("an update can't empty an index key, in words of its own for UpdateExpression") {
  Engine engine;
  create_read_table(engine);
  const std::string empty = R"("ExpressionAttributeValues": {":e": {"S": ""}})";
  const std::string refused =
      "ValidationException: One or more parameter values are not valid. The update expression "
      "attempted to update a secondary index key to a value that is not supported. The "
      "AttributeValue for a key attribute cannot contain an empty string value.";
  const std::string request = update(R"("UpdateExpression": "SET g = :e", )" + empty);
  CHECK(engine.error("UpdateItem", request) == refused);
  CHECK(engine.error("TransactWriteItems", R"({"TransactItems": [{"Update": )" + request + "}]}") ==
        refused);
  CHECK(engine.error("UpdateItem", update(R"("AttributeUpdates": {"g": {"Value": {"S": ""}}})")) ==
        "ValidationException: One or more parameter values are not valid. A value specified for a "
        "secondary index key is not supported. The AttributeValue for a key attribute cannot "
        "contain an empty string value. IndexName: global, IndexKey: g");
}

TEST_CASE("names that no attribute can have are refused before the table is looked for") {
  Engine engine;
  const std::string long_name(65536, 'a');
  struct Case {
    const char* operation;
    std::string members;
    std::string error;
  };
  const std::string counted = "1 validation error detected: ";
  const std::string too_large = "Attribute name is too large, must be less than 65536 bytes";
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"PutItem", R"("Item": {"": {"S": "a"}})", counted + "Empty attribute name"},
      {"PutItem", R"("Item": {")" + long_name + R"(": {"S": "a"}})", counted + too_large},
      {"UpdateItem", std::string(kKey) + R"(, "AttributeUpdates": {"": {"Action": "DELETE"}})",
       counted + "Empty attribute name"},
      {"GetItem", std::string(kKey) + R"(, "AttributesToGet": [")" + long_name + "\"]", too_large},
      {"Scan", R"("ScanFilter": {"": {"ComparisonOperator": "NULL"}})", "Empty attribute name"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.operation);
    CHECK(engine.error(c.operation, R"({"TableName": "gone", )" + c.members + "}") ==
          "ValidationException: " + c.error);
  }
}

TEST_CASE("ConditionalOperator doesn't go with expressions") {
  Engine engine;
  const std::string mixed =
      R"j("ConditionalOperator": "AND", "ConditionExpression": "attribute_exists(p)")j";
  const std::string put = R"({"TableName": "gone", "Item": {}, )" + mixed + "}";
  for (const auto& [operation, request] :
       {std::pair("PutItem", put), std::pair("UpdateItem", update(mixed)),
        std::pair("DeleteItem", update(mixed))}) {
    CAPTURE(operation);
    CHECK(engine.error(operation, request) ==
          "ValidationException: 1 validation error detected: Can not use both expression and "
          "non-expression parameters in the same request: Non-expression parameters: "
          "{ConditionalOperator} Expression parameters: {ConditionExpression}");
  }
}

TEST_CASE("an index key's type that only the item tells is refused in other words") {
  Engine engine;
  create_read_table(engine);
  engine.answer("UpdateItem", by("SET v = :n"));
  for (const char* expression : {"SET l = v", "SET g = v", "SET l = if_not_exists(v, :n)"}) {
    CAPTURE(expression);
    CHECK(engine.error("UpdateItem", by(expression)) ==
          "ValidationException: The update expression attempted to update the secondary index key "
          "to unsupported type");
  }
  engine.answer("UpdateItem", by("SET l = s"));
  CHECK(values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "l") == "a");
}

}  // namespace tests::update_item_test
