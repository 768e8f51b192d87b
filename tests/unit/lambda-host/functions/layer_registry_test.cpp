#include "lambda-host/functions/layer_registry.h"

#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace layer_registry_test {

using namespace registry_fixture;
using lambda_host::LayerReference;

namespace {

struct LayerFixture : Fixture {
  const lambda_host::LayerVersion& publish(const std::string& name) {
    return registry->layers().publish(kScope, name, {"d", "MIT", std::nullopt, std::nullopt},
                                      code());
  }
  std::vector<std::int64_t> numbers(const std::string& name) {
    std::vector<std::int64_t> numbers;
    for (const auto* version : registry->layers().versions(kScope, name)) {
      numbers.push_back(version->version);
    }
    return numbers;
  }
};

}  // namespace

TEST_CASE_FIXTURE(LayerFixture, "versions count from 1, and the newest comes first") {
  CHECK(publish("b").version == 1);
  CHECK(publish("b").version == 2);
  CHECK(publish("a").version == 1);
  CHECK(numbers("b") == std::vector<std::int64_t>{2, 1});
  CHECK(numbers("c").empty());
  CHECK(registry->layers().names(kScope) == std::vector<std::string>{"a", "b"});
  CHECK(registry->layers().names({kScope.account, core::Region("eu-west-1")}).empty());
  REQUIRE(registry->layers().find({kScope, "b", 2}));
  CHECK(registry->layers().find({kScope, "b", 2})->version.description == "d");
  CHECK_FALSE(registry->layers().find({kScope, "b", 3}));
  CHECK_FALSE(registry->layers().find({kScope, "c", 1}));
}

TEST_CASE_FIXTURE(LayerFixture, "a number isn't given again, also after a restart, and code goes") {
  publish("b");
  const auto zip = registry->layers().find({kScope, "b", 1})->code->zip_file();
  CHECK(std::filesystem::exists(zip));
  registry->layers().erase({kScope, "b", 1});
  registry->layers().erase({kScope, "b", 1});
  CHECK_FALSE(std::filesystem::exists(zip));
  CHECK(registry->layers().names(kScope).empty());
  registry.reset();
  registry.emplace(store, clock, directory.functions());
  CHECK(publish("b").version == 2);
}

TEST_CASE_FIXTURE(LayerFixture, "layers, their code and their policies survive a restart") {
  publish("b");
  registry->layers().set_policy({kScope, "b", 1}, lambda_host::Policy{{{"s", "{}"}}, "rev"});
  registry.reset();
  registry.emplace(store, clock, directory.functions());
  const auto* found = registry->layers().find({kScope, "b", 1});
  REQUIRE(found);
  CHECK(found->version.policy->revision_id == "rev");
  CHECK(std::filesystem::exists(found->code->zip_file()));
  CHECK(registry->layers().code_ids().size() == 1);
  registry->layers().set_policy({kScope, "b", 1}, std::nullopt);
  CHECK_FALSE(registry->layers().find({kScope, "b", 1})->version.policy);
}

TEST_CASE_FIXTURE(LayerFixture, "a function's layers are those that its code was prepared with") {
  const std::string arn = lambda_host::layer_version_arn(publish("b"));
  auto with = settings();
  with.layers = {{arn}};
  CHECK_THROWS_WITH_AS(registry->create(kScope, kName, with, code()),
                       ("The operation cannot be performed at this time. An update is in progress "
                        "for resource: " +
                        kArn)
                           .c_str(),
                       core::ApiError);
  auto prepared = code();
  prepared.layers = {
      {arn, registry->layers().find({kScope, "b", 1})->version.code_size_bytes}
  };
  registry->create(kScope, kName, with, prepared);
  CHECK(latest().layers == prepared.layers);
  // The same layers need no other code.
  CHECK(registry->update_configuration(kScope, kName, with).layers == prepared.layers);
  lambda_host::FunctionSettings without;
  without.layers = std::vector<std::string>{};
  CHECK_THROWS_AS(registry->update_configuration(kScope, kName, without), core::ApiError);
  registry->update_configuration(kScope, kName, without, code());
  CHECK(latest().layers.empty());
  CHECK_THROWS_AS(registry->update_configuration(kScope, kName, {}, code("other")), core::ApiError);
}

TEST_CASE_FIXTURE(LayerFixture,
                  "copies in another scope share the code, which goes with the last") {
  publish("b");
  registry->layers().set_policy({kScope, "b", 1},
                                lambda_host::Policy{{{"s", R"({"a":"from"})"}}, "rev"});
  const core::Scope other{core::AccountId("111111111111"), kScope.region};
  {
    const auto layers = registry->layers().layers(kScope, "", core::kAll);
    REQUIRE(layers.size() == 1);
    CHECK(layers[0].first == "b");
    CHECK(registry->layers().layers(other, "", core::kAll).empty());
    SUBCASE("that is there") {}
    SUBCASE("that has gone meanwhile") {
      registry->layers().erase({kScope, "b", 1});
    }
    registry->layers().copy("b", layers[0].second, other, [](std::string text) {
      const auto at = text.find("from");
      if (at != std::string::npos) text.replace(at, 4, "to");
      return text;
    });
  }
  registry.reset();
  registry.emplace(store, clock, directory.functions());
  const auto* copy = registry->layers().find({other, "b", 1});
  REQUIRE(copy);
  CHECK(copy->version.policy->statements.front().json == R"({"a":"to"})");
  const auto zip = copy->code->zip_file();
  registry->layers().erase({kScope, "b", 1});
  registry.reset();
  registry.emplace(store, clock, directory.functions());
  CHECK(std::filesystem::exists(zip));
  CHECK(registry->layers().versions(other, "b").size() == 1);
  CHECK(registry->layers().erase_all({other.account, {}}, 0) == 0);
  CHECK(registry->layers().erase_all({other.account, {}}, 1) == 1);
  CHECK(registry->layers().versions(other, "b").empty());
  CHECK(registry->layers().layers(other, "", 1).size() == 1);  // a further one is the second
  CHECK(registry->layers().erase_all({other.account, {}}, 2) == 1);
  CHECK(registry->layers().erase_all({other.account, {}}, 1) == 0);
  registry.reset();
  CHECK_FALSE(std::filesystem::exists(zip));
}

}  // namespace layer_registry_test
