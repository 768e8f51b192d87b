#include "server/resource_names.h"

#include <doctest/doctest.h>

namespace resource_names_test {

using server::resource_name;

namespace {

using Names = std::vector<std::string>;

Names names_in(const std::string& body) {
  return server::resources_in(core::json::Document::parse(body).root().object());
}

std::size_t actions_in(const std::string& body) {
  return server::actions_in(core::json::Document::parse(body).root().object());
}

}  // namespace

TEST_CASE("a resource is called by its name, whatever the request calls it by") {
  CHECK(resource_name("Orders") == "Orders");
  CHECK(resource_name("arn:aws:dynamodb:us-east-1:000000000000:table/Orders") == "Orders");
  CHECK(resource_name("arn:aws:dynamodb:us-east-1:000000000000:table/Orders/stream/2025") ==
        "Orders");
  CHECK(resource_name("arn:aws:dynamodb:us-east-1:000000000000:table/Orders/index/i") == "Orders");
  CHECK(resource_name("arn:aws:dynamodb:us-east-1:000000000000:table/O/stream/2|1|abc") == "O");
  CHECK(resource_name("http://localhost:8000/000000000000/orders.fifo") == "orders.fifo");
  CHECK(resource_name("arn:aws:sqs:us-east-1:000000000000:orders") == "orders");
  CHECK(resource_name("f:live") == "f");
  CHECK(resource_name("000000000000:function:f:1") == "f");
  CHECK(resource_name("arn:aws:lambda:us-east-1:000000000000:function:f:1") == "f");
  CHECK(resource_name("arn:aws:lambda:us-east-1:000000000000:layer:l:1") == "l");
  CHECK(resource_name("arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*") ==
        "/aws/lambda/f");
  CHECK(resource_name("/aws/lambda/f") == "/aws/lambda/f");
  CHECK(resource_name("arn:aws:sns:us-east-1:000000000000:topic:a-b-c") == "topic");
  CHECK(resource_name("") == "");
}

TEST_CASE("a body names tables, queues, log groups") {
  CHECK(names_in("{}") == Names{});
  CHECK(names_in(R"({"TableName":"Orders","Key":{"TableName":{"S":"x"}}})") == Names{"Orders"});
  CHECK(names_in(R"({"RequestItems":{"Orders":[],"Lines":{}}})") == Names{"Orders", "Lines"});
  CHECK(names_in(R"({"TransactItems":[{"Put":{"TableName":"A"}},{"Get":{"TableName":"B"}}]})") ==
        Names{"A", "B"});
  CHECK(names_in(R"({"TableCreationParameters":{"TableName":"New"}})") == Names{"New"});
  CHECK(names_in(R"({"ExportArn":"arn:aws:dynamodb:us-east-1:0:table/Old/export/1"})") ==
        Names{"Old"});
  CHECK(names_in(R"({"logGroupName":"g"})") == Names{"g"});
  CHECK(names_in(R"({"QueueUrl":"http://localhost/0/q"})") == Names{"q"});
  CHECK(names_in(R"({"TargetTableName":"New","SourceTableName":"Old"})") == Names{"New", "Old"});
}

TEST_CASE("what no service would take names nothing") {
  CHECK(
      names_in(
          R"({"TableName":1,"RequestItems":[],"TransactItems":{},"TableCreationParameters":1})") ==
      Names{});
  CHECK(names_in(R"({"TransactItems":[1,{"Put":1},{"Put":{}},{"Put":{"TableName":1}}]})") ==
        Names{});
}

TEST_CASE("transactions have actions or statements") {
  CHECK(actions_in("{}") == 0);
  CHECK(actions_in(R"({"TransactItems":[{},{}]})") == 2);
  CHECK(actions_in(R"({"TransactStatements":[{}]})") == 1);
  CHECK(actions_in(R"({"TransactItems":1})") == 0);
}

TEST_CASE("what is named beyond what is served isn't looked at") {
  std::string many;
  for (int i = 0; i < 1500; ++i) many += (i > 0 ? ",\"t" : "\"t") + std::to_string(i) + "\":[]";
  CHECK(names_in("{\"RequestItems\":{" + many + "}}").size() == 1000);
  CHECK(names_in("{\"RequestItems\":{" + many + "}}").back() == "t999");
  std::string actions = "{}";
  for (int i = 0; i < 150; ++i) actions += ",{}";
  CHECK(actions_in("{\"TransactItems\":[" + actions + "]}") == 100);
}

}  // namespace resource_names_test
