#include "core/json/value.h"
#include "tests/unit/server/operations/items/read_fixture.h"

#include <doctest/doctest.h>

namespace tests::transact_write_items_test {
namespace {

using server::operations::Answer;
using server::operations::Request;

std::string key(std::string_view sort) {
  return R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(sort) + R"("}})";
}

std::string action(std::string_view kind, std::string_view members) {
  return "{\"" + std::string(kind) + R"(": {"TableName": "reads", )" + std::string(members) + "}}";
}

std::string put_action(std::string_view sort, std::string_view members = "") {
  return action("Put", R"("Item": )" + key(sort) + std::string(members));
}

std::string add_action(std::string_view sort) {
  return action("Update", R"("Key": )" + key(sort) +
                              R"(, "UpdateExpression": "ADD n :n",
                                  "ExpressionAttributeValues": {":n": {"N": "1"}})");
}

std::string all(const std::string& actions, const std::string& members = "") {
  return R"({"TransactItems": [)" + actions + "]" + members + "}";
}

std::string canceled(const std::string& codes) {
  return "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons "
         "for specific reasons [" +
         codes + "]";
}

std::string sort_keys(Engine& engine) {
  return values_of(engine.answer("Query", R"({"TableName": "reads",
      "KeyConditionExpression": "p = :p", "ExpressionAttributeValues": {":p": {"S": "x"}}})"),
                   "s");
}

constexpr const char* kIfNew = R"j(, "ConditionExpression": "attribute_not_exists(p)")j";
constexpr const char* kIfThere = R"j(, "ConditionExpression": "attribute_exists(p)")j";

}  // namespace

TEST_CASE("a transaction writes all of its actions") {
  Engine engine;
  create_read_table(engine);
  put(engine, key("checked"));
  put(engine, key("gone"));
  const auto answer = engine.answer(
      "TransactWriteItems",
      all(put_action("new", kIfNew) + "," + add_action("counted") + "," +
              action("Delete", R"("Key": )" + key("gone")) + "," +
              action("ConditionCheck", R"("Key": )" + key("checked") + kIfThere),
          R"(, "ReturnConsumedCapacity": "TOTAL", "ReturnItemCollectionMetrics": "SIZE")"));
  CHECK(sort_keys(engine) == "checked counted new");
  CHECK(member_of(answer, "ConsumedCapacity") ==
        R"([{"TableName":"reads","WriteCapacityUnits":8.0,"CapacityUnits":8.0}])");
  CHECK(member_of(answer, "ItemCollectionMetrics") ==
        R"({"reads":[{"ItemCollectionKey":{"p":{"S":"x"}},"SizeEstimateRangeGB":[0.0,1.0]}]})");
}

TEST_CASE("one failed condition cancels all, with a reason for each action") {
  Engine engine;
  create_read_table(engine);
  put(engine, key("there"));
  const std::string body =
      all(put_action("new", kIfNew) + "," + put_action("there", kIfNew + std::string(R"(,
                     "ReturnValuesOnConditionCheckFailure": "ALL_OLD")")));
  CHECK(engine.error("TransactWriteItems", body) == canceled("None, ConditionalCheckFailed"));
  const auto answer = engine.call("TransactWriteItems", body);
  CHECK(std::get<core::ApiError>(answer).members() ==
        R"("CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed",)"
        R"("Message":"The conditional request failed",)"
        R"("Item":{"p":{"S":"x"},"s":{"S":"there"}}}])");
  CHECK(sort_keys(engine) == "there");
}

TEST_CASE("the conditions of a transaction may look through 8 MB between them") {
  Engine engine;
  create_read_table(engine);
  for (const char* sort : {"a", "b"}) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(sort) + R"("}, "v": {"S": ")" +
                    std::string(150'000, 'v') + "\"}}");
  }
  std::string condition = "contains(v, :b)";
  for (int i = 1; i < 30; ++i) condition += " OR contains(v, :b)";
  const auto check = [&](std::string_view sort) {
    return action("ConditionCheck",
                  R"("Key": )" + key(sort) + R"j(, "ConditionExpression": "NOT ()j" + condition +
                      R"j()", "ExpressionAttributeValues": )j" + R"({":b": {"S": "b"}})");
  };
  CHECK(engine.answer("TransactWriteItems", all(check("a"))) == "{}");
  CHECK(engine.error("TransactWriteItems", all(check("a") + "," + check("b"))) ==
        canceled("None, ValidationError"));
}

TEST_CASE("the items of a transaction may come to 4 MB, also those that are there") {
  Engine engine;
  create_read_table(engine);
  std::string checks;
  for (char sort = 'a'; sort <= 'k'; ++sort) {
    put(engine, R"({"p": {"S": "x"}, "s": {"S": ")" + std::string(1, sort) + R"("}, "v": {"S": ")" +
                    std::string(400'000, 'v') + "\"}}");
    checks += (checks.empty() ? "" : ",") +
              action("ConditionCheck", R"("Key": )" + key(std::string(1, sort)) +
                                           R"j(, "ConditionExpression": "attribute_exists(p)")j");
    if (sort == 'j') CHECK(engine.answer("TransactWriteItems", all(checks)) == "{}");
  }
  const auto answer = engine.call("TransactWriteItems", all(checks));
  CHECK(std::get<core::ApiError>(answer).members().ends_with(
      R"({"Code":"ValidationError","Message":"The aggregate size of the items in the transaction )"
      R"(cannot exceed 4 MB"}])"));
}

TEST_CASE("what only the stored item or the table's key tells is a reason, too") {
  Engine engine;
  create_read_table(engine);
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "text"}, "n": {"S": "no number"}})");
  const auto reason = [&](const std::string& actions) {
    const auto answer = engine.call("TransactWriteItems", all(actions));
    const auto& error = std::get<core::ApiError>(answer);
    CHECK(error.code() == core::ErrorCode::transaction_canceled);
    return error.members();
  };
  const auto message = [](const std::string& text) {
    return R"("CancellationReasons":[{"Code":"ValidationError","Message":")" + text + "\"}]";
  };
  CHECK(reason(add_action("text")) ==
        message("An operand in the update expression has an incorrect data type"));
  CHECK(reason(action("Put", R"("Item": {"p": {"N": "5"}, "s": {"S": "a"}})")) ==
        message("One or more parameter values were invalid: Type mismatch for key p expected: S "
                "actual: N"));
  CHECK(reason(action("Delete", R"("Key": {"p": {"N": "5"}, "s": {"S": "a"}})")) ==
        message("The provided key element does not match the schema"));
}

TEST_CASE("what is wrong with a second key isn't looked at") {
  Engine engine;
  create_read_table(engine);
  const std::string wrong = action("Put", R"("Item": {"p": {"N": "5"}, "s": {"S": "a"}})");
  CHECK(engine.error("TransactWriteItems", all(put_action("a") + "," + wrong + "," + wrong)) ==
        canceled("None, ValidationError, None"));
  const std::string get = R"({"Get": {"TableName": "reads", "Key": {"p": {"S": "x"}}}})";
  CHECK(engine.error("TransactGetItems", all(get + "," + get)) ==
        canceled("ValidationError, None"));
}

TEST_CASE("an action without an expression may bring names and values for nothing") {
  Engine engine;
  create_read_table(engine);
  const std::string unused = R"(, "ExpressionAttributeNames": {"#a": "a"},
                                  "ExpressionAttributeValues": {":v": {"S": "x"}})";
  engine.answer("TransactWriteItems", all(put_action("a", unused) + "," +
                                          action("Delete", R"("Key": )" + key("b") + unused)));
  CHECK(sort_keys(engine) == "a");
  CHECK(engine.answer("TransactGetItems", all(R"({"Get": {"TableName": "reads", "Key": )" +
                                              key("gone") + unused + "}}")) ==
        R"({"Responses":[{}]})");
  CHECK(engine.error("TransactGetItems", all(R"({"Get": {"TableName": "reads", "Key": )" +
                                             key("gone") + R"(, "ProjectionExpression": "p",
                     "ExpressionAttributeNames": {"#a": "a"}}})")) ==
        "ValidationException: Value provided in ExpressionAttributeNames unused in expressions: "
        "keys: {#a}");
}

TEST_CASE("the older front end reads transactions, expressions before keys") {
  Engine engine;
  std::string deep = R"({"S": "leaf"})";
  for (int i = 0; i < 100; ++i) deep = R"({"M": {"n": )" + deep + "}}";
  const std::string deep_key = R"("Key": {"p": )" + deep + "}";
  const std::string syntax =
      R"(Invalid ConditionExpression: Syntax error; token: "=", near: "= = b")";
  const std::string nesting =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
      "beyond supported limit";
  std::string oversized = "a = :v";
  for (int i = 0; i < 373; ++i) oversized += " AND a = :v";
  const std::string wrong = R"(, "ConditionExpression": "a = = b")";
  struct Case {
    std::string actions;
    std::string error;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {action("Delete", deep_key + wrong), syntax},
      {action("ConditionCheck", deep_key + wrong), syntax},
      {action("Update", deep_key + R"(, "UpdateExpression": "SET a = b")" + wrong), syntax},
      {action("Delete", deep_key + R"(, "ExpressionAttributeValues": {":v": {"S": "x"}},
                                     "ConditionExpression": ")" + oversized + "\""),
       "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; "
       "expression size: 4109"},
      {action("Delete", deep_key) + "," + action("Put", R"("Item": {})" + wrong), nesting},
      {action("Put", R"("Item": {"p": )" + deep + "}" + wrong), nesting},
      {action("Update", R"("Key": {}, "UpdateExpression": "SET a = :v",
                           "ExpressionAttributeValues": {":v": {"N": "1e2147483647"}})"),
       "ExpressionAttributeValues contains invalid value: Number underflow. Attempting to store a "
       "number with magnitude smaller than supported range for key :v"},
      {action("Put", R"("Item": {"p": {"SS": ["b", "a", "b"]}})"),
       "One or more parameter values were invalid: Input collection [b, a, b] contains duplicates."},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.error);
    CHECK(engine.error("TransactWriteItems", all(c.actions)) == "ValidationException: " + c.error);
  }
}

TEST_CASE("a transaction that can't be is refused before it begins, in AWS's words") {
  Engine engine;
  create_read_table(engine);
  std::string too_many_bytes;
  for (int i = 0; i < 12; ++i) {
    too_many_bytes += (i ? "," : "") + action("Put", R"("Item": {"p": {"S": "x"}, "s": {"S": ")" +
                                                         std::to_string(i) + R"("}, "v": {"S": ")" +
                                                         std::string(350'000, 'x') + R"("}})");
  }
  struct Case {
    std::string actions;
    std::string error;
  };
  const std::string twice = put_action("a") + "," + add_action("a");
  const std::string two_kinds =
      R"({"Put": {"TableName": "reads", "Item": {}}, "Delete": {"TableName": "reads", "Key": {}}})";
  const std::string malformed_after_missing_table =
      R"({"Put": {"TableName": "gone", "Item": {}}}, )" +
      put_action("a", R"(, "ConditionExpression": "attribute_not_exists(")");
  const std::string empty_key = action("Put", R"("Item": {"p": {"S": ""}, "s": {"S": "a"}})");
  const std::string empty_index_key =
      action("Put", R"("Item": {"p": {"S": "x"}, "s": {"S": "a"}, "g": {"S": ""}})");
  const std::string unused =
      put_action("a", std::string(kIfNew) + R"(, "ExpressionAttributeValues": {":v": {"S": "x"}})");
  const Case cases[] = {
      {"{}",
       "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"                        },
      {two_kinds,                     "TransactItems can only contain one of Check, Put, Update or Delete"           },
      {twice,                         "Transaction request cannot include multiple operations on one item"           },
      {malformed_after_missing_table,
       R"(Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "(")"                                     },
      {empty_key,
       "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
       "contain an empty string value. Key: p"                                                                       },
      {unused,                        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"},
      {empty_index_key,
       "One or more parameter values are not valid. A value specified for a secondary index key is "
       "not supported. The AttributeValue for a key attribute cannot contain an empty string "
       "value. "
       "IndexName: global, IndexKey: g"                                                                              },
      {too_many_bytes,                "Transaction payload size cannot exceed 4 MB"                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.error);
    CHECK(engine.error("TransactWriteItems", all(c.actions)) == "ValidationException: " + c.error);
  }
  CHECK(engine.error("TransactWriteItems", all(R"({"Put": {"TableName": "gone", "Item": {}}})")) ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(sort_keys(engine) == "");
}

TEST_CASE("a token's second request writes nothing again, for ten minutes") {
  Engine engine;
  create_read_table(engine);
  const std::string token = R"(, "ClientRequestToken": "t", "ReturnConsumedCapacity": "TOTAL")";
  const std::string body = all(add_action("a"), token);
  const auto count = [&] {
    return member_of(engine.answer("GetItem", R"({"TableName": "reads", "ProjectionExpression": "n",
        "Key": )" + key("a") + "}"),
                     "Item");
  };
  engine.answer("TransactWriteItems", body);
  const auto repeated = engine.answer("TransactWriteItems", body);
  CHECK(count() == R"({"n":{"N":"1"}})");
  CHECK(member_of(repeated, "ConsumedCapacity") ==
        R"([{"TableName":"reads","ReadCapacityUnits":2.0,"CapacityUnits":2.0}])");
  CHECK(engine.error("TransactWriteItems", all(add_action("b"), token)) ==
        "IdempotentParameterMismatchException: DynamoDB rejected the request because you retried a "
        "request with a different payload but with an idempotent token that was already used.");
  engine.clock.advance(std::chrono::minutes(10));
  engine.answer("TransactWriteItems", body);
  CHECK(count() == R"({"n":{"N":"2"}})");
}

TEST_CASE("a transaction that was read ahead is the same transaction") {
  Engine engine;
  create_read_table(engine);
  const std::string actions = add_action("a") + "," + put_action("b");
  const std::string token = R"(, "ClientRequestToken": "t")";
  engine.answer("TransactWriteItems", all(actions, token));
  engine.reads_ahead = true;
  engine.answer("TransactWriteItems", all(actions, token));
  CHECK(values_of(engine.answer("Scan", R"({"TableName": "reads"})"), "s") == "a b");
  CHECK(member_of(engine.answer("GetItem", R"({"TableName": "reads", "ProjectionExpression": "n",
      "Key": )" + key("a") + "}"),
                  "Item") == R"({"n":{"N":"1"}})");
  CHECK(engine.error("TransactWriteItems", all(add_action("a"), token))
            .starts_with("IdempotentParameterMismatchException"));
  CHECK(engine.error("TransactWriteItems", all(put_action("c", kIfThere))) ==
        canceled("ConditionalCheckFailed"));
  CHECK(engine.error("TransactWriteItems", all("{}")) ==
        "ValidationException: Invalid Request: TransactWriteRequest should contain Delete or Put "
        "or Update request");
}

TEST_CASE("the reasons of a cancelled transaction show large items from a worker") {
  Engine engine;
  create_read_table(engine);
  const std::string large(70'000, 'v');
  put(engine, R"({"p": {"S": "x"}, "s": {"S": "a"}, "v": {"S": ")" + large + "\"}}");
  const std::string shown = R"(, "ReturnValuesOnConditionCheckFailure": "ALL_OLD")";
  const auto answer = engine.call("TransactWriteItems",
                                  all(put_action("a", kIfNew + shown) + "," + put_action("b")));
  CHECK(std::get<core::ApiError>(answer).members() ==
        R"("CancellationReasons":[{"Code":"ConditionalCheckFailed",)"
        R"("Message":"The conditional request failed","Item":{"p":{"S":"x"},"s":{"S":"a"},)"
        R"("v":{"S":")" +
            large + R"("}}},{"Code":"None"}])");
  CHECK(engine.worker_runs == 1);
  engine.call("TransactWriteItems", all(put_action("a", kIfNew)));
  CHECK(engine.worker_runs == 1);
}

TEST_CASE("a cancelled transaction leaves its token free") {
  Engine engine;
  create_read_table(engine);
  const std::string body =
      all(action("Delete", R"("Key": )" + key("a") + kIfThere), R"(, "ClientRequestToken": "t")");
  CHECK(engine.error("TransactWriteItems", body) == canceled("ConditionalCheckFailed"));
  put(engine, key("a"));
  CHECK(engine.error("TransactWriteItems", body) == "");
  CHECK(sort_keys(engine) == "");
}

TEST_CASE("two requests with one token in one turn write once") {
  Engine engine;
  create_read_table(engine);
  const auto* operation =
      server::operations::find_operation("DynamoDB_20120810.TransactWriteItems");
  const auto document =
      core::json::Document::parse(all(add_action("a"), R"(, "ClientRequestToken": "t")"));
  const Request request{document.root().object(), engine.scope};
  int good = 0;
  const auto reply = [&](const Answer& answer) {
    good += std::holds_alternative<std::string>(answer);
  };
  operation->start(request, engine.services, reply);
  operation->start(request, engine.services, reply);
  CHECK(good == 0);
  engine.run_turn();
  CHECK(good == 2);
  CHECK(engine.answer("GetItem", R"({"TableName": "reads", "ProjectionExpression": "n",
      "Key": )" + key("a") + "}") == R"({"Item":{"n":{"N":"1"}}})");
}

}  // namespace tests::transact_write_items_test
