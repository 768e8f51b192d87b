#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace queue_mappings_test {

using namespace tests;

namespace {

const std::string kMappings = "/2015-03-31/event-source-mappings";

// With functions `f` and `g`.
struct QueueMappingApi : LambdaApi {
  QueueMappingApi() { create("f"), create("g"); }

  core::HttpResponse create_queue_mapping(const std::string& function,
                                          const std::string& members = {}) {
    return call("POST", kMappings,
                R"({"FunctionName":")" + function + "\"," + members + R"("EventSourceArn":")" +
                    kQueueArn + "\"}");
  }
};

}  // namespace

TEST_CASE("a queue's mapping is created, read, changed and deleted") {
  QueueMappingApi api;
  const auto created = api.create_queue_mapping("f", R"("BatchSize":5,)");
  CHECK(created.status == 202);
  CHECK(at(created, "/State") == "Creating");
  CHECK(at(created, "/StateTransitionReason") == "USER_INITIATED");
  CHECK(at(created, "/BatchSize") == "5");
  CHECK(at(created, "/StartingPosition").empty());
  const std::string path = kMappings + "/" + at(created, "/UUID");
  CHECK(at(api.call("GET", path), "/State") == "Enabled");
  const auto updated = api.call("PUT", path, R"({"Enabled":false})");
  CHECK(updated.status == 202);
  CHECK(at(updated, "/State") == "Disabling");
  CHECK(at(api.call("GET", path), "/State") == "Disabled");
  const auto deleted = api.call("DELETE", path);
  CHECK(deleted.status == 202);
  CHECK(at(deleted, "/State") == "Deleting");
  CHECK(error(api.call("GET", path)) ==
        "404 ResourceNotFoundException: The resource you requested does not exist.");
}

TEST_CASE("a queue's mapping is refused for a queue that isn't there") {
  QueueMappingApi api;
  CHECK(error(api.call("POST", kMappings,
                       R"({"FunctionName":"f","EventSourceArn":)"
                       R"("arn:aws:sqs:us-east-1:000000000000:nope"})")) ==
        "400 InvalidParameterValueException: Error occurred while ReceiveMessage. SQS Error Code: "
        "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not "
        "exist.");
  CHECK(error(api.create_queue_mapping("h")) ==
        "400 InvalidParameterValueException: Function does not exist");
}

TEST_CASE("a function must not take longer than its queue waits") {
  QueueMappingApi api;
  api.create("slow", R"("Timeout":31,)");
  api.create("quick", R"("Timeout":30,)");
  CHECK(error(api.create_queue_mapping("slow")) ==
        "400 InvalidParameterValueException: Queue visibility timeout: 30 seconds is less than "
        "Function timeout: 31 seconds");
  CHECK(api.create_queue_mapping("quick").status == 202);
}

TEST_CASE("mappings of queues and of streams are listed together, page by page") {
  QueueMappingApi api;
  api.create_mapping("f");
  api.create_queue_mapping("f");
  api.create_queue_mapping("g");
  const auto all = api.call("GET", kMappings + "/");
  CHECK(at(all, "/EventSourceMappings/2/UUID") != "");
  CHECK(at(all, "/NextMarker").empty());
  CHECK(at(all, "/EventSourceMappings/0/UUID") < at(all, "/EventSourceMappings/1/UUID"));
  CHECK(at(all, "/EventSourceMappings/1/UUID") < at(all, "/EventSourceMappings/2/UUID"));
  const auto first = api.call("GET", kMappings + "/?MaxItems=2");
  CHECK(at(first, "/EventSourceMappings/1/UUID") == at(all, "/EventSourceMappings/1/UUID"));
  CHECK(at(first, "/EventSourceMappings/2").empty());
  CHECK(at(first, "/NextMarker") == at(all, "/EventSourceMappings/1/UUID"));
  const auto second =
      api.call("GET", kMappings + "/?MaxItems=2&Marker=" + at(first, "/NextMarker"));
  CHECK(at(second, "/EventSourceMappings/0/UUID") == at(all, "/EventSourceMappings/2/UUID"));
  CHECK(at(second, "/EventSourceMappings/1").empty());
  CHECK(at(second, "/NextMarker").empty());
  const auto of_queue = api.call("GET", kMappings + "/?EventSourceArn=" + kQueueArn);
  CHECK(at(of_queue, "/EventSourceMappings/1/UUID") != "");
  CHECK(at(of_queue, "/EventSourceMappings/2").empty());
}

TEST_CASE("a queue's mapping has tags") {
  QueueMappingApi api;
  const auto created = api.create_queue_mapping("f", R"("Tags":{"a":"1"},)");
  const std::string path = "/2017-03-31/tags/" + at(created, "/EventSourceMappingArn");
  CHECK(api.call("GET", path).body == R"({"Tags":{"a":"1"}})");
  CHECK(api.call("POST", path, R"({"Tags":{"b":"2"}})").status == 204);
  CHECK(api.call("DELETE", path + "?tagKeys=a").status == 204);
  CHECK(api.call("GET", path).body == R"({"Tags":{"b":"2"}})");
}

}  // namespace queue_mappings_test
