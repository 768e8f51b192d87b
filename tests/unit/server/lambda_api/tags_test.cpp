#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace tags_test {

using namespace tests;

namespace {

const std::string kTags =
    "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3A";

std::string tags(LambdaApi& api) {
  return at(api.call("GET", kTags + "f"), "/Tags");
}

}  // namespace

TEST_CASE("tags of a function are added, replaced and removed") {
  LambdaApi api;
  api.create("f");
  CHECK(api.call("GET", kTags + "f").body == R"({"Tags":{}})");
  const auto added = api.call("POST", kTags + "f", R"({"Tags":{"a":"1","b":"2"}})");
  CHECK(added.status == 204);
  CHECK(added.body == "");
  CHECK(tags(api) == R"({"a":"1","b":"2"})");
  api.call("POST", kTags + "f", R"({"Tags":{"b":"3","c d":"4"}})");
  CHECK(tags(api) == R"({"a":"1","b":"3","c d":"4"})");
  CHECK(api.call("DELETE", kTags + "f?tagKeys=a&tagKeys=c%20d&tagKeys=none").status == 204);
  CHECK(tags(api) == R"({"b":"3"})");
}

TEST_CASE("a function has another revision each time that it is tagged or untagged") {
  LambdaApi api;
  api.create("f");
  const auto revision = [&] {
    return at(api.call("GET", "/2015-03-31/functions/f/configuration"), "/RevisionId");
  };
  std::set<std::string> revisions = {revision()};
  const auto id = api.functions.list(api.functions.names().front().first).front()->id;
  api.call("POST", kTags + "f", R"({"Tags":{"a":"1"}})");
  revisions.insert(revision());
  api.call("POST", kTags + "f", R"({"Tags":{"a":"1"}})");
  revisions.insert(revision());
  api.call("DELETE", kTags + "f?tagKeys=a");
  revisions.insert(revision());
  CHECK(revisions.size() == 4);
  CHECK(api.functions.list(api.functions.names().front().first).front()->id == id);
}

TEST_CASE("bad tag requests get AWS's error") {
  LambdaApi api;
  api.create("f");
  CHECK(error(api.call("GET", kTags + "g")) ==
        "404 ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:us-east-1:000000000000:function:g");
  CHECK(error(api.call("GET", kTags + "f%3A%24LATEST")) ==
        "400 InvalidParameterValueException: Tags on function aliases and versions are not "
        "supported. Please specify a function ARN.");
  CHECK(error(api.call("POST", kTags + "f", "{}")) ==
        "400 ValidationException: 1 validation error detected: Value null at 'tags' failed to "
        "satisfy constraint: Member must not be null");
  CHECK(error(api.call("POST", kTags + "f", R"({"Tags":{}})")) ==
        "400 InvalidParameterValueException: An error occurred and the request cannot be "
        "processed.");
  CHECK(error(api.call("POST", kTags + "g", R"({"Tags":{}})")) ==
        "404 ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:us-east-1:000000000000:function:g");
  CHECK(error(api.call("DELETE", kTags + "f")) ==
        "400 ValidationException: 1 validation error detected: Value null at 'tagKeys' failed to "
        "satisfy constraint: Member must not be null");
  CHECK(api.call("POST", kTags + "f", R"({"Tags":{"a":1}})").status == 400);
  CHECK(api.call("POST", kTags + "f", R"({"Tags":[]})").status == 400);
  std::string many;
  for (int i = 0; i < 51; ++i) many += (i ? ",\"" : "\"") + std::to_string(i) + R"(":"x")";
  CHECK(error(api.call("POST", kTags + "f", R"({"Tags":{)" + many + "}}")) ==
        "400 InvalidParameterValueException: Number of tags exceeds resource tag limit.");
  CHECK(tags(api) == "{}");
}

TEST_CASE("what can have tags but isn't there has an error of its own kind") {
  LambdaApi api;
  const std::string prefix = "arn:aws:lambda:us-east-1:000000000000:";
  const std::string capacity = prefix + "capacity-provider:c";
  const std::string signing = prefix + "code-signing-config:csc-0123456789abcdefg";
  const std::pair<std::string, std::string> cases[] = {
      {capacity,           "Capacity provider not found: " + capacity  },
      {signing,
       "The code signing configuration cannot be found. Check that the provided configuration is "
       "not deleted: " +
           signing + "."                                               },
      {prefix + "layer:l", "The resource you requested does not exist."},
  };
  for (const auto& [arn, message] : cases) {
    CAPTURE(arn);
    const std::string expected = "404 ResourceNotFoundException: " + message;
    CHECK(error(api.call("GET", "/2017-03-31/tags/" + arn)) == expected);
    CHECK(error(api.call("POST", "/2017-03-31/tags/" + arn, R"({"Tags":{"a":"b"}})")) == expected);
    CHECK(error(api.call("DELETE", "/2017-03-31/tags/" + arn + "?tagKeys=a")) == expected);
  }
}

TEST_CASE("event source mappings have tags, too") {
  LambdaApi api;
  api.create("f");
  const auto created = api.create_mapping("f", R"("Tags":{"a":"1"},)");
  const std::string path = "/2017-03-31/tags/" + at(created, "/EventSourceMappingArn");
  CHECK(error(api.call("POST", path, R"({"Tags":{}})")) ==
        "400 InvalidParameterValueException: An error occurred and the request cannot be "
        "processed.");
  CHECK(api.call("POST", path, R"({"Tags":{"b":"2"}})").status == 204);
  CHECK(api.call("GET", path).body == R"({"Tags":{"a":"1","b":"2"}})");
  CHECK(api.call("DELETE", path + "?tagKeys=a").status == 204);
  CHECK(api.call("GET", path).body == R"({"Tags":{"b":"2"}})");
  const std::string unknown =
      "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:"
      "00000000-0000-0000-0000-000000000000";
  CHECK(error(api.call("GET", "/2017-03-31/tags/" + unknown)) ==
        "404 ResourceNotFoundException: Event source mapping not found: " + unknown);
}

}  // namespace tags_test
