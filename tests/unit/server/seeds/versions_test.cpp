#include "server/seeds/document.h"
#include "server/seeds/seed.h"

#include <doctest/doctest.h>

namespace versions_test {

using namespace server::seeds;

namespace {

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

Resource only(const std::string& yaml) {
  const Seed seed = resources_of(read_document("s.yaml", yaml), {"s.yaml", "/seeds", kScope});
  REQUIRE(seed.resources.size() == 1);
  return seed.resources.front();
}

std::string call(const Request& request, const Known& known = {}) {
  const auto question = question_of(request, kScope, known);
  return question.method + " " + question.target + " " + question.body;
}

}  // namespace

TEST_CASE("a version is the first that was published, and known by its number from then on") {
  const Resource version = only(
      "versions: [{FunctionName: f g, Description: d, ProvisionedConcurrencyConfig: "
      "{ProvisionedConcurrentExecutions: 2}}]");
  const Known known = {
      {number_of_version("f g"), "7"}
  };
  CHECK(call(*version.look) == "GET /2015-03-31/functions/f%20g/versions ");
  CHECK(version.found_at == Where{"Versions", "1"});
  CHECK(to_json(version.wanted) == R"({"Description":"d"})");
  CHECK(call(version.make) == R"(POST /2015-03-31/functions/f%20g/versions {"Description":"d"})");
  REQUIRE(version.after.size() == 1);
  CHECK(call(version.after.front(), known) ==
        "PUT /2019-09-30/functions/f%20g/provisioned-concurrency?Qualifier=7 "
        R"({"ProvisionedConcurrentExecutions":2})");
  REQUIRE(version.undo.size() == 1);
  CHECK(call(version.undo.front(), known) == "DELETE /2015-03-31/functions/f%20g?Qualifier=7 ");
  REQUIRE(version.outputs.size() == 1);
  CHECK(version.outputs.front().name == "the version of function f g");
  CHECK(version.outputs.front().where == Where{"Versions", "1", "Version"});
}

TEST_CASE("an alias is of the version that the seed publishes, unless it names one") {
  const Resource alias = only("aliases: [{FunctionName: f, Name: live, Description: d}]");
  const Known known = {
      {number_of_version("f"), "3"}
  };
  CHECK(call(*alias.look) == "GET /2015-03-31/functions/f/aliases/live ");
  CHECK(to_json(alias.wanted) == R"({"Name":"live","Description":"d"})");
  CHECK(
      call(alias.make, known) ==
      R"(POST /2015-03-31/functions/f/aliases {"Name":"live","Description":"d","FunctionVersion":"3"})");
  CHECK(alias.after.empty());
  CHECK(call(alias.undo.front()) == "DELETE /2015-03-31/functions/f/aliases/live ");
  const Resource other = only(
      "aliases: [{FunctionName: f, Name: a, FunctionVersion: '9', ProvisionedConcurrencyConfig: "
      "{ProvisionedConcurrentExecutions: 1}}]");
  CHECK(call(other.make) ==
        R"(POST /2015-03-31/functions/f/aliases {"Name":"a","FunctionVersion":"9"})");
  CHECK(call(other.after.front()) ==
        "PUT /2019-09-30/functions/f/provisioned-concurrency?Qualifier=a "
        R"({"ProvisionedConcurrentExecutions":1})");
}

TEST_CASE("how a function is invoked asynchronously, by its own name or by another") {
  const Resource config =
      only("event_invoke_configs: [{FunctionName: f, MaximumRetryAttempts: 1}]");
  const std::string path = "/2019-09-25/functions/f/event-invoke-config?Qualifier=";
  CHECK(call(*config.look) == "GET " + path + "%24LATEST ");
  CHECK(to_json(config.wanted) == R"({"MaximumRetryAttempts":1})");
  CHECK(call(config.make) == "PUT " + path + R"(%24LATEST {"MaximumRetryAttempts":1})");
  CHECK(call(config.undo.front()) == "DELETE " + path + "%24LATEST ");
  const Resource other = only(
      "event_invoke_configs: [{FunctionName: f, Qualifier: live, MaximumEventAgeInSeconds: 60, "
      "DestinationConfig: {}}]");
  CHECK(call(other.make) ==
        "PUT " + path + R"(live {"MaximumEventAgeInSeconds":60,"DestinationConfig":{}})");
}

TEST_CASE("a log group is looked for by its whole name") {
  const Resource group = only("log_groups: [{logGroupName: /g, retentionInDays: 7, tags: {a: 1}}]");
  CHECK(call(*group.look).ends_with(R"({"logGroupName":"/g"})"));
  CHECK(group.look->service == "Logs_20140328.ListTagsLogGroup");
  CHECK(group.make.service == "Logs_20140328.CreateLogGroup");
  CHECK(call(group.make).ends_with(R"({"logGroupName":"/g","tags":{"a":"1"}})"));
  REQUIRE(group.after.size() == 1);
  CHECK(group.after.front().service == "Logs_20140328.PutRetentionPolicy");
  CHECK(call(group.after.front()).ends_with(R"({"logGroupName":"/g","retentionInDays":7})"));
  CHECK(group.undo.front().service == "Logs_20140328.DeleteLogGroup");
  CHECK(only("log_groups: [{logGroupName: /g}]").after.empty());
}

}  // namespace versions_test
