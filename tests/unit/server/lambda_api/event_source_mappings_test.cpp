#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace event_source_mappings_test {

using namespace tests;

namespace {

const std::string kMappings = "/2015-03-31/event-source-mappings";

// With functions `f` and `g`.
struct MappingApi : LambdaApi {
  MappingApi() { create("f"), create("g"); }
};

}  // namespace

TEST_CASE("a mapping is created, read, changed and deleted") {
  MappingApi api;
  const auto created = api.create_mapping("f", R"("BatchSize":5,)");
  CHECK(created.status == 202);
  CHECK(at(created, "/State") == "Creating");
  CHECK(at(created, "/BatchSize") == "5");
  CHECK(at(created, "/FunctionArn") == "arn:aws:lambda:us-east-1:000000000000:function:f");
  const std::string path = kMappings + "/" + at(created, "/UUID");

  const auto read = api.call("GET", path);
  CHECK(read.status == 200);
  CHECK(at(read, "/State") == "Enabled");
  CHECK(at(read, "/UUID") == at(created, "/UUID"));

  const auto updated = api.call("PUT", path, R"({"Enabled":false})");
  CHECK(updated.status == 202);
  CHECK(at(updated, "/State") == "Disabling");
  CHECK(at(api.call("GET", path + "/"), "/State") == "Disabled");

  const auto deleted = api.call("DELETE", path);
  CHECK(deleted.status == 202);
  CHECK(at(deleted, "/State") == "Deleting");
  CHECK(error(api.call("GET", path)) ==
        "404 ResourceNotFoundException: The resource you requested does not exist.");
}

TEST_CASE("mappings are listed by function and by stream, page by page") {
  MappingApi api;
  api.create_mapping("f");
  api.create_mapping("g");
  CHECK(at(api.call("GET", kMappings + "/"), "/EventSourceMappings/1") != "");
  const auto of_f = api.call("GET", kMappings + "?FunctionName=f");
  CHECK(at(of_f, "/EventSourceMappings/0/FunctionArn") ==
        "arn:aws:lambda:us-east-1:000000000000:function:f");
  CHECK(at(of_f, "/EventSourceMappings/1") == "");
  CHECK(at(api.call("GET", kMappings + "?EventSourceArn=" + kStreamArn),
           "/EventSourceMappings/1") != "");
  CHECK(api.call("GET", kMappings + "?FunctionName=none").body == R"({"EventSourceMappings":[]})");

  const auto first = api.call("GET", kMappings + "?MaxItems=1");
  CHECK(at(first, "/EventSourceMappings/1") == "");
  const auto second = api.call("GET", kMappings + "?MaxItems=1&Marker=" + at(first, "/NextMarker"));
  CHECK(at(second, "/EventSourceMappings/0/UUID") != at(first, "/EventSourceMappings/0/UUID"));
  CHECK(at(second, "/NextMarker") == "");
}

TEST_CASE("a bad mapping gets AWS's error") {
  MappingApi api;
  CHECK(error(api.create_mapping("none")) ==
        "400 InvalidParameterValueException: Function does not exist");
  const auto created = api.create_mapping("f");
  CHECK(error(api.create_mapping("f")) ==
        std::string("409 ResourceConflictException: The event source arn (\" ") + kStreamArn +
            " \") and function (\" f \") provided mapping already exists. Please update or delete "
            "the existing mapping with UUID " +
            at(created, "/UUID"));
  CHECK(error(api.call("PUT", kMappings + "/none", "{}")) ==
        "404 ResourceNotFoundException: The resource you requested does not exist.");
}

}  // namespace event_source_mappings_test
