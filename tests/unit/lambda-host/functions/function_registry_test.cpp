#include "lambda-host/functions/function_registry.h"

#include "core/arn.h"
#include "lambda-host/functions/function_json.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

#include <fstream>

namespace function_registry_test {

namespace {

using lambda_host::FunctionConfiguration;
using lambda_host::FunctionSettings;
namespace fs = std::filesystem;
using namespace registry_fixture;
using namespace std::chrono_literals;

const core::Scope kOtherScope{core::AccountId("000000000000"), core::Region("eu-west-1")};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a created function is found in its scope only") {
  const FunctionConfiguration answer = create();
  CHECK(answer.version == "$LATEST");
  CHECK(answer.logging.group == "/aws/lambda/f");
  CHECK(answer.last_modified == clock.now());
  const auto found = registry->require(kScope, kName, "$LATEST");
  CHECK(found->configuration.revision_id != answer.revision_id);  // the transition is over
  CHECK(found->configuration.code_sha256 == answer.code_sha256);
  CHECK(fs::exists(found->code->task_root() / "index.js"));
  CHECK(fs::file_size(found->code->zip_file()) ==
        static_cast<std::uintmax_t>(answer.code_size_bytes));
  CHECK(registry->find(kOtherScope, kName) == nullptr);
  CHECK(store.saved.at({lambda_host::FunctionPart::version, kScope, "f"}) ==
        write_stored_configuration(found->configuration));
}

TEST_CASE_FIXTURE(Fixture, "functions are listed by name, each scope its own") {
  create(core::FunctionName("b"));
  create(core::FunctionName("a"));
  registry->create(kOtherScope, core::FunctionName("c"), settings(), code());
  const auto listed = registry->list(kScope);
  REQUIRE(listed.size() == 2);
  CHECK(listed[0]->configuration.name.get() == "a");
  CHECK(listed[1]->configuration.name.get() == "b");
}

TEST_CASE_FIXTURE(Fixture, "a second function of the name is refused, and its code goes") {
  create();
  CHECK(error_of([&] { create(); }) == "ResourceConflictException: Function already exist: f");
  CHECK(error_of([&] { registry->check_create(kScope, kName, settings()); }) ==
        "ResourceConflictException: Function already exist: f");
  CHECK(code_directories() == 1);
}

TEST_CASE_FIXTURE(Fixture, "what a function can't do without is asked for") {
  FunctionSettings s = settings();
  s.role.reset();
  CHECK(error_of([&] { registry->check_create(kScope, kName, s); }) ==
        "ValidationException: 1 validation error detected: Value null at 'role' failed to satisfy "
        "constraint: Member must not be null");
  s = settings();
  s.handler.reset();
  CHECK(error_of([&] { registry->check_create(kScope, kName, s); }) ==
        "InvalidParameterValueException: Runtime and Handler are mandatory parameters for "
        "functions created with deployment packages.");
}

TEST_CASE_FIXTURE(Fixture,
                  "a missing function is named by its ARN, and its qualifier if one was given") {
  CHECK(error_of([&] { registry->require(kScope, kName); }) ==
        "ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:us-east-1:000000000000:function:f");
  create();
  CHECK(error_of([&] { registry->require(kScope, kName, "1221"); }) ==
        "ResourceNotFoundException: Function not found: "
        "arn:aws:lambda:us-east-1:000000000000:function:f:1221");
}

TEST_CASE_FIXTURE(Fixture, "new code makes a new deployment; the old code stays while it is held") {
  create();
  auto old = registry->require(kScope, kName);
  clock.advance(1s);
  const FunctionConfiguration answer = registry->update_code(kScope, kName, {}, code("v2"));
  const auto current = registry->require(kScope, kName);
  CHECK(answer.last_modified == clock.now());
  CHECK(answer.code_sha256 != old->configuration.code_sha256);
  CHECK(current->configuration.revision_id != old->configuration.revision_id);
  CHECK(retirements.revisions == std::vector{old->configuration.revision_id});
  const fs::path old_root = old->code->task_root();
  CHECK(fs::exists(old_root));
  old.reset();
  CHECK_FALSE(fs::exists(old_root));
  CHECK(fs::exists(current->code->task_root()));
}

TEST_CASE_FIXTURE(Fixture, "a new configuration keeps the code") {
  create();
  const auto old = registry->require(kScope, kName);
  FunctionSettings s;
  s.timeout_seconds = 9;
  CHECK(registry->update_configuration(kScope, kName, s).timeout_seconds == 9);
  const auto current = registry->require(kScope, kName);
  CHECK(current->code == old->code);
  CHECK(current->configuration.handler == "index.handler");
  CHECK(retirements.revisions.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an update of another revision is refused and changes nothing") {
  create();
  const auto before = registry->require(kScope, kName);
  FunctionSettings s;
  s.timeout_seconds = 9;
  s.revision_id = "other";
  const std::string expected =
      "PreconditionFailedException: The Revision Id provided does not match the latest Revision "
      "Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id";
  CHECK(error_of([&] { registry->update_configuration(kScope, kName, s); }) == expected);
  CHECK(error_of([&] { registry->update_code(kScope, kName, {{}, "other"}, code()); }) == expected);
  CHECK(registry->require(kScope, kName) == before);
  CHECK(code_directories() == 1);
  s.revision_id = before->configuration.revision_id;
  CHECK(registry->update_configuration(kScope, kName, s).timeout_seconds == 9);
}

TEST_CASE_FIXTURE(Fixture, "tags change with a new revision, and handlers run on") {
  create();
  const std::string revision = registry->require(kScope, kName)->configuration.revision_id;
  registry->set_tags(kScope, kName,
                     {
                         {"a", "b"}
  });
  const auto current = registry->require(kScope, kName);
  CHECK(current->configuration.revision_id != revision);
  CHECK(current->configuration.tags == lambda_host::Variables{
                                           {"a", "b"}
  });
  CHECK(retirements.revisions.empty());
  lambda_host::Variables many;
  for (int i = 0; i < 51; ++i) many["key" + std::to_string(i)] = "v";
  CHECK(error_of([&] { registry->set_tags(kScope, kName, many); }) ==
        "InvalidParameterValueException: Number of tags exceeds resource tag limit.");
}

TEST_CASE_FIXTURE(Fixture, "a deleted function is gone with its code") {
  create();
  CHECK(error_of([&] { registry->erase(kScope, kName, "$LATEST"); }) ==
        "InvalidParameterValueException: $LATEST version cannot be deleted without deleting the "
        "function.");
  CHECK(error_of([&] { registry->erase(kScope, kName, "live"); }) ==
        "InvalidParameterValueException: Deletion of aliases is not currently supported.");
  registry->erase(kScope, kName, "1233");  // there is no such version: nothing to do
  registry->erase(kScope, kName, "$latest");
  CHECK(retirements.revisions.empty());
  CHECK(code_directories() == 1);
  registry->erase(kScope, kName);
  CHECK(registry->find(kScope, kName) == nullptr);
  CHECK(store.saved.empty());
  CHECK(retirements.revisions.size() == 1);
  CHECK(code_directories() == 0);
  CHECK(error_of([&] {
          registry->erase(kScope, kName);
        }).starts_with("ResourceNotFoundException: Function not found: "));
}

TEST_CASE_FIXTURE(Fixture, "what can't be deleted is refused before the function is looked for") {
  CHECK(error_of([&] { registry->erase(kScope, kName, "$LATEST"); }) ==
        "InvalidParameterValueException: $LATEST version cannot be deleted without deleting the "
        "function.");
  CHECK(error_of([&] { registry->erase(kScope, kName, "live"); }) ==
        "InvalidParameterValueException: Deletion of aliases is not currently supported.");
  const std::string missing =
      "ResourceNotFoundException: Function not found: " + core::function_arn(kScope, kName);
  CHECK(error_of([&] { registry->erase(kScope, kName, "1233"); }) == missing);
}

TEST_CASE_FIXTURE(Fixture, "a log level needs the format JSON, given now or before") {
  FunctionSettings s = settings();
  s.system_log_level = "INFO";
  const std::string refused =
      "InvalidParameterValueException: LogLevel is not supported when LogFormat is set to "
      "\"Text\". Remove LogLevel from your request or change the LogFormat to \"Json\" and try "
      "again.";
  CHECK(error_of([&] { registry->check_create(kScope, kName, s); }) == refused);
  create();
  CHECK(error_of([&] { registry->update_configuration(kScope, kName, s); }) == refused);
  FunctionSettings json;
  json.log_format = "JSON";
  registry->update_configuration(kScope, kName, json);
  CHECK(registry->update_configuration(kScope, kName, s).logging.system_log_level == "INFO");
}

TEST_CASE_FIXTURE(
    Fixture, "functions are there again after a restart, and what of ours nobody uses is removed") {
  create();
  const FunctionConfiguration before = registry->require(kScope, kName)->configuration;
  registry.reset();
  directory.functions().directory().make("0f8fad5b-d9cb-469f-a165-70867728950e");
  directory.functions().directory().make("not-of-ours");
  registry.emplace(store, clock, directory.functions());
  const auto after = registry->require(kScope, kName);
  CHECK(after->configuration == before);
  CHECK(fs::exists(after->code->task_root() / "index.js"));
  CHECK(code_directories() == 2);
  CHECK(directory.functions().directory().contains("not-of-ours"));
}

TEST_CASE_FIXTURE(Fixture, "functions are made anew in another scope, and share their code") {
  create();
  registry->publish(kScope, kName, {});
  lambda_host::AliasSettings alias;
  alias.name = "live";
  alias.function_version = "1";
  registry->create_alias(kScope, kName, alias);
  registry->attach(lambda_host::FunctionPart::concurrency, kScope, kName, {}, "5");
  const core::Scope other{core::AccountId("111111111111"), kScope.region};
  const auto rewrite = [](std::string text) {
    const std::string from = "iam::000000000000";
    const auto at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), "iam::111111111111");
    return text;
  };
  create(core::FunctionName("g"));
  const auto records = all_records(kScope);
  REQUIRE(records.size() == 2);
  CHECK(all_records(other).empty());
  registry->copy(kName, records[0].second, other, rewrite);
  CHECK(registry->list(other).size() == 1);
  registry.reset();
  registry.emplace(store, clock, directory.functions());
  const auto copy = registry->require(other, kName, "live");
  CHECK(copy->configuration.version == "1");
  CHECK(copy->configuration.scope == other);
  CHECK(copy->configuration.role == "arn:aws:iam::111111111111:role/r");
  CHECK(registry->require(kScope, kName)->configuration.role == "arn:aws:iam::000000000000:role/r");
  CHECK(*registry->attachment(lambda_host::FunctionPart::concurrency, other, kName) == "5");
  const auto zip = copy->code->zip_file();
  CHECK(registry->erase_all({kScope.account, {}}).functions == 2);
  CHECK_FALSE(registry->find(kScope, kName));
  registry.reset();
  registry.emplace(store, clock, directory.functions());
  CHECK(std::filesystem::exists(zip));
  CHECK(registry->versions(other, kName).size() == 2);
  registry->erase(other, kName);
  registry.reset();
  CHECK_FALSE(std::filesystem::exists(zip));
}

TEST_CASE_FIXTURE(Fixture, "a function that goes before it is made anew leaves its code") {
  create();
  auto records = all_records(kScope);
  const auto zip = records[0].second.latest->code->zip_file();
  registry->erase(kScope, kName);
  SUBCASE("to the copy") {
    const core::Scope other{core::AccountId("111111111111"), kScope.region};
    registry->copy(kName, records[0].second, other, [](std::string text) { return text; });
    records.clear();
    CHECK(std::filesystem::exists(zip));
    registry->erase(other, kName);
  }
  SUBCASE("until nobody wants it any more") {
    CHECK(std::filesystem::exists(zip));
    records.clear();
  }
  CHECK_FALSE(std::filesystem::exists(zip));
}

TEST_CASE_FIXTURE(Fixture, "functions that go with their scope leave nothing in the store") {
  create();
  create(core::FunctionName("g"));
  registry->publish(kScope, kName, {});
  const auto zip = registry->require(kScope, kName)->code->zip_file();
  retirements.versions.clear();
  CHECK(registry->erase_all({core::AccountId("111111111111"), {}}).documents == 0);
  CHECK(registry->list(kScope).size() == 2);
  CHECK(registry->erase_all({kScope.account, kScope.region}).functions == 2);
  CHECK(registry->list(kScope).empty());
  CHECK(retirements.versions.size() == 3);
  CHECK_FALSE(std::filesystem::exists(zip));
  CHECK(store.load_all(lambda_host::FunctionPart::version).empty());
}

}  // namespace function_registry_test
