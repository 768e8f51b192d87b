#include "server/protocol/constraints.h"

#include "tests/unit/server/protocol/violations.h"

#include <doctest/doctest.h>

#include <string>

namespace constraints_test {

using namespace server::protocol::testing;

TEST_CASE("a body that satisfies its model passes") {
  CHECK(dynamodb("PutItem",
                 R"({"TableName":"abc","Item":{"a":{"S":"b"}},"ReturnValues":"NONE"})") == "");
  CHECK(dynamodb("GetItem", R"({"TableName":"abc",)" + kKey + "}") == "");
  CHECK(dynamodb("ListTables", "{}") == "");
  CHECK(dynamodb("DescribeLimits", R"({"x":1})") == "");
  CHECK(dynamodb("CreateTable",
                 R"({"TableName":"abc","AttributeDefinitions":[{"AttributeName":"a",
                 "AttributeType":"S"}],"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
                 "BillingMode":"PAY_PER_REQUEST"})") == "");
}

TEST_CASE("a table's name, as recorded on AWS") {
  struct Case {
    std::string name;
    std::string constraint;
  };
  const Case cases[] = {
      {"",              "Member must have length greater than or equal to 1"},
      {"ab",            "Member must have length greater than or equal to 3"},
      {std::string(256, 'a'),                                                 "Member must have length less than or equal to 255"},
      {"bad table!@#",               kNamePattern                                                     },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::string told = one(failed("'" + c.name + "' at 'tableName'", c.constraint));
    CHECK(dynamodb("Scan", R"({"TableName":")" + c.name + "\"}") == told);
    if (c.name.empty()) continue;
    CHECK(dynamodb("GetItem", R"({"TableName":")" + c.name + "\"," + kKey + "}") == told);
  }
}

TEST_CASE("of a table's own name and an index's, the length is told before the pattern") {
  const std::string length = "Member must have length greater than or equal to 3";
  const auto both = [&](const std::string& where) {
    return "2 validation errors detected: " + failed(where, length) + "; " +
           failed(where, kNamePattern);
  };
  for (const char* operation : {"DescribeTable", "DeleteTable", "DescribeTimeToLive"}) {
    CAPTURE(operation);
    CHECK(dynamodb(operation, R"({"TableName":""})") == both("'' at 'tableName'"));
    CHECK(dynamodb(operation, R"({"TableName":"a;"})") == both("'a;' at 'tableName'"));
    CHECK(dynamodb(operation, R"({"TableName":"ab"})") ==
          one(failed("'ab' at 'tableName'", length)));
  }
  CHECK(dynamodb("UpdateTable", R"({"TableName":"abc","GlobalSecondaryIndexUpdates":[{"Delete":
                 {"IndexName":""}}]})") ==
        both("'' at 'globalSecondaryIndexUpdates.1.member.delete.indexName'"));
  CHECK(dynamodb("ListTables", R"({"ExclusiveStartTableName":""})") ==
        "2 validation errors detected: " + failed("'' at 'exclusiveStartTableName'", kNamePattern) +
            "; " + failed("'' at 'exclusiveStartTableName'", length));
}

TEST_CASE("a table's ARN may stand for its name") {
  const std::string arn = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  CHECK(dynamodb("DescribeTable", R"({"TableName":")" + arn + "abc\"}") == "");
  const std::string body = R"({"TableName":")" + arn + std::string(1024, 'a') + "\"}";
  CHECK(dynamodb("DescribeTable", body)
            .ends_with("Member must have length less than or equal to 1024"));
  CHECK(dynamodb("ListTables", R"({"ExclusiveStartTableName":")" + arn + "abc\"}") ==
        one(failed("'" + arn + "abc' at 'exclusiveStartTableName'", kNamePattern)));
}

TEST_CASE("operations on items report a missing member, those on tables answer before all else") {
  CHECK(dynamodb("PutItem", R"({"Item":{}})") == one(failed("null at 'tableName'", kNotNull)));
  CHECK(dynamodb("PutItem", R"({"TableName":null,"Item":{}})") ==
        one(failed("null at 'tableName'", kNotNull)));
  CHECK(dynamodb("CreateTable", "{}") ==
        "The parameter 'TableName' is required but was not present in the request");
  CHECK(dynamodb("UpdateTimeToLive", R"({"TableName":"abc","TimeToLiveSpecification":{}})") ==
        "2 validation errors detected: " +
            failed("null at 'timeToLiveSpecification.attributeName'", kNotNull) + "; " +
            failed("null at 'timeToLiveSpecification.enabled'", kNotNull));
}

TEST_CASE("members stand in AWS's order where it isn't that of the API reference") {
  const std::string empty = "Member must have length greater than or equal to 1";
  const std::string index = R"(SecondaryIndexes":[{"IndexName":"abc","Projection":{},
                               "KeySchema":[]}])";
  CHECK(dynamodb("CreateTable", R"({"TableName":"abc","AttributeDefinitions":[],"KeySchema":[
                 {"AttributeName":"a","KeyType":"HASH"}],"Local)" +
                                    index + ",\"Global" + index + "}") ==
        "2 validation errors detected: " +
            failed("'[]' at 'globalSecondaryIndexes.1.member.keySchema'", empty) + "; " +
            failed("'[]' at 'localSecondaryIndexes.1.member.keySchema'", empty));
  CHECK(
      dynamodb("UpdateItem", R"({"TableName":"abc","ConditionalOperator":"x"})") ==
      "2 validation errors detected: " +
          failed("'x' at 'conditionalOperator'", "Member must satisfy enum value set: [OR, AND]") +
          "; " + failed("null at 'key'", kNotNull));
  CHECK(dynamodb("TransactWriteItems", R"({"ReturnConsumedCapacity":"x","TransactItems":[{}],
                 "ClientRequestToken":""})") ==
        "2 validation errors detected: " + failed("'' at 'clientRequestToken'", empty) + "; " +
            failed("'x' at 'returnConsumedCapacity'",
                   "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"));
}

TEST_CASE("an attribute update has one of three actions") {
  const auto update = [](const std::string& action) {
    return dynamodb("UpdateItem", R"({"TableName":"abc",)" + kKey +
                                      R"(,"AttributeUpdates":{"a":{"Action":")" + action + "\"}}}");
  };
  for (const char* action : {"ADD", "DELETE", "PUT"}) CHECK(update(action) == "");
  CHECK(update("FOO") == one(failed("'FOO' at 'attributeUpdates.a.member.action'",
                                    "Member must satisfy enum value set: [ADD, DELETE, PUT]")));
}

TEST_CASE("a shard filter is whole or not there") {
  const auto filter = [](const std::string& members) {
    return message_of("DynamoDBStreams_20120810.DescribeStream",
                      R"({"ShardFilter":{)" + members + "}}");
  };
  const std::string type = R"("Type":"CHILD_SHARDS")";
  const std::string id = R"("ShardId":"shardId-00000001573689847184-864758bb")";
  CHECK(filter(type + "," + id) == "");
  CHECK(filter(id) == one(failed("null at 'shardFilter.type'", kNotNull)));
  CHECK(filter(type) == one(failed("null at 'shardFilter.shardId'", kNotNull)));
  CHECK(filter(type + R"(,"ShardId":"qwerty")") ==
        one(failed("'qwerty' at 'shardFilter.shardId'",
                   "Member must have length greater than or equal to 28")));
  CHECK(filter("").starts_with("2 validation errors detected: "));
}

TEST_CASE("a stream says whether it is enabled, and shows one of four views") {
  const auto stream = [](const std::string& members) {
    return dynamodb("UpdateTable",
                    R"({"TableName":"abc","StreamSpecification":{)" + members + "}}");
  };
  CHECK(stream(R"("StreamEnabled":true)") == "");
  CHECK(stream(R"("StreamViewType":"KEYS_ONLY")") ==
        one(failed("null at 'streamSpecification.streamEnabled'", kNotNull)));
  CHECK(stream(R"("StreamEnabled":true,"StreamViewType":"Fisk")") ==
        one(failed("'Fisk' at 'streamSpecification.streamViewType'",
                   "Member must satisfy enum value set: [OLD_IMAGE, KEYS_ONLY, "
                   "NEW_AND_OLD_IMAGES, NEW_IMAGE]")));
}

TEST_CASE("a key for encryption has a name") {
  CHECK(
      dynamodb("UpdateTable", R"({"TableName":"abc","SSESpecification":{"KMSMasterKeyId":""}})") ==
      one(failed("'' at 'sSESpecification.kMSMasterKeyId'",
                 "Member must have length greater than or equal to 1")));
}

TEST_CASE("an attribute definition without a type and a name lacks the type first") {
  CHECK(dynamodb("UpdateTable", R"({"TableName":"abc","AttributeDefinitions":[{}]})") ==
        "2 validation errors detected: " +
            failed("null at 'attributeDefinitions.1.member.attributeType'", kNotNull) + "; " +
            failed("null at 'attributeDefinitions.1.member.attributeName'", kNotNull));
}

TEST_CASE("time to live needs an attribute's name") {
  CHECK(dynamodb("UpdateTimeToLive", R"({"TableName":"abc",
                 "TimeToLiveSpecification":{"AttributeName":"","Enabled":true}})") ==
        one(failed("'' at 'timeToLiveSpecification.attributeName'",
                   "Member must have length greater than or equal to 1")));
}

TEST_CASE("no more than ten violations are reported") {
  const std::string message = dynamodb(
      "Query", R"({"TableName":"a;","IndexName":"a;","Select":"x","ReturnConsumedCapacity":"x",
      "AttributesToGet":[],"Limit":-1,
      "KeyConditions":{"a":{},"b":{"ComparisonOperator":""}},
      "QueryFilter":{"a":{},"b":{"ComparisonOperator":""}}})");
  CHECK(message.starts_with("10 validation errors detected: Value 'x' at 'select' failed"));
  CHECK(
      message.find("'queryFilter.b.member.comparisonOperator' failed to satisfy constraint: Member "
                   "must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, "
                   "NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]") != std::string::npos);
  CHECK(message.find("keyConditions") == std::string::npos);
}

TEST_CASE("numbers are bounded by value, in the wording each operation has") {
  CHECK(dynamodb("Scan", R"({"TableName":"abc","Limit":0})") ==
        one(failed("'0' at 'limit'", "Member must have value greater than or equal to 1")));
  CHECK(dynamodb("Query", R"({"TableName":"abc","Limit":0})") ==
        one(failed("at 'Limit'", "Member must have value greater than or equal to 1")));
  CHECK(dynamodb("ListTables", R"({"Limit":101})") ==
        one(failed("'101' at 'limit'", "Member must have value less than or equal to 100")));
  CHECK(message_of("Logs_20140328.GetLogEvents",
                   R"({"logGroupName":"g","logStreamName":"s","limit":10001})",
                   core::ErrorCode::invalid_parameter) ==
        one(failed("'10001' at 'limit'", "Member must have value less than or equal to 10000")));
  CHECK(message_of("DynamoDBStreams_20120810.GetShardIterator", R"({"SequenceNumber":"1"})") ==
        one(failed("'1' at 'sequenceNumber'",
                   "Member must have length greater than or equal to 21")));
}

TEST_CASE("violations inside of collections carry their path") {
  const std::string table = R"({"TableName":"abc","AttributeDefinitions":[],"KeySchema":)";
  CHECK(dynamodb("CreateTable", table + R"([{"AttributeName":"pk","KeyType":"INVALID"}]})") ==
        one(failed("'INVALID' at 'keySchema.1.member.keyType'",
                   "Member must satisfy enum value set: [HASH, RANGE]")));
  CHECK(dynamodb("CreateTable", table + "[]}") ==
        one(failed("'[]' at 'keySchema'", "Member must have length greater than or equal to 1")));
  CHECK(dynamodb("CreateTable", table + R"([{"KeyType":"HASH"},{"AttributeName":"a"},
                            {"AttributeName":"b","KeyType":"RANGE"}]})") ==
        "3 validation errors detected: " +
            failed("'[KeySchemaElement(attributeName=null, keyType=HASH), "
                   "KeySchemaElement(attributeName=a, keyType=null), "
                   "KeySchemaElement(attributeName=b, keyType=RANGE)]' at 'keySchema'",
                   "Member must have length less than or equal to 2") +
            "; " + failed("null at 'keySchema.1.member.attributeName'", kNotNull) + "; " +
            failed("null at 'keySchema.2.member.keyType'", kNotNull));
  CHECK(dynamodb("UpdateTable",
                 R"({"TableName":"abc","GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"abc",
                 "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":0}}}]})") ==
        one(failed("'0' at 'globalSecondaryIndexUpdates.1.member.update.provisionedThroughput."
                   "writeCapacityUnits'",
                   "Member must have value greater than or equal to 1")));
  CHECK(dynamodb("TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"abc"}}]})") ==
        one(failed("null at 'transactItems.1.member.put.item'", kNotNull)));
  CHECK(
      dynamodb("TransactGetItems", R"({"TransactItems":[]})") ==
      one(failed("'[]' at 'transactItems'", "Member must have length greater than or equal to 1")));
}

TEST_CASE("a map's keys and values are reported with the whole map") {
  const std::string keys =
      "Map keys must satisfy constraint: [Member must have length less than or equal to 255, "
      "Member "
      "must have length greater than or equal to 3, " +
      kNamePattern + "]";
  const std::string values =
      "Map value must satisfy constraint: [Member must have length less than or equal to 25, "
      "Member "
      "must have length greater than or equal to 1]";
  CHECK(dynamodb("BatchWriteItem", R"({"RequestItems":{"a":[]}})") ==
        "2 validation errors detected: " + failed("'{a=[]}' at 'requestItems'", keys) + "; " +
            failed("'{a=[]}' at 'requestItems'", values));
  CHECK(dynamodb("BatchWriteItem", R"({"RequestItems":{"abc":[{"PutRequest":{}}]}})") ==
        one(failed("null at 'requestItems.abc.member.1.member.putRequest.item'", kNotNull)));
  std::string requests;
  for (int i = 0; i < 26; ++i) {
    requests += std::string(i > 0 ? "," : "") + R"({"DeleteRequest":{"Key":{"a":{"S":"b"}}}})";
  }
  const std::string message =
      dynamodb("BatchWriteItem", R"({"RequestItems":{"abc":[)" + requests + "]}}");
  CHECK(
      message.starts_with("1 validation error detected: Value '{abc=[WriteRequest(putRequest=null, "
                          "deleteRequest=DeleteRequest(key={a=AttributeValue(s=b, n=null, "));
  CHECK(message.ends_with("]}' at 'requestItems' failed to satisfy constraint: " + values));
}

TEST_CASE("too many keys of a batch are reported in the newer wording") {
  std::string keys = R"({"a":{"S":"b"}})";
  for (int i = 0; i < 100; ++i) keys += R"(,{"a":{"S":"b"}})";
  CHECK(dynamodb("BatchGetItem", R"({"RequestItems":{"abc":{"Keys":[)" + keys + "]}}}") ==
        one(failed("at 'RequestItems.abc.member.Keys'",
                   "Member must have length less than or equal to 100")));
  CHECK(dynamodb("BatchGetItem", R"({"RequestItems":{"abc":{}}})") ==
        one(failed("null at 'requestItems.abc.member.keys'", kNotNull)));
}

TEST_CASE("BatchGetItem's map of requests can't be empty") {
  CHECK(dynamodb("BatchGetItem", R"({"RequestItems":{}})") ==
        one(failed("at 'RequestItems'", "Member must have length greater than or equal to 1")));
}

TEST_CASE("BatchWriteItem tells of a table's name only where nothing before it is wrong") {
  const std::string items = R"({"RequestItems":{"a!b":[{"PutRequest":{"Item":{}}}]})";
  CHECK(dynamodb("BatchWriteItem", items + R"(,"ReturnConsumedCapacity":"BOGUS"})") ==
        one(failed("'BOGUS' at 'returnConsumedCapacity'",
                   "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]")));
  CHECK(dynamodb("BatchWriteItem", items + "}") ==
        one(failed("'{a!b=[WriteRequest(putRequest=PutRequest(item={}, workloadProfileName=null), "
                   "deleteRequest=null)]}' at 'requestItems'",
                   "Map keys must satisfy constraint: [Member must have length less than or equal "
                   "to 255, Member must have length greater than or equal to 3, " +
                       kNamePattern + "]")));
}

TEST_CASE("BatchGetItem quotes its requests as they came") {
  CHECK(dynamodb("BatchGetItem", R"({"ReturnConsumedCapacity":"x",
                 "RequestItems":{"a!b":{"Keys":[{"pk": {"S":"a"}}]}}})") ==
        "2 validation errors detected: " +
            failed(R"('{"a!b":{"Keys":[{"pk":{"S":"a"}}]}}' at 'requestItems')",
                   "Map keys must satisfy constraint: [Member must have length less than or equal "
                   "to 255, Member must have length greater than or equal to 3, " +
                       kNamePattern + "]") +
            "; " +
            failed("'x' at 'returnConsumedCapacity'",
                   "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"));
}

TEST_CASE("elements that violate their shape are reported with the whole list") {
  CHECK(dynamodb("UpdateTable", R"({"TableName":"abc","GlobalSecondaryIndexUpdates":[{"Create":
                 {"IndexName":"abc","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
                 "Projection":{"NonKeyAttributes":["a",""]}}}]})") ==
        one(failed("'[a, ]' at "
                   "'globalSecondaryIndexUpdates.1.member.create.projection.nonKeyAttributes'",
                   "Member must satisfy constraint: [Member must have length less than or equal to "
                   "255, Member must have length greater than or equal to 1]")));
}

TEST_CASE("no null hides in a collection, except among attribute values") {
  CHECK(
      dynamodb("CreateTable",
               R"({"TableName":"abc","AttributeDefinitions":[],"KeySchema":[null]})") ==
      one(failed("'[null]' at 'keySchema'", "Member must satisfy constraint: [" + kNotNull + "]")));
  CHECK(dynamodb("GetItem",
                 R"({"TableName":"abc","ExpressionAttributeNames":{"#a":null},)" + kKey + "}") ==
        one(failed("'{#a=null}' at 'expressionAttributeNames'",
                   "Map value must satisfy constraint: [" + kNotNull + "]")));
  CHECK(dynamodb("PutItem", R"({"TableName":"abc","Item":{"a":null}})") == "");
}

TEST_CASE("lengths count UTF-16 code units, as Java does") {
  const auto attribute = [](const std::string& name) {
    return dynamodb("UpdateTimeToLive",
                    R"({"TableName":"abc","TimeToLiveSpecification":{"Enabled":true,)"
                    R"("AttributeName":")" +
                        name + "\"}}");
  };
  std::string accents;
  std::string emoji = "a";
  for (int i = 0; i < 255; ++i) accents += "é";
  for (int i = 0; i < 127; ++i) emoji += "😀";
  CHECK(attribute(accents) == "");
  CHECK(attribute(emoji) == "");
  CHECK(attribute(accents + "é").ends_with("Member must have length less than or equal to 255"));
  CHECK(attribute(emoji + "a").ends_with("Member must have length less than or equal to 255"));
}

}  // namespace constraints_test
