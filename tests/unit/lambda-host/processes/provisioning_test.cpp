#include "lambda-host/processes/provisioning.h"

#include "lambda-host/functions/provisioned_concurrency.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace provisioning_test {

using namespace registry_fixture;
using lambda_host::Provisioning;

TEST_CASE_FIXTURE(Fixture, "demand is that of the versions, by themselves and through aliases") {
  create();
  registry->publish(kScope, kName, {});
  for (const char* name : {"live", "blue"}) {
    lambda_host::AliasSettings settings;
    settings.name = name;
    settings.function_version = "1";
    registry->create_alias(kScope, kName, settings);
    lambda_host::provision(*registry, {kScope, kName, name}, 2, clock.now());
  }
  Provisioning provisioning(*registry);
  const auto version = registry->find(kScope, kName, "1");
  REQUIRE(provisioning.find(version->id));
  CHECK(provisioning.find(version->id)->count == 4);
  CHECK_FALSE(provisioning.find(registry->find(kScope, kName)->id));
  provisioning.fail(version->id);
  CHECK(provisioning.find(version->id)->failed);
  provisioning.look_at(*registry, kScope, core::FunctionName("g"));
  CHECK(provisioning.find(version->id)->failed);
  lambda_host::stop_provisioning(*registry, {kScope, kName, "blue"});
  provisioning.look_at(*registry, kScope, kName);
  CHECK(provisioning.find(version->id)->count == 2);
  CHECK_FALSE(provisioning.find(version->id)->failed);
  registry->erase(kScope, kName);
  provisioning.look_at(*registry, kScope, kName);
  CHECK(provisioning.demands().empty());
  provisioning.fail(version->id);
}

}  // namespace provisioning_test
