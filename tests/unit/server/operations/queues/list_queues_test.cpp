#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace list_queues_test {

namespace {

std::string urls(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += ",\"" + QueueWorld::url(name) + "\"";
  return "[" + (list.empty() ? list : list.substr(1)) + "]";
}

}  // namespace

TEST_CASE("queues are listed by name, with a prefix, in pages") {
  QueueWorld world;
  for (const char* name : {"b2", "a", "b1", "b3", "c"}) world.create(name);
  const auto list = [&](const std::string& body) { return world.answer("ListQueues", body); };
  CHECK(list("{}") == R"({"QueueUrls":)" + urls({"a", "b1", "b2", "b3", "c", "orders"}) + "}");
  CHECK(list(R"({"QueueNamePrefix":"b"})") == R"({"QueueUrls":)" + urls({"b1", "b2", "b3"}) + "}");
  CHECK(list(R"({"QueueNamePrefix":"x"})") == "{}");
  CHECK(list(R"({"QueueNamePrefix":"b","MaxResults":2})") ==
        R"({"NextToken":"YjI=","QueueUrls":)" + urls({"b1", "b2"}) + "}");
  CHECK(list(R"({"QueueNamePrefix":"b","MaxResults":2,"NextToken":"YjI="})") ==
        R"({"QueueUrls":)" + urls({"b3"}) + "}");
  CHECK(list(R"({"QueueNamePrefix":"b","MaxResults":3})") ==
        R"({"QueueUrls":)" + urls({"b1", "b2", "b3"}) + "}");
}

TEST_CASE("pages have bounds, and tokens belong to pages") {
  QueueWorld world;
  const std::string error = "InvalidParameterValueException: ";
  for (const std::string most : {"0", "1001"}) {
    CHECK(world.error("ListQueues", R"({"MaxResults":)" + most + "}") ==
          error + "Value " + most +
              " for parameter MaxResults is invalid. Reason: MaxResults must be an integer between "
              "1 and 1000.");
  }
  CHECK(world.error("ListQueues", R"({"MaxResults":1000})").empty());
  CHECK(world.error("ListQueues", R"({"NextToken":"YjI="})") ==
        error + "MaxResults is a mandatory parameter when you provide a value for NextToken.");
  CHECK(world.error("ListQueues", R"({"MaxResults":1,"NextToken":"!"})") ==
        error +
            "Value ! for parameter NextToken is invalid. Reason: Invalid or expired next token.");
}

TEST_CASE("a list without pages ends at a thousand, in silence") {
  QueueWorld world;
  for (int i = 0; i < 1001; ++i) world.create("q" + std::to_string(i));
  const auto document = core::json::Document::parse(world.answer("ListQueues", "{}"));
  CHECK(document.root().object().find("QueueUrls")->array().size() == 1000);
  CHECK_FALSE(document.root().object().find("NextToken"));
}

TEST_CASE("a dead-letter queue knows whose it is") {
  QueueWorld world;
  world.create("dead");
  const auto list = [&] {
    return world.answer("ListDeadLetterSourceQueues", QueueWorld::about("dead"));
  };
  CHECK(list() == R"({"queueUrls":[]})");
  const std::string redrive = R"({"RedrivePolicy":"{\"deadLetterTargetArn\":\")" +
                              QueueWorld::arn("dead") + R"(\",\"maxReceiveCount\":1}"})";
  world.create("b", redrive);
  world.create("a", redrive);
  CHECK(list() == R"({"queueUrls":)" + urls({"a", "b"}) + "}");
  CHECK(
      world.answer("ListDeadLetterSourceQueues", QueueWorld::about("dead", R"(,"MaxResults":1)")) ==
      R"({"NextToken":"YQ==","queueUrls":)" + urls({"a"}) + "}");
  CHECK(world.answer("ListDeadLetterSourceQueues",
                     QueueWorld::about("dead", R"(,"MaxResults":1,"NextToken":"YQ==")")) ==
        R"({"queueUrls":)" + urls({"b"}) + "}");
}

TEST_CASE("a queue that has another dead-letter queue, or none, or is gone, is no source") {
  QueueWorld world;
  world.create("dead");
  world.create("other");
  const auto to = [](const std::string& queue) {
    return R"({"RedrivePolicy":"{\"deadLetterTargetArn\":\")" + QueueWorld::arn(queue) +
           R"(\",\"maxReceiveCount\":1}"})";
  };
  const auto list = [&](const std::string& queue) {
    return world.answer("ListDeadLetterSourceQueues", QueueWorld::about(queue));
  };
  const auto set = [&](const std::string& queue, const std::string& attributes) {
    world.answer("SetQueueAttributes", QueueWorld::about(queue, R"(,"Attributes":)" + attributes));
  };
  for (const char* name : {"a", "b", "c", "d"}) world.create(name, to("dead"));
  set("a", to("other"));
  set("b", R"({"RedrivePolicy":""})");
  world.answer("DeleteQueue", QueueWorld::about("c"));
  CHECK(list("dead") == R"({"queueUrls":)" + urls({"d"}) + "}");
  CHECK(list("other") == R"({"queueUrls":)" + urls({"a"}) + "}");
  server::operations::Queues again(world.connection, world.writer, world.clock,
                                   world.alarms.maker()());
  auto& registry = again.registry;
  CHECK(registry.sources_of(*registry.find(world.scope, "dead"), "", 9).size() == 1);
  world.queues.registry.drop_all({world.scope.account, {}});
  world.create("dead");
  CHECK(list("dead") == R"({"queueUrls":[]})");
}

}  // namespace list_queues_test
