#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace function_versions_test {

using namespace registry_fixture;
using namespace std::chrono_literals;
using lambda_host::FunctionConfiguration;

TEST_CASE_FIXTURE(Fixture, "a version is the function as it stood, under a number of its own") {
  create();
  clock.advance(1s);
  const FunctionConfiguration before = latest();
  const auto publication = registry->publish(kScope, kName, {{}, {}, "the first one"});
  CHECK(publication.is_new);
  FunctionConfiguration version = publication.version->configuration;
  CHECK(version.version == "1");
  CHECK(version.description == "the first one");
  CHECK(version.last_modified == clock.now());
  CHECK(version.revision_id != before.revision_id);
  CHECK(version.handler == "index.handler");
  CHECK(publication.version->code == registry->require(kScope, kName)->code);
  CHECK(registry->require(kScope, kName, "1") == publication.version);
  describe("changed");
  CHECK(registry->require(kScope, kName, "1")->configuration == version);
}

TEST_CASE_FIXTURE(Fixture, "publishing gives $LATEST another revision, and its handlers go on") {
  create();
  const auto before = registry->require(kScope, kName);
  publish();
  const auto after = registry->require(kScope, kName);
  CHECK(after->configuration.revision_id != before->configuration.revision_id);
  CHECK(after->configuration.description == before->configuration.description);
  CHECK(after->configuration.last_modified == before->configuration.last_modified);
  CHECK(after->id == before->id);
  CHECK(registry->require(kScope, kName, "1")->id != after->id);
  CHECK(retirements.versions.empty());
}

TEST_CASE_FIXTURE(Fixture, "what hasn't changed isn't published again") {
  create();
  publish({{}, {}, "one"});
  const std::string revision = latest().revision_id;
  const int commits = store.commits;
  const auto again = registry->publish(kScope, kName, {{}, {}, "another"});
  CHECK_FALSE(again.is_new);
  CHECK(again.version->configuration.version == "1");
  CHECK(again.version->configuration.description == "one");
  CHECK(latest().revision_id == revision);
  CHECK(store.commits == commits);
  registry->update_code(kScope, kName, {}, code());  // the same
  CHECK(publish() == "1");
  registry->update_code(kScope, kName, {}, code("v2"));
  CHECK(publish() == "2");
}

TEST_CASE_FIXTURE(Fixture, "numbers are never given twice") {
  create();
  publish_versions(2);
  registry->erase(kScope, kName, "2");
  CHECK(publish() == "3");
  CHECK(versions() == "$LATEST 1 3 ");
  reload();
  describe("again");
  CHECK(publish() == "4");
}

TEST_CASE_FIXTURE(Fixture, "a request may say what it wants to publish") {
  create();
  CHECK(error_of([&] {
          publish({{}, "other", {}});
        }) ==
        "PreconditionFailedException: The Revision Id provided does not match the latest Revision "
        "Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
  CHECK(error_of([&] {
          publish({"other", {}, {}});
        }) ==
        "InvalidParameterValueException: CodeSHA256 (other) is different from current CodeSHA256 "
        "in $LATEST (" +
            latest().code_sha256 + "). Please try again with the CodeSHA256 in $LATEST.");
  CHECK(error_of([&] {
          publish({{}, {}, std::string(257, 'a')});
        }) ==
        "ValidationException: 1 validation error detected: Value '" + std::string(257, 'a') +
            "' at 'description' failed to satisfy constraint: Member must have length less than or "
            "equal to 256");
  CHECK(versions() == "$LATEST ");
  CHECK(publish({latest().code_sha256, latest().revision_id, std::string(256, 'a')}) == "1");
}

TEST_CASE_FIXTURE(Fixture, "there is nothing to publish of a function that isn't there") {
  CHECK(error_of([&] { publish(); }) == "ResourceNotFoundException: Function not found: " + kArn);
  CHECK(error_of([&] { versions(); }) == "ResourceNotFoundException: Function not found: " + kArn);
}

TEST_CASE_FIXTURE(Fixture, "tags belong to the function alone") {
  create();
  registry->set_tags(kScope, kName,
                     {
                         {"a", "b"}
  });
  publish();
  CHECK(registry->require(kScope, kName, "1")->configuration.tags.empty());
  CHECK(latest().tags.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a version can be deleted, unless an alias refers to it") {
  create();
  publish_versions(3);
  alias("a", "1", {{{"2", 0.5}}});
  alias("b", "1");
  CHECK(error_of([&] { registry->erase(kScope, kName, "1"); }) ==
        "ResourceConflictException: Unable to delete version because the following aliases "
        "reference it: [a, b]");
  CHECK(error_of([&] { registry->erase(kScope, kName, "2"); }) ==
        "ResourceConflictException: Unable to delete version because the following aliases "
        "reference it: [a]");
  retirements.versions.clear();
  registry->erase(kScope, kName, "3");
  registry->erase(kScope, kName, "3");
  registry->erase(kScope, kName, "03");
  CHECK(retirements.versions == std::vector<std::string>{"3"});
  CHECK(versions() == "$LATEST 1 2 ");
  CHECK(registry->find(kScope, kName, "3") == nullptr);
  reload();
  CHECK(versions() == "$LATEST 1 2 ");
}

TEST_CASE_FIXTURE(Fixture, "code stays on the disk as long as a version runs it") {
  create();
  publish();
  CHECK(code_directories() == 1);
  registry->update_code(kScope, kName, {}, code("v2"));
  CHECK(code_directories() == 2);
  publish();
  registry->update_code(kScope, kName, {}, code("v3"));
  CHECK(code_directories() == 3);
  registry->erase(kScope, kName, "1");
  CHECK(code_directories() == 2);
  registry->update_code(kScope, kName, {}, code("v4"));  // nobody runs v3 any more
  CHECK(code_directories() == 2);
  registry->erase(kScope, kName);
  CHECK(code_directories() == 0);
}

TEST_CASE_FIXTURE(Fixture, "versions are there again after a restart, with the code they share") {
  create();
  publish({{}, {}, "one"});
  const FunctionConfiguration version = registry->require(kScope, kName, "1")->configuration;
  reload();
  const auto found = registry->require(kScope, kName, "1");
  CHECK(found->configuration == version);
  CHECK(found->code == registry->require(kScope, kName)->code);
  CHECK(publish() == "1");
  CHECK(code_directories() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a deleted function takes its versions and aliases along") {
  create();
  publish_versions(2);
  alias("live", "2");
  retirements.versions.clear();
  registry->erase(kScope, kName);
  CHECK(retirements.versions == std::vector<std::string>{"$LATEST", "1", "2"});
  CHECK(store.saved.empty());
  CHECK(registry->find(kScope, kName, "1") == nullptr);
  CHECK(registry->find(kScope, kName, "live") == nullptr);
  create();
  CHECK(versions() == "$LATEST ");
  CHECK(registry->aliases(kScope, kName).empty());
}

TEST_CASE_FIXTURE(Fixture, "whoever runs functions hears of each new deployment, once") {
  create();
  CHECK(retirements.deployments == std::vector<std::string>{"$LATEST"});
  publish();
  publish();
  describe("changed");
  CHECK(retirements.deployments == std::vector<std::string>{"$LATEST", "1", "$LATEST"});
}

}  // namespace function_versions_test
