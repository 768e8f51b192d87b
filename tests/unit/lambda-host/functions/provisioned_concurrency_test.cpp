#include "lambda-host/functions/provisioned_concurrency.h"

#include "core/untyped_error.h"
#include "lambda-host/functions/concurrency.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace provisioned_concurrency_test {

using namespace registry_fixture;
using lambda_host::FunctionReference;
using lambda_host::ProvisionedStatus;

namespace {

struct Listener : lambda_host::DeploymentListener {
  void retired(const lambda_host::Deployment&) override {}
  void demand_changed(const core::Scope&, const core::FunctionName& name) override {
    told.push_back(name.get());
  }
  std::vector<std::string> told;
};

struct ProvisionedFixture : Fixture {
  ProvisionedFixture() {
    registry->set_listener(&listener);
    create();
    registry->publish(kScope, kName, {});
    alias("live", "1");
    listener.told.clear();
  }
  void alias(const char* name, const char* version) {
    lambda_host::AliasSettings settings;
    settings.name = name;
    settings.function_version = version;
    registry->create_alias(kScope, kName, settings);
  }
  FunctionReference target(const std::string& qualifier) const {
    return {kScope, kName, qualifier};
  }
  std::string error(const std::string& qualifier, int count) {
    try {
      lambda_host::provision(*registry, target(qualifier), count, clock.now());
      return "";
    } catch (const core::ApiError& thrown) {
      return thrown.message();
    }
  }
  Listener listener;
};

}  // namespace

TEST_CASE_FIXTURE(ProvisionedFixture,
                  "what is provisioned is kept, told of, and survives a restart") {
  CHECK_FALSE(lambda_host::find_provisioned(*registry, target("1")));
  CHECK(error("1", 3).empty());
  CHECK(listener.told == std::vector<std::string>{"f"});
  lambda_host::FunctionRegistry again(store, clock, directory.functions());
  CHECK(lambda_host::find_provisioned(again, target("1"))->requested == 3);
  CHECK(lambda_host::find_provisioned(again, target("1"))->last_modified == clock.now());
  CHECK(lambda_host::total_provisioned(again, kScope, kName) == 3);
  CHECK(lambda_host::total_provisioned(again, kScope, core::FunctionName("g")) == 0);
  lambda_host::stop_provisioning(*registry, target("1"));
  CHECK_FALSE(lambda_host::find_provisioned(*registry, target("1")));
  CHECK(listener.told.size() == 2);
}

TEST_CASE_FIXTURE(ProvisionedFixture, "a version is provisioned by itself or through an alias") {
  CHECK(error("1", 1).empty());
  CHECK(error("live", 1) ==
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned "
        "version");
  lambda_host::stop_provisioning(*registry, target("1"));
  CHECK(error("live", 1).empty());
  CHECK(error("1", 1) == "Version is pointed by a Provisioned Concurrency alias");
}

TEST_CASE_FIXTURE(ProvisionedFixture,
                  "an alias that points to another version changes the demand") {
  describe("other");
  registry->publish(kScope, kName, {});
  listener.told.clear();
  lambda_host::AliasSettings settings;
  settings.function_version = "2";
  registry->update_alias(kScope, kName, "live", settings);
  CHECK(listener.told.size() == 1);
  registry->erase_alias(kScope, kName, "live");
  CHECK(listener.told.size() == 2);
}

TEST_CASE_FIXTURE(ProvisionedFixture, "no more is provisioned than reserved, nor less reserved") {
  const std::string above =
      "Requested Provisioned Concurrency should not be greater than the "
      "reservedConcurrentExecution for function";
  lambda_host::reserve_concurrency(*registry, kScope, kName, 3);
  CHECK(error("1", 4) == above);
  CHECK(error("1", 2).empty());
  CHECK(error("1", 3).empty());
  describe("other");
  registry->publish(kScope, kName, {});
  CHECK(error("2", 1) == above);
  CHECK_THROWS_WITH_AS(lambda_host::reserve_concurrency(*registry, kScope, kName, 2),
                       " ReservedConcurrentExecutions  2 should not be lower than function's total "
                       "provisioned concurrency [3].",
                       core::UntypedError);
  CHECK_NOTHROW(lambda_host::reserve_concurrency(*registry, kScope, kName, std::nullopt));
  CHECK(lambda_host::unreserved_concurrency(*registry, kScope) == 997);
}

TEST_CASE_FIXTURE(ProvisionedFixture,
                  "the account's concurrency has a limit, and a part that stays") {
  for (const int count : {901, 1001}) {
    CHECK_THROWS_AS(lambda_host::provision(*registry, {kScope, kName, "1"}, count, clock.now()),
                    core::UntypedError);
  }
  CHECK(error("1", 1001) ==
        "Specified ConcurrentExecutions for function is greater than account's unreserved "
        "concurrency [1000].");
  CHECK(error("1", 901) ==
        "Specified ConcurrentExecutions for function decreases account's "
        "UnreservedConcurrentExecution below its minimum value of [100].");
  CHECK(error("1", 900).empty());
  CHECK(error("1", 900).empty());
}

TEST_CASE_FIXTURE(ProvisionedFixture, "only what is there can be provisioned") {
  CHECK_NOTHROW(lambda_host::require_published(*registry, target("live")));
  CHECK_THROWS_WITH_AS(lambda_host::require_published(*registry, target("other")),
                       ("Cannot find alias arn: " + kArn + ":other").c_str(), core::ApiError);
  CHECK_THROWS_WITH_AS(lambda_host::require_published(*registry, target("7")),
                       ("Function not found: " + kArn + ":7").c_str(), core::ApiError);
}

TEST_CASE("a configuration shows how far its processes are") {
  const auto shown = [](ProvisionedStatus status) {
    core::json::Writer writer;
    writer.begin_object();
    lambda_host::write_provisioned(writer, {2, core::from_epoch_milliseconds(1'740'193'405'490)},
                                   status);
    return writer.end_object().take();
  };
  const auto text = [](int ready, const char* status) {
    const std::string count = std::to_string(ready);
    return R"({"AllocatedProvisionedConcurrentExecutions":)" + count +
           R"(,"AvailableProvisionedConcurrentExecutions":)" + count +
           R"(,"LastModified":"2025-02-22T03:03:25.490+0000",)"
           R"("RequestedProvisionedConcurrentExecutions":2,"Status":)" +
           status + "}";
  };
  CHECK(shown({1, ProvisionedStatus::Progress::in_progress}) == text(1, R"("IN_PROGRESS")"));
  CHECK(shown({3, ProvisionedStatus::Progress::in_progress}) == text(2, R"("IN_PROGRESS")"));
  CHECK(shown({1, ProvisionedStatus::Progress::ready}) == text(2, R"("READY")"));
  CHECK(shown({0, ProvisionedStatus::Progress::failed}) ==
        text(0, R"("FAILED","StatusReason":"FUNCTION_ERROR_INIT_FAILURE")"));
}

}  // namespace provisioned_concurrency_test
