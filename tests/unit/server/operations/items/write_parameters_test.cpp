#include "server/operations/items/write_parameters.h"

#include "core/item_size.h"
#include "core/limits.h"
#include "server/operations/items/items_answer.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

#include <array>

namespace tests::write_parameters_test {
namespace {

constexpr std::array kWrites{"PutItem", "UpdateItem", "DeleteItem"};

const std::string kCounted = "ValidationException: 1 validation error detected: ";
const std::string kInvalid = "One or more parameter values were invalid: ";
const std::string kNesting =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
    "beyond supported limit";

// A write of the item (x, a), with more members.
std::string write(std::string_view operation, const std::string& members) {
  const std::string name = operation == "PutItem" ? "Item" : "Key";
  return R"({"TableName": "reads", ")" + name + R"(": {"p": {"S": "x"}, "s": {"S": "a"}}, )" +
         members + "}";
}

std::string condition(const std::string& text, const std::string& members = "") {
  return R"("ConditionExpression": ")" + text + "\"" + members;
}

std::string expected(const std::string& members) {
  return R"("Expected": {"a": {)" + members + "}}";
}

// A text leaf in so many maps.
std::string nested(int maps) {
  std::string value = R"({"S": "leaf"})";
  for (int i = 0; i < maps; ++i) value = R"({"M": {"n": )" + value + "}}";
  return value;
}

struct Fault {
  std::string value;
  std::string text;
};

std::vector<Fault> value_faults() {
  const std::string numeric = "The parameter cannot be converted to a numeric value: ";
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const std::string input = kInvalid + "Input collection ";
  return {
      {R"({"N": "abc"})",                     numeric + "abc"                                                    },
      {R"({"N": ""})",                        numeric                                                            },
      {R"({"N": "1e126"})",                   overflow                                                           },
      {R"({"N": "1e2147483647"})",            overflow                                                           },
      {R"({"NS": ["1", ""]})",                numeric                                                            },
      {R"({"SS": ["b", "a", "b"]})",          input + R"(["a", "b", "b"] contains duplicates.)"                  },
      {R"({"BS": ["/w==", "AA==", "AA=="]})",
       input + R"(["AA==","/w==","AA=="]of type BS contains duplicates.)"                                        },
      {R"({"NS": ["2", "1", "2"]})",          kInvalid + "Input collection contains duplicates."                 },
      {R"({"SS": []})",                       kInvalid + "An string set  may not be empty"                       },
      {R"({"NULL": false})",                  kInvalid + "Null attribute value types must have the value of true"},
      {nested(32),                            kNesting                                                           },
  };
}

}  // namespace

TEST_CASE("what a write's request shows by itself is counted, before its table is looked for") {
  Engine engine;
  const std::string condition_text = "Invalid ConditionExpression: ";
  const std::string mixed =
      "Can not use both expression and non-expression parameters in the same request: "
      "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}";
  const std::string unused = "Value provided in ExpressionAttribute";
  const std::string values = R"("ExpressionAttributeValues": )";
  const std::string names = R"("ExpressionAttributeNames": )";
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Fault cases[] = {
      {values + R"({":v": {"S": "x"}})",
       "ExpressionAttributeValues can only be specified when using expressions"},
      {names + R"({"#a": "a"})",
       "ExpressionAttributeNames can only be specified when using expressions"},
      {expected(R"("Exists": false)") + ", " + names + R"({"#a": "a"})",
       "ExpressionAttributeNames can only be specified when using expressions"},
      {condition("a = :v", ", " + values + "{}"), "ExpressionAttributeValues must not be empty"},
      {condition("#a = a", ", " + names + "{}"), "ExpressionAttributeNames must not be empty"},
      {condition("#a = a", ", " + names + R"({"a": "a"})"),
       "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""},
      {condition(""), condition_text + "The expression can not be empty;"},
      {condition("a b"), condition_text + R"(Syntax error; token: "b", near: "a b")"},
      {condition("((a = b))"), condition_text + "The expression has redundant parentheses;"},
      {condition("contains(#a, #a)", ", " + names + R"({"#a": "data"})"),
       condition_text + "The first operand must be distinct from the remaining operands for this "
       "operator or function; operator: contains, first operand: [data]"},
      {condition("a = :v"), condition_text + "An expression attribute value used in expression is "
       "not defined; attribute value: :v"},
      {condition("#a = a"), condition_text + "An expression attribute name used in the document "
       "path is not defined; attribute name: #a"},
      {condition("a = b", ", " + names + R"({"#unused": "x"})"),
       unused + "Names unused in expressions: keys: {#unused}"},
      {condition("a = b", ", " + values + R"({":unused": {"S": "x"}})"),
       unused + "Values unused in expressions: keys: {:unused}"},
      {condition("a = b", ", \"Expected\": {}"), mixed},
      {expected(R"("Exists": true)"),
       kInvalid + "Value must be provided when Exists is true for Attribute: a"},
      {expected(R"("Exists": false, "Value": {"S": "x"})"),
       kInvalid + "Value cannot be used when Exists is false for Attribute: a"},
      {expected(R"("Value": {"S": "x"}, "ComparisonOperator": "EQ",
                   "AttributeValueList": [{"S": "x"}])"),
       kInvalid + "Value and AttributeValueList cannot be used together for Attribute: a"},
      {expected(R"("ComparisonOperator": "EQ")"),
       kInvalid + "Value or AttributeValueList must be used with ComparisonOperator: EQ for "
       "Attribute: a"},
      {expected(R"("ComparisonOperator": "BETWEEN", "AttributeValueList": [{"S": "x"}])"),
       kInvalid + "Invalid number of argument(s) for the BETWEEN ComparisonOperator"},
      {R"("ConditionalOperator": "AND")",
       "ConditionalOperator cannot be used without Filter or Expected"},
      {R"("ConditionalOperator": "XOR")",
       "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"},
  };
  // clang-format on
  for (const char* operation : kWrites) {
    CAPTURE(operation);
    for (const Fault& c : cases) {
      CAPTURE(c.value);
      CHECK(engine.error(operation, write(operation, c.value)) == kCounted + c.text);
    }
  }
}

TEST_CASE("an update's request shows its own faults, too") {
  Engine engine;
  const auto error_of = [&](const std::string& members) {
    return engine.error("UpdateItem", write("UpdateItem", members));
  };
  const auto by = [](const std::string& text) { return R"("UpdateExpression": ")" + text + "\""; };
  const std::string invalid = kCounted + "Invalid UpdateExpression: ";
  CHECK(error_of(by("")) == invalid + "The expression can not be empty;");
  CHECK(error_of(by("INVALID SYNTAX HERE")) ==
        invalid + R"(Syntax error; token: "INVALID", near: "INVALID SYNTAX")");
  CHECK(error_of(by("SET a = :v")) ==
        invalid +
            "An expression attribute value used in expression is not defined; attribute value: :v");
  CHECK(error_of(by("SET a = b, a = c")) ==
        invalid +
            "Two document paths overlap with each other; must remove or rewrite one of these "
            "paths; path one: [a], path two: [a]");
  CHECK(error_of(by("SET b = :w") + ", " +
                 condition("a = :v", R"(, "ExpressionAttributeValues": {":w": {"S": "x"}})")) ==
        kCounted +
            "Invalid ConditionExpression: An expression attribute value used in expression is not "
            "defined; attribute value: :v");
  CHECK(error_of(by("SET a = b") + R"(, "AttributeUpdates": {})") ==
        kCounted +
            "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {AttributeUpdates} Expression parameters: "
            "{UpdateExpression}");
  CHECK(error_of(R"("AttributeUpdates": {"a": {"Action": "ADD", "Value": {"S": "x"}}})") ==
        kCounted + kInvalid + "ADD action is not supported for the type S");
}

TEST_CASE("a faulty value is counted wherever it stands, and not told where") {
  Engine engine;
  for (const Fault& fault : value_faults()) {
    CAPTURE(fault.value);
    const std::string told = kCounted + fault.text;
    const auto is_told = [&](const char* operation, const std::string& body) {
      CAPTURE(operation);
      CHECK(engine.error(operation, body) == told);
    };
    for (const char* operation : kWrites) {
      const std::string values = R"(, "ExpressionAttributeValues": {":v": )" + fault.value + "}";
      is_told(operation, write(operation, condition("a = :v", values)));
      is_told(operation, write(operation, expected(R"("Value": )" + fault.value)));
    }
    const std::string value = R"({"TableName": "reads", "KEY": {"p": )" + fault.value + "}}";
    is_told("PutItem", std::string(value).replace(value.find("KEY"), 3, "Item"));
    is_told("DeleteItem", std::string(value).replace(value.find("KEY"), 3, "Key"));
    is_told("UpdateItem", std::string(value).replace(value.find("KEY"), 3, "Key"));
    is_told("UpdateItem", write("UpdateItem", R"("UpdateExpression": "SET a = :v",
        "ExpressionAttributeValues": {":v": )" + fault.value +
                                                  "}"));
    is_told("UpdateItem",
            write("UpdateItem", R"("AttributeUpdates": {"a": {"Value": )" + fault.value + "}}"));
  }
}

TEST_CASE("a value that hasn't just one type is left to the older front end, and stays bare") {
  Engine engine;
  const std::string error = "ValidationException: ";
  const Fault cases[] = {
      {"{}",
       "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"},
      {R"({"S": "a", "N": "1"})",
       "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
       "supported datatypes"                                                                  },
  };
  for (const Fault& fault : cases) {
    CAPTURE(fault.value);
    CHECK(engine.error("PutItem", R"({"TableName": "reads", "Item": {"p": )" + fault.value +
                                      "}}") == error + fault.text);
    for (const char* operation : kWrites) {
      CAPTURE(operation);
      const std::string values = R"(, "ExpressionAttributeValues": {":v": )" + fault.value + "}";
      CHECK(engine.error(operation, write(operation, condition("a = :v", values))) ==
            error + "ExpressionAttributeValues contains invalid value: " + fault.text +
                " for key :v");
    }
  }
}

TEST_CASE("a put or a delete returns the item before or nothing") {
  Engine engine;
  for (const char* wanted : {"ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"}) {
    CAPTURE(wanted);
    const std::string members = R"("ReturnValues": ")" + std::string(wanted) + "\"";
    for (const char* operation : {"PutItem", "DeleteItem"}) {
      CHECK(engine.error(operation, write(operation, members)) ==
            kCounted + "ReturnValues can only be ALL_OLD or NONE");
    }
  }
}

TEST_CASE("what takes the table or the item to see stays bare") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}, "t": {"S": "text"}})");
  const std::string error = "ValidationException: ";
  const std::string large = R"({"TableName": "reads", "Item": {"p": {"S": "x"}, "s": {"S": "a"},
      "v": {"S": ")" + std::string(core::limits::kMaxItemBytes, 'x') +
                            "\"}}}";
  CHECK(engine.error("PutItem", large) ==
        error + "Item size has exceeded the maximum allowed size");
  CHECK(engine.error("PutItem", std::string(large).replace(large.find("reads"), 5, "other")) ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(engine.error("PutItem", R"({"TableName": "reads", "Item": {"p": {"N": "1"}}})") ==
        error + kInvalid + "Type mismatch for key p expected: S actual: N");
  CHECK(engine.error("PutItem", R"({"TableName": "reads",
                     "Item": {"p": {"S": "x"}, "s": {"S": "a"}, "g": {"N": "1"}}})") ==
        error + kInvalid + "Type mismatch for Index Key g Expected: S Actual: N IndexName: global");
  for (const char* operation : {"UpdateItem", "DeleteItem"}) {
    CHECK(engine.error(operation, R"({"TableName": "reads", "Key": {"p": {"S": "x"}}})") ==
          error + "The provided key element does not match the schema");
    CHECK(engine.error(operation, R"({"TableName": "reads",
                       "Key": {"p": {"S": ""}, "s": {"S": "a"}}})") ==
          error +
              "One or more parameter values are not valid. The AttributeValue for a key "
              "attribute cannot contain an empty string value. Key: p");
  }
  struct Case {
    std::string update;
    std::string text;
  };
  const Case cases[] = {
      {"SET s = t",     kInvalid + "Cannot update attribute s. This attribute is part of the key"  },
      {"SET a.b = t",   "The document path provided in the update expression is invalid for update"},
      {"SET a = b",
       "The provided expression refers to an attribute that does not exist in the item"            },
      {"SET a = t - t", "An operand in the update expression has an incorrect data type"           },
  };
  for (const Case& c : cases) {
    CAPTURE(c.update);
    CHECK(engine.error("UpdateItem", write("UpdateItem", R"("UpdateExpression": ")" + c.update +
                                                             "\"")) == error + c.text);
  }
  CHECK(engine.error("DeleteItem", write("DeleteItem", condition("attribute_exists(gone)"))) ==
        "ConditionalCheckFailedException: The conditional request failed");
}

TEST_CASE("the older front end, which reads what nests deepest, counts nothing") {
  Engine engine;
  const auto error_of = [&](const std::string& members) {
    return engine.error("DeleteItem", write("DeleteItem", members));
  };
  const auto equals = [](int maps) {
    return condition("a = :deep",
                     R"(, "ExpressionAttributeValues": {":deep": )" + nested(maps) + "}");
  };
  CHECK(error_of(equals(62)) == kCounted + kNesting);
  CHECK(error_of(equals(63)) ==
        "ValidationException: ExpressionAttributeValues contains invalid "
        "value: " +
            kNesting + " for key :deep");
  CHECK(error_of(equals(100) + R"(, "ReturnValues": "UPDATED_NEW")") ==
        "ValidationException: ReturnValues can only be ALL_OLD or NONE");
  CHECK(error_of(R"("Expected": {"a": {"Value": )" + nested(100) +
                 R"(}, "b": {"Exists": false}}, "ConditionalOperator": "XOR")") ==
        kCounted +
            "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must "
            "satisfy enum value set: [OR, AND]");
}

TEST_CASE("an item isn't looked through where the body has too little for a large one") {
  const std::string text(core::limits::kMaxItemBytes, 'x');
  const auto large = core::json::Document::parse(R"({"p": {"S": ")" + text + "\"}}");
  const auto item = core::json::Document::parse(R"({"p": {"S": "x"}})");
  CHECK_FALSE(server::operations::is_readable(large.root()));
  CHECK_FALSE(server::operations::is_readable(large.root(), large.text_bytes()));
  CHECK_FALSE(server::operations::is_readable(large.root(), core::limits::kMaxItemBytes + 1));
  CHECK(server::operations::is_readable(large.root(), core::limits::kMaxItemBytes));
  CHECK(server::operations::is_readable(item.root()));
}

TEST_CASE("a large item is shown by a worker, whatever becomes of its table meanwhile") {
  for (const std::size_t bytes :
       {server::operations::kQuickItemBytes, server::operations::kQuickItemBytes + 1}) {
    CAPTURE(bytes);
    Engine engine;
    create_read_table(engine);
    const std::string text(bytes - 5, 'v');  // beside p, x, s, a and v
    const std::string item = R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"S": ")" + text + "\"}}";
    put(engine, item);
    std::vector<std::function<void()>> held;
    engine.services.run_on_worker = [&](std::function<void()> work, std::function<void()> done) {
      held = {std::move(work), std::move(done)};
    };
    std::string answer;
    const auto* operation = server::operations::find_operation("DynamoDB_20120810.PutItem");
    const auto body = core::json::Document::parse(
        R"({"TableName": "reads", "ReturnValues": "ALL_OLD", "Item": )" + item + "}");
    operation->start({body.root().object(), engine.scope}, engine.services,
                     [&](const auto& result) { answer = std::get<std::string>(result); });
    engine.run_turn();
    CHECK(held.empty() == (bytes == server::operations::kQuickItemBytes));
    engine.answer("DeleteTable", R"({"TableName": "reads"})");
    for (const auto& step : held) step();
    CHECK(answer.find(text) != std::string::npos);
  }
}

}  // namespace tests::write_parameters_test
