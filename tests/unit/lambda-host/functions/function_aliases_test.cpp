#include "core/untyped_error.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace function_aliases_test {

using namespace registry_fixture;
using lambda_host::Alias;
using Weights = std::map<std::string, double>;

namespace {

struct AliasFixture : Fixture {
  AliasFixture() {
    create();
    publish_versions(2);
  }
  std::string names() {
    std::string text;
    for (const Alias* each : registry->aliases(kScope, kName)) text += each->name + " ";
    return text;
  }
};

const std::string kInvalid = "InvalidParameterValueException: ";
const std::string kNotFound = "ResourceNotFoundException: ";

}  // namespace

TEST_CASE_FIXTURE(AliasFixture, "an alias names a version, and shares with another one") {
  const Alias made = alias("live", "1",
                           Weights{
                               {"2", 0.3}
  });
  CHECK(made.name == "live");
  CHECK(made.function_version == "1");
  CHECK(made.weights == Weights{
                            {"2", 0.3}
  });
  CHECK_FALSE(made.revision_id.empty());
  CHECK(registry->require_alias(kScope, kName, "live") == made);
  CHECK(registry->require(kScope, kName, "live")->configuration.version == "1");
  CHECK(registry->route(kScope, kName, "live", 0.29)->configuration.version == "2");
  CHECK(registry->route(kScope, kName, "live", 0.3)->configuration.version == "1");
  CHECK(error_of([&] { registry->route(kScope, kName, "nobody", 0); }) ==
        kNotFound + "Function not found: " + kArn + ":nobody");
  CHECK(error_of([&] { registry->route(kScope, core::FunctionName("g"), "$LATEST", 0); }) ==
        kNotFound + "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g:$LATEST");
}

TEST_CASE_FIXTURE(AliasFixture, "what no alias can be is refused in AWS's words") {
  CHECK(error_of([&] {
          alias("a", "1",
                Weights{
                    {"1", 0.8},
                    {"2", 0.2}
          });
        }) == kInvalid + "Number of items in AdditionalVersionWeights cannot be greater than 1");
  CHECK(error_of([&] {
          alias("a", "1",
                Weights{
                    {"1", 0.5}
          });
        }) == kInvalid +
                  "Invalid function version 1. Function version 1 is already included in routing "
                  "configuration.");
  CHECK(error_of([&] {
          alias("a", "$LATEST",
                Weights{
                    {"1", 0.5}
          });
        }) == kInvalid + "$LATEST is not supported for an alias pointing to more than 1 version");
  CHECK_THROWS_AS(alias("a", "$LATEST",
                        Weights{
                            {"1", 0.5}
  }),
                  core::UntypedError);
  CHECK(error_of([&] {
          alias("a", "10",
                Weights{
                    {"2", 0.5}
          });
        }) == kNotFound + "Function not found: " + kArn + ":10");
  CHECK(error_of([&] {
          alias("a", "1",
                Weights{
                    {"10", 0.5}
          });
        }) == kNotFound + "Function not found: " + kArn + ":10");
  CHECK(error_of([&] { alias("12", "1"); }).starts_with("ValidationException: "));
  CHECK(error_of([&] {
          registry->create_alias(kScope, core::FunctionName("g"), {"a", "1", {}, {}, {}});
        }) == kNotFound + "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g:1");
  CHECK(names() == "");
  alias("a", "$LATEST");
  CHECK(error_of([&] { alias("a", "1"); }) ==
        "ResourceConflictException: Alias already exists: " + kArn + ":a");
  CHECK(registry->require_alias(kScope, kName, "a").function_version == "$LATEST");
}

TEST_CASE_FIXTURE(AliasFixture, "an update changes what it names, and the revision always") {
  const Alias first = alias("live", "1",
                            Weights{
                                {"2", 0.3}
  });
  const Alias second = registry->update_alias(kScope, kName, "live", {{}, {}, "d", {}, {}});
  CHECK(second.revision_id != first.revision_id);
  CHECK(second.description == "d");
  CHECK(second.function_version == "1");
  CHECK(second.weights == first.weights);
  const Alias third =
      registry->update_alias(kScope, kName, "live", {{}, "2", {}, Weights{}, second.revision_id});
  CHECK(third.function_version == "2");
  CHECK(third.weights.empty());
  CHECK(third.description == "d");
  reload();
  CHECK(registry->require_alias(kScope, kName, "live") == third);
}

TEST_CASE_FIXTURE(AliasFixture, "an update that can't be leaves the alias as it is") {
  const Alias before = alias("live", "1",
                             Weights{
                                 {"2", 0.3}
  });
  const auto update = [&](lambda_host::AliasSettings settings, const std::string& name = "live") {
    return error_of([&] { registry->update_alias(kScope, kName, name, settings); });
  };
  CHECK(update({{}, "2", {}, {}, {}}) ==
        kInvalid +
            "Invalid function version 2. Function version 2 is already included in routing "
            "configuration.");
  CHECK(update({{}, "7", {}, {}, {}}) == kNotFound + "Function not found: " + kArn + ":7");
  CHECK(update({{}, {}, {}, Weights{{"2", 2}}, {}}).starts_with("ValidationException: "));
  CHECK(update({{}, {}, "d", {}, "other"}) ==
        "PreconditionFailedException: The Revision Id provided does not match the latest Revision "
        "Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
  CHECK(update({}, "nobody") == kNotFound + "Alias not found: " + kArn + ":nobody");
  CHECK(registry->require_alias(kScope, kName, "live") == before);
  CHECK(error_of([&] { registry->require_alias(kScope, kName, "nobody"); }) ==
        kNotFound + "Cannot find alias arn: " + kArn + ":nobody");
}

TEST_CASE_FIXTURE(AliasFixture, "aliases are listed by name until they are deleted") {
  alias("b", "1");
  alias("a", "2");
  CHECK(names() == "a b ");
  registry->erase_alias(kScope, kName, "a");
  registry->erase_alias(kScope, kName, "a");
  CHECK(names() == "b ");
  reload();
  CHECK(names() == "b ");
  const core::FunctionName other("g");
  const std::string missing =
      kNotFound + "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g";
  CHECK(error_of([&] { registry->aliases(kScope, other); }) == missing);
  CHECK(error_of([&] { registry->erase_alias(kScope, other, "a"); }) == missing);
  CHECK(error_of([&] { registry->update_alias(kScope, other, "a", {}); }) == missing);
  CHECK(error_of([&] { registry->require_alias(kScope, other, "a"); }) == missing);
}

TEST_CASE_FIXTURE(AliasFixture, "whoever runs functions hears of versions that an alias comes to") {
  using Versions = std::vector<std::string>;
  alias("live", "1");
  CHECK(retirements.pointed == Versions{"1"});
  registry->update_alias(kScope, kName, "live", {{}, {}, "described", {}, {}});
  CHECK(retirements.pointed == Versions{"1"});
  registry->update_alias(kScope, kName, "live", {{}, {}, {}, Weights{{"2", 0.5}}, {}});
  CHECK(retirements.pointed == Versions{"1", "2"});
  registry->update_alias(kScope, kName, "live", {{}, "2", {}, Weights{}, {}});
  CHECK(retirements.pointed == Versions{"1", "2"});
  registry->update_alias(kScope, kName, "live", {{}, "$LATEST", {}, {}, {}});
  CHECK(retirements.pointed == Versions{"1", "2", "$LATEST"});
}

}  // namespace function_aliases_test
