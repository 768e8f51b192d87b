#include "server/client/server_state.h"

#include "server/client/http_client.h"

#include <doctest/doctest.h>

namespace server_state_test {

namespace client = server::client;

TEST_CASE("a table has its items, and maybe a stream") {
  const auto table = client::read_table(
      R"({"Table":{"TableName":"Orders","ItemCount":12,"TableStatus":"ACTIVE",)"
      R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}}})");
  CHECK(table.name == "Orders");
  CHECK(table.items == 12);
  CHECK(table.status == "ACTIVE");
  CHECK(table.stream == "KEYS_ONLY");
  CHECK(client::read_table(R"({"Table":{"TableName":"a"}})").stream.empty());
  CHECK(client::read_table(
            R"({"Table":{"StreamSpecification":{"StreamEnabled":false,"StreamViewType":"X"}}})")
            .stream.empty());
  CHECK_THROWS_WITH_AS(client::read_table("{}"), "its answer describes no table", client::NoAnswer);
}

TEST_CASE("what answers otherwise is no Rivulet") {
  for (const char* body : {"<html>", "", "[]", "1"}) {
    CAPTURE(body);
    CHECK_THROWS_WITH_AS(client::read_version(body),
                         "its answer is no JSON object: is it a Rivulet?", client::NoAnswer);
  }
  CHECK(client::read_version(R"({"status":"ok","version":"1.2.3"})") == "1.2.3");
  CHECK(client::read_version("{}").empty());
}

TEST_CASE("lists of names, and the marks of their pages") {
  const std::string answer = R"({"TableNames":["a","b"],"LastEvaluatedTableName":"b"})";
  CHECK(client::read_names(answer, "TableNames") == std::vector<std::string>{"a", "b"});
  CHECK(client::read_names(answer, "QueueUrls").empty());
  CHECK(client::read_text(answer, "LastEvaluatedTableName") == "b");
  CHECK(client::read_text(answer, "NextToken").empty());
}

TEST_CASE("a queue's messages are as SQS counts them") {
  const auto queue =
      client::read_queue("Jobs", R"({"Attributes":{"ApproximateNumberOfMessages":"5",)"
                                 R"("ApproximateNumberOfMessagesNotVisible":"2"}})");
  CHECK(queue.name == "Jobs");
  CHECK(queue.waiting == "5");
  CHECK(queue.in_flight == "2");
  CHECK(client::read_queue("Jobs", "{}").waiting == "?");
}

TEST_CASE("functions have a runtime and a handler") {
  const auto functions = client::read_functions(
      R"({"Functions":[{"FunctionName":"f","Runtime":"nodejs22.x","Handler":"index.handler"},{"FunctionName":"g"}]})");
  REQUIRE(functions.size() == 2);
  CHECK(functions[0].name == "f");
  CHECK(functions[0].runtime == "nodejs22.x");
  CHECK(functions[0].handler == "index.handler");
  CHECK(functions[1].runtime.empty());
}

TEST_CASE("a stream's mapping is as far behind as its shards together") {
  const auto mappings = client::read_mappings(R"({"mappings":[{
      "stream":"arn:aws:dynamodb:us-east-1:000000000000:table/Orders/stream/2026-11-22T11:17:36.474",
      "function":"arn:aws:lambda:us-east-1:000000000000:function:resize:live","state":"Enabled",
      "shards":[
        {"pending":3,"oldest_age_seconds":1.5,"lanes":[{"last_error":"boom"},{}]},
        {"pending":4,"more":true,"oldest_age_seconds":0.5,"lanes":[]}]}]})");
  REQUIRE(mappings.size() == 1);
  CHECK(mappings[0].source == "Orders");
  CHECK(mappings[0].function == "resize:live");
  CHECK(mappings[0].state == "Enabled");
  CHECK(mappings[0].behind == 7);
  CHECK(mappings[0].more);
  CHECK(mappings[0].oldest_age_seconds == 1.5);
  CHECK(mappings[0].last_error == "boom");
}

TEST_CASE("a queue's mapping is as far behind as its queue is long") {
  const auto mappings = client::read_mappings(R"({"mappings":[{
      "queue":"arn:aws:sqs:us-east-1:000000000000:Jobs",
      "function":"arn:aws:lambda:us-east-1:000000000000:function:work",
      "state":"Disabled","pending":6,"last_error":"no such function"}]})");
  REQUIRE(mappings.size() == 1);
  CHECK(mappings[0].source == "Jobs");
  CHECK(mappings[0].function == "work");
  CHECK(mappings[0].behind == 6);
  CHECK_FALSE(mappings[0].more);
  CHECK(mappings[0].last_error == "no such function");
}

TEST_CASE("a discard says what was given up, of what and why") {
  const auto errors = client::read_discards(R"({"discards":[{"id":3,"records":2,"document":{
      "requestContext":{"condition":"RetryAttemptsExhausted",
                        "functionArn":"arn:aws:lambda:us-east-1:000000000000:function:resize"},
      "DDBStreamBatchInfo":{"streamArn":"arn:aws:dynamodb:us-east-1:1:table/Orders/stream/x"}}}]})");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].where == "Orders -> resize");
  CHECK(errors[0].text == "gave up 2 record(s): RetryAttemptsExhausted (discard 3)");
  CHECK(client::read_discards(R"({"discards":[{"id":1}]})").front().where == "? -> ?");
}

}  // namespace server_state_test
