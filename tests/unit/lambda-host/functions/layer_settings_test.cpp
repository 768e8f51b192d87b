#include "lambda-host/functions/layer_settings.h"

#include "lambda-host/functions/runtime.h"
#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace layer_settings_test {

using namespace registry_fixture;

namespace {

std::string settings_error(std::string body) {
  try {
    const auto document = core::json::Document::parse(std::move(body));
    lambda_host::read_layer_settings(document.root().object());
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

const std::string kLayers = "arn:aws:lambda:us-east-1:000000000000:layer:";

struct LayerFixture : Fixture {
  LayerFixture() {
    for (const char* name : {"a", "a", "b", "c", "d", "e", "f"}) {
      registry->layers().publish(kScope, name, {}, code());
    }
  }
  std::string error_of(const std::vector<std::string>& arns) {
    try {
      lambda_host::find_layers(registry->layers(), kScope, arns);
      return "";
    } catch (const core::ApiError& error) {
      return error.message();
    }
  }
};

}  // namespace

TEST_CASE("runtimes and architectures of a layer are those that AWS knows") {
  CHECK(settings_error(R"({"CompatibleRuntimes":["python3.12","nodejs14.x","go1.x","java8"],)"
                       R"("CompatibleArchitectures":["x86_64","arm64"]})")
            .empty());
  const std::string runtimes(lambda_host::current_runtimes());
  CHECK(settings_error(R"({"CompatibleRuntimes":["invalidruntime","nodejs20.x"],)"
                       R"("CompatibleArchitectures":["invalidarch"]})") ==
        "2 validation errors detected: Value '[invalidruntime, nodejs20.x]' at "
        "'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [" +
            runtimes +
            "]; Value '[invalidarch]' at 'compatibleArchitectures' failed to satisfy constraint: "
            "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], "
            "Member must not be null]");
  std::string sixteen = R"("python3.12")";
  for (int n = 1; n < 16; ++n) sixteen += R"(,"python3.12")";
  CHECK(settings_error(R"({"CompatibleRuntimes":[)" + sixteen + "]}")
            .ends_with("at 'compatibleRuntimes' failed to satisfy constraint: Member must have "
                       "length less than or equal to 15"));
  CHECK(settings_error(R"({"Description":")" + std::string(257, 'x') + "\"}")
            .ends_with("'description' failed to satisfy constraint: Member must have length less "
                       "than or equal to 256"));
  CHECK(settings_error(R"({"LicenseInfo":")" + std::string(513, 'x') + "\"}")
            .ends_with("'licenseInfo' failed to satisfy constraint: Member must have length less "
                       "than or equal to 512"));
}

TEST_CASE_FIXTURE(LayerFixture,
                  "a function has up to five layers, one version of each, of its region") {
  CHECK(error_of({}).empty());
  CHECK(error_of(
            {kLayers + "a:1", kLayers + "b:1", kLayers + "c:1", kLayers + "d:1", kLayers + "e:1"})
            .empty());
  CHECK(error_of({kLayers + "a:1", kLayers + "b:1", kLayers + "c:1", kLayers + "d:1",
                  kLayers + "e:1", kLayers + "f:1"}) == "Cannot reference more than 5 layers.");
  CHECK(error_of({kLayers + "a:1", kLayers + "a:2"}) ==
        "Two different versions of the same layer are not allowed to be referenced in the same "
        "function. " +
            kLayers + "a:1 and " + kLayers + "a:2 are versions of the same layer.");
  CHECK(error_of({kLayers + "a:9"}) == "Layer version " + kLayers + "a:9 does not exist.");
  CHECK(error_of({"arn:aws:lambda:eu-west-1:000000000000:layer:a:1"}) ==
        "Layers are not in the same region as the function. Layers are expected to be in region "
        "us-east-1.");
  CHECK(error_of({kLayers + "a"})
            .starts_with("1 validation error detected: Value '[" + kLayers +
                         "a]' at 'layers' failed "
                         "to satisfy constraint: Member must satisfy constraint: [Member must have "
                         "length less than or equal to 2048, "));
}

TEST_CASE_FIXTURE(LayerFixture, "the layers that are found have sizes and zips, in their order") {
  const auto uses =
      lambda_host::find_layers(registry->layers(), kScope, {kLayers + "b:1", kLayers + "a:2"});
  REQUIRE(uses.size() == 2);
  CHECK(uses[0].arn == kLayers + "b:1");
  CHECK(uses[0].size_bytes > 0);
  const auto zips = lambda_host::zips_of(registry->layers(), uses);
  REQUIRE(zips.size() == 2);
  CHECK(zips[1].use == uses[1]);
  CHECK(zips[1].code == registry->layers().find({kScope, "a", 2})->code);
}

TEST_CASE("a version fits what it says that it is compatible with") {
  lambda_host::LayerVersion version;
  CHECK(lambda_host::fits(version, std::nullopt, std::nullopt));
  CHECK_FALSE(lambda_host::fits(version, "python3.12", std::nullopt));
  version.runtimes = {
      {"python3.11", "python3.12"}
  };
  version.architectures = {{"arm64"}};
  CHECK(lambda_host::fits(version, "python3.12", "arm64"));
  CHECK_FALSE(lambda_host::fits(version, "python3.12", "x86_64"));
  CHECK_FALSE(lambda_host::fits(version, "nodejs20.x", "arm64"));
}

}  // namespace layer_settings_test
