#include "server/fault_gate.h"

#include "server/dispatcher.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace fault_gate_test {

namespace {

using namespace std::chrono_literals;
using tests::HeaderList;

// Requests to all APIs, with faults that are set through the control API.
struct Gate : ControlFixture {
  void send_to(const char* method, const char* target, HeaderList fields, std::string body = {}) {
    got.reset();
    sent.emplace(std::move(fields));
    dispatcher.serve({method, target, *sent, std::move(body)},
                     [&](core::HttpResponse response) { got = std::move(response); });
    settle();
  }
  core::HttpResponse ask(const char* method, const char* target, HeaderList fields,
                         std::string body = {}) {
    send_to(method, target, std::move(fields), std::move(body));
    return got.value();
  }
  static HeaderList signed_for(const char* service, HeaderList more = {}) {
    more.emplace_back("X-Amz-Date", "20260101T000000Z");
    more.emplace_back("Authorization",
                      std::string("AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/") +
                          service + "/aws4_request, SignedHeaders=host, Signature=0");
    return more;
  }
  static HeaderList form_for(const char* service) {
    return signed_for(service, {
                                   {"Content-Type", "application/x-www-form-urlencoded"}
    });
  }
  static HeaderList target(const std::string& name, const char* service = "dynamodb") {
    return signed_for(service,
                      {
                          {"X-Amz-Target", name                        },
                          {"Content-Type", "application/x-amz-json-1.0"}
    });
  }
  core::HttpResponse dynamodb(const std::string& operation, std::string body) {
    return ask("POST", "/", target("DynamoDB_20120810." + operation), std::move(body));
  }
  core::HttpResponse put_one(const std::string& id) {
    return dynamodb("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + id + R"("}}})");
  }
  bool has_item(const std::string& id) {
    return engine.answer("GetItem",
                         R"({"TableName":"Things","Key":{"id":{"S":")" + id + R"("}}})") != "{}";
  }
  void set(const std::string& body) { REQUIRE(call("POST", "faults", body).status == 200); }
  static std::string header(const core::HttpResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  std::optional<tests::FakeHeaders> sent;
  std::optional<core::HttpResponse> got;
  core::MemoryBudget memory{1 << 20};
  server::FaultGate gate{faults, *services, memory, alarms.maker()};
  server::Dispatcher dispatcher{*services, parts(), objects,
                                topics,    gate,    server::protocol::OriginPolicy({})};
};

}  // namespace

TEST_CASE_FIXTURE(Gate, "an error takes the operation's place") {
  CHECK(gate.stands_open());
  set(R"({"on":"operation","operation":"PutItem","error":"ProvisionedThroughputExceededException"})");
  CHECK(!gate.stands_open());
  const auto refused = put_one("a");
  CHECK(refused.status == 400);
  CHECK(refused.content_type == "application/x-amz-json-1.0");
  CHECK(refused.body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",)"
        R"("message":"The level of configured provisioned throughput for the table was exceeded. )"
        R"(Consider increasing your provisioning level with the UpdateTable API."})");
  CHECK(!header(refused, "x-amzn-RequestId").empty());
  CHECK(!header(refused, "x-amz-crc32").empty());
  CHECK(!has_item("a"));
  CHECK(gate.stands_open());
  CHECK(put_one("a").body == "{}");
}

TEST_CASE_FIXTURE(Gate, "a lost answer is of a write that was done") {
  set(R"({"on":"operation","operation":"PutItem","error":"InternalServerError","when":"after"})");
  const auto lost = put_one("a");
  CHECK(lost.status == 500);
  CHECK(lost.body == R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
                     R"("message":"Internal server error"})");
  CHECK(has_item("a"));
}

TEST_CASE_FIXTURE(Gate, "a delayed request is served when its time has come") {
  set(R"({"on":"operation","operation":"PutItem","delay_ms":200})");
  send_to("POST", "/", target("DynamoDB_20120810.PutItem"),
          R"({"TableName":"Things","Item":{"id":{"S":"a"}}})");
  advance(199ms);
  CHECK(!got);
  CHECK(!has_item("a"));
  advance(1ms);
  CHECK(got.value().body == "{}");
  CHECK(has_item("a"));
}

TEST_CASE_FIXTURE(Gate, "a delayed answer comes long after its write") {
  set(R"({"on":"operation","operation":"PutItem","delay_ms":200,"when":"after"})");
  send_to("POST", "/", target("DynamoDB_20120810.PutItem"),
          R"({"TableName":"Things","Item":{"id":{"S":"a"}}})");
  CHECK(!got);
  CHECK(has_item("a"));
  advance(200ms);
  CHECK(got.value().body == "{}");
}

TEST_CASE_FIXTURE(Gate, "an error may be late, and the fault deleted by then") {
  set(R"({"on":"operation","operation":"PutItem","delay_ms":50,"error":"ServiceUnavailable"})");
  send_to("POST", "/", target("DynamoDB_20120810.PutItem"),
          R"({"TableName":"Things","Item":{"id":{"S":"a"}}})");
  faults.clear({});
  advance(50ms);
  CHECK(got.value().status == 503);
  CHECK(!has_item("a"));
}

TEST_CASE_FIXTURE(Gate, "only requests of the fault's table and scope meet it") {
  engine.answer("CreateTable",
                R"({"TableName":"Others","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  set(R"({"on":"operation","operation":"PutItem","table":"Others","error":"ThrottlingException"})");
  set(R"({"on":"operation","operation":"PutItem","account":"000000000042","error":"ThrottlingException"})");
  CHECK(put_one("a").status == 200);
  CHECK(dynamodb("PutItem", R"({"TableName":"Others","Item":{"id":{"S":"a"}}})").body ==
        R"({"__type":"com.amazon.coral.availability#ThrottlingException",)"
        R"("message":"Rate of requests exceeds the allowed throughput."})");
  CHECK(faults.all().at(2).matched == 0);
}

TEST_CASE_FIXTURE(Gate, "who is denied access is told what") {
  set(R"({"on":"operation","operation":"PutItem","error":"AccessDeniedException"})");
  CHECK(put_one("a").body ==
        R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User: )"
        R"(arn:aws:iam::000000000000:user/rivulet is not authorized to perform: dynamodb:PutItem )"
        R"(on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Things because no )"
        R"(identity-based policy allows the dynamodb:PutItem action"})");
  set(R"({"on":"operation","operation":"ListTables","error":"AccessDeniedException","message":"No."})");
  CHECK(dynamodb("ListTables", "{}").body ==
        R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"No."})");
}

TEST_CASE_FIXTURE(Gate, "a transaction is cancelled for reasons") {
  set(R"({"on":"operation","operation":"TransactWriteItems","error":"TransactionCanceledException",)"
      R"("reasons":["None","TransactionConflict"]})");
  const std::string item = R"({"Put":{"TableName":"Things","Item":{"id":{"S":"a"}}}})";
  CHECK(dynamodb("TransactWriteItems", R"({"TransactItems":[)" + item + "]}").status == 200);
  CHECK(dynamodb("TransactWriteItems",
                 R"({"TransactItems":[)" + item + "," + item + "," + item + "]}")
            .body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":)"
        R"("Transaction cancelled, please refer cancellation reasons for specific reasons [None, )"
        R"(TransactionConflict, None]","CancellationReasons":[{"Code":"None"},)"
        R"({"Code":"TransactionConflict","Message":"Transaction is ongoing for the item"},)"
        R"({"Code":"None"}]})");
}

TEST_CASE_FIXTURE(Gate, "each reason says what AWS says of it") {
  const std::string item = R"({"Put":{"TableName":"Things","Item":{"id":{"S":"a"}}}})";
  const std::pair<const char*, const char*> texts[] = {
      {"ConditionalCheckFailed",          "The conditional request failed"           },
      {"DuplicateItem",                   "Duplicate primary key exists in table"    },
      {"ItemCollectionSizeLimitExceeded", "Collection size exceeded."                },
      {"ProvisionedThroughputExceeded",
       "The level of configured provisioned throughput for the table was exceeded. Consider "
       "increasing your provisioning level with the UpdateTable API."                },
      {"ThrottlingError",
       "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB "
       "is automatically scaling your index so please try again shortly."            },
      {"TransactionConflict",             "Transaction is ongoing for the item"      },
      {"ValidationError",                 "One or more parameter values were invalid"},
  };
  for (const auto& [reason, text] : texts) {
    CAPTURE(reason);
    set(R"({"on":"operation","operation":"TransactWriteItems",)"
        R"("error":"TransactionCanceledException","times":1,"reasons":[")" +
        std::string(reason) + R"("]})");
    const std::string body =
        dynamodb("TransactWriteItems", R"({"TransactItems":[)" + item + "]}").body;
    CHECK(body.ends_with(R"("CancellationReasons":[{"Code":")" + std::string(reason) +
                         R"(","Message":")" + text + R"("}]})"));
  }
}

TEST_CASE_FIXTURE(Gate, "the last requests of a batch are left undone") {
  set(R"({"on":"operation","operation":"BatchWriteItem","unprocessed":2})");
  const auto put = [](const char* id) {
    return R"({"PutRequest":{"Item":{"id":{"S":")" + std::string(id) + R"("}}}})";
  };
  CHECK(dynamodb("BatchWriteItem", R"({"RequestItems":{"Things":[)" + put("a") + "," + put("b") +
                                       "," + put("c") + "]}}")
            .body == R"({"UnprocessedItems":{"Things":[)" + put("b") + "," + put("c") + "]}}");
  CHECK(has_item("a"));
  CHECK(!has_item("b"));
  CHECK(!has_item("c"));
  set(R"({"on":"operation","operation":"BatchGetItem","unprocessed":1})");
  CHECK(dynamodb("BatchGetItem",
                 R"({"RequestItems":{"Things":{"Keys":[{"id":{"S":"a"}},{"id":{"S":"b"}}]}}})")
            .body == R"({"Responses":{"Things":[{"id":{"S":"a"}}]},)"
                     R"("UnprocessedKeys":{"Things":{"Keys":[{"id":{"S":"b"}}]}}})");
}

TEST_CASE_FIXTURE(Gate, "a batch may be left undone as a whole") {
  set(R"({"on":"operation","operation":"BatchWriteItem","unprocessed":25})");
  const std::string items = R"({"Things":[{"DeleteRequest":{"Key":{"id":{"S":"a"}}}}]})";
  CHECK(dynamodb("BatchWriteItem", R"({"RequestItems":)" + items + "}").body ==
        R"({"UnprocessedItems":)" + items + "}");
  set(R"({"on":"operation","operation":"BatchGetItem","unprocessed":100})");
  CHECK(
      dynamodb("BatchGetItem", R"({"RequestItems":{"Things":{"Keys":[{"id":{"S":"a"}}]}}})").body ==
      R"({"Responses":{"Things":[]},"UnprocessedKeys":{"Things":{"Keys":[{"id":{"S":"a"}}]}}})");
}

TEST_CASE_FIXTURE(Gate, "each service's errors look as it writes them") {
  set(R"({"on":"operation","operation":"Invoke","resource":"f","error":"TooManyRequestsException"})");
  const auto lambda =
      ask("POST", "/2015-03-31/functions/f/invocations", signed_for("lambda"), "{}");
  CHECK(lambda.status == 429);
  CHECK(lambda.body ==
        R"({"Type":"User","Reason":"CallerRateLimitExceeded","message":"Rate Exceeded."})");
  CHECK(header(lambda, "x-amzn-ErrorType") == "TooManyRequestsException");
  CHECK(header(lambda, "x-amzn-RequestId").size() == 36);

  set(R"({"on":"operation","operation":"GetFunction","error":"ServiceException"})");
  CHECK(ask("GET", "/2015-03-31/functions/f", signed_for("lambda")).body ==
        R"({"Type":"Service","Message":"An internal error occurred. Please retry your request."})");

  set(R"({"on":"operation","operation":"SendMessage","resource":"q","error":"RequestThrottled","times":2})");
  const auto sqs = ask("POST", "/", target("AmazonSQS.SendMessage", "sqs"),
                       R"({"QueueUrl":"http://localhost/000000000000/q","MessageBody":"a"})");
  CHECK(sqs.status == 403);
  CHECK(sqs.body == R"({"__type":"com.amazonaws.sqs#RequestThrottled",)"
                    R"("message":"Request is throttled."})");
  CHECK(header(sqs, "x-amzn-query-error") == "RequestThrottled;Sender");
  const auto form = ask("POST", "/000000000000/q", form_for("sqs"),
                        "Action=SendMessage&Version=2012-11-05&MessageBody=a");
  CHECK(form.status == 403);
  CHECK(form.body.find("<Type>Sender</Type><Code>RequestThrottled</Code><Message>Request is") !=
        std::string::npos);

  set(R"({"on":"operation","operation":"ListTopics","error":"Throttled"})");
  const auto sns = ask("POST", "/", form_for("sns"), "Action=ListTopics&Version=2010-03-31");
  CHECK(sns.status == 429);
  CHECK(
      sns.body.find("<Type>Sender</Type><Code>Throttled</Code><Message>Rate exceeded</Message>") !=
      std::string::npos);

  set(R"({"on":"operation","operation":"GetObject","resource":"b","error":"SlowDown"})");
  const auto s3 = ask("GET", "/b/key", signed_for("s3"));
  CHECK(s3.status == 503);
  CHECK(s3.body.find("<Code>SlowDown</Code><Message>Please reduce your request rate.</Message>") !=
        std::string::npos);
  CHECK(!header(s3, "x-amz-request-id").empty());

  set(R"({"on":"operation","operation":"DescribeLogGroups","error":"ThrottlingException"})");
  CHECK(
      ask("POST", "/", target("Logs_20140328.DescribeLogGroups", "logs"), "{}").body ==
      R"({"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"})");

  set(R"({"on":"operation","operation":"ListStreams","error":"InternalServerError"})");
  CHECK(ask("POST", "/", target("DynamoDBStreams_20120810.ListStreams"), "{}").status == 500);
}

TEST_CASE_FIXTURE(Gate, "what isn't an operation meets no fault") {
  set(R"({"on":"operation","operation":"PutItem","error":"ThrottlingException"})");
  CHECK(ask("GET", "/", {}).status == 200);
  CHECK(ask("GET", "/_rivulet/health", {}).status == 200);
  CHECK(ask("POST", "/", {}).status == 400);
  CHECK(ask("POST", "/", target("DynamoDB_20120810")).status == 400);
  CHECK(ask("POST", "/", target("Other.PutItem")).status == 400);
  CHECK(ask("GET", "/2015-03-31/nothing", {}).status == 404);
  CHECK(faults.all().at(1).matched == 0);
}

TEST_CASE_FIXTURE(Gate, "an answer that there is no room for isn't held back") {
  set(R"({"on":"operation","operation":"PutItem","delay_ms":200,"when":"after","times":3})");
  core::MemoryBudget::Share others(&memory);
  send_to("POST", "/", target("DynamoDB_20120810.PutItem"),
          R"({"TableName":"Things","Item":{"id":{"S":"a"}}})");
  CHECK(!got);
  CHECK(memory.used() == 2);  // "{}"
  REQUIRE(others.reach(memory.limit() - 3));
  CHECK(put_one("b").body == "{}");
  advance(200ms);
  others.clear();
  CHECK(memory.used() == 0);
}

TEST_CASE_FIXTURE(Gate, "a large body meets the fault of its table, too") {
  engine.answer("CreateTable",
                R"({"TableName":"Others","BillingMode":"PAY_PER_REQUEST",)"
                R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
                R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
  set(R"({"on":"operation","operation":"PutItem","table":"Others","error":"ThrottlingException"})");
  const auto put = [&](const std::string& table) {
    return dynamodb("PutItem", R"({"TableName":")" + table +
                                   R"(","Item":{"id":{"S":"a"},"t":{"S":")" +
                                   std::string(300 << 10, 't') + R"("}}})");
  };
  CHECK(put("Things").status == 200);
  CHECK(put("Others").body.find("ThrottlingException") != std::string::npos);
  CHECK(faults.all().at(1).done == 1);
}

}  // namespace fault_gate_test
