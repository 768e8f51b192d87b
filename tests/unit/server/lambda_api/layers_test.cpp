#include "core/base64.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace layers_test {

using namespace tests;

namespace {

const std::string kVersions = "/2018-10-31/layers/l/versions";
const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:layer:l";

struct LayerApi : LambdaApi {
  core::HttpResponse publish(const std::string& members = "") {
    return call("POST", kVersions,
                "{" + members + R"("Content":{"ZipFile":")" + base64_zip() + R"("}})",
                {
                    {"Host", "localhost:8000"}
    });
  }
};

}  // namespace

TEST_CASE("a layer is published, shown, and had as a zip") {
  LayerApi api;
  const auto published = api.publish(R"("Description":"d","CompatibleRuntimes":["nodejs20.x"],)");
  CHECK(published.status == 201);
  CHECK(at(published, "/LayerArn") == kArn);
  CHECK(at(published, "/LayerVersionArn") == kArn + ":1");
  CHECK(at(published, "/Version") == "1");
  CHECK(at(published, "/CompatibleRuntimes") == R"(["nodejs20.x"])");
  const std::string url = at(published, "/Content/Location");
  CHECK(url == "http://localhost:8000/_rivulet/layers/000000000000/us-east-1/l/1/code.zip");
  const auto zip = api.call("GET", url.substr(url.find("/_rivulet")));
  CHECK(zip.body == core::base64_decode(base64_zip()));
  const HeaderList host = {
      {"Host", "localhost:8000"}
  };
  CHECK(api.call("GET", kVersions + "/1", "", host).body == published.body);
  CHECK(api.call("GET", "/2018-10-31/layers?find=LayerVersion&Arn=" + kArn + ":1", "", host).body ==
        published.body);
  CHECK(at(api.publish(), "/Version") == "2");
}

TEST_CASE("layers are listed by name, versions with the newest first, by what they fit") {
  LayerApi api;
  api.publish(R"("CompatibleRuntimes":["nodejs20.x"],"CompatibleArchitectures":["arm64"],)");
  api.publish(R"("CompatibleRuntimes":["python3.12"],)");
  const auto versions = api.call("GET", kVersions + "?MaxItems=1");
  CHECK(at(versions, "/LayerVersions/0/Version") == "2");
  CHECK(at(versions, "/LayerVersions/1/Version") == "");
  const auto rest =
      api.call("GET", kVersions + "?MaxItems=1&Marker=" + at(versions, "/NextMarker"));
  CHECK(at(rest, "/LayerVersions/0/Version") == "1");
  CHECK(at(rest, "/NextMarker") == "");
  CHECK(at(api.call("GET", kVersions + "?CompatibleRuntime=nodejs20.x"),
           "/LayerVersions/0/Version") == "1");
  const auto layers = api.call("GET", "/2018-10-31/layers");
  CHECK(at(layers, "/Layers/0/LayerName") == "l");
  CHECK(at(layers, "/Layers/0/LayerArn") == kArn);
  CHECK(at(layers, "/Layers/0/LatestMatchingVersion/Version") == "2");
  CHECK(at(api.call("GET", "/2018-10-31/layers?CompatibleArchitecture=arm64"),
           "/Layers/0/LatestMatchingVersion/Version") == "1");
  CHECK(api.call("GET", "/2018-10-31/layers?CompatibleRuntime=java21").body == R"({"Layers":[]})");
  CHECK(api.call("GET", "/2018-10-31/layers/other/versions").body == R"({"LayerVersions":[]})");
  CHECK(
      error(api.call("GET", "/2018-10-31/layers?CompatibleArchitecture=x")) ==
      "400 ValidationException: 1 validation error detected: Value 'x' at "
      "'compatibleArchitecture' failed to satisfy constraint: Member must satisfy enum value set: "
      "[x86_64, arm64]");
  for (const std::string& list : {kVersions, std::string("/2018-10-31/layers")}) {
    CHECK(
        error(api.call("GET", list + "?CompatibleRuntime=x")) ==
        "400 ValidationException: 1 validation error detected: Value 'x' at 'compatibleRuntime' "
        "failed to satisfy constraint: Member must satisfy enum value set: [ruby3.5, ruby2.6, "
        "dotnetcore1.0, python3.7, nodejs8.10, nasa, ruby2.7, python2.7-greengrass, "
        "dotnetcore2.0, python3.8, java21, dotnet6, dotnetcore2.1, python3.9, java11, nodejs6.10, "
        "provided, dotnetcore3.1, dotnet8, java25, java17, nodejs, nodejs4.3, java8.al2, go1.x, "
        "dotnet10, nodejs20.x, go1.9, byol, nodejs10.x, provided.al2023, nodejs22.x, python3.10, "
        "java8, nodejs12.x, python3.11, nodejs24.x, nodejs8.x, python3.12, nodejs14.x, nodejs8.9, "
        "nodejs26.x, python3.13, python3.14, nodejs16.x, python3.15, provided.al2, "
        "nodejs4.3-edge, nodejs18.x, ruby3.2, python3.4, ruby3.3, ruby3.4, ruby2.5, python3.6, "
        "python2.7]");
    for (const std::string runtime : {"ruby3.5", "nasa", "python2.7", "ruby4.0"}) {
      CHECK(api.call("GET", list + "?CompatibleRuntime=" + runtime).status == 200);
    }
    CHECK(api.call("GET", list + "?CompatibleRuntime=").status == 400);
    CHECK(api.call("GET", list + "?CompatibleRuntime=ruby3").status == 400);
  }
}

TEST_CASE("a version that isn't there is no error to delete, and one to get") {
  LayerApi api;
  api.publish();
  CHECK(api.call("DELETE", kVersions + "/1").status == 204);
  CHECK(api.call("DELETE", kVersions + "/1").status == 204);
  const std::string missing =
      "404 ResourceNotFoundException: The resource you requested does not exist.";
  CHECK(error(api.call("GET", kVersions + "/1")) == missing);
  CHECK(error(api.call("GET", "/2018-10-31/layers?find=LayerVersion&Arn=" + kArn + ":1")) ==
        missing);
  CHECK(error(api.call("GET", "/2018-10-31/layers?find=LayerVersion&Arn=" + kArn))
            .starts_with("400 ValidationException: 1 validation error detected: Value '" + kArn +
                         "' at 'arn' failed to satisfy constraint: Member must satisfy regular "
                         "expression pattern: "));
  CHECK(error(api.call("POST", kVersions, "{}")) ==
        "400 ValidationException: 1 validation error detected: Value null at 'content' failed to "
        "satisfy constraint: Member must not be null");
}

TEST_CASE("a function gets layers when it is created, and others when it is updated") {
  LayerApi api;
  api.publish();
  const std::string member = R"("Layers":[")" + kArn + R"(:1"],)";
  const auto created = api.create("f", member);
  CHECK(at(created, "/Layers/0/Arn") == kArn + ":1");
  CHECK(at(created, "/Layers/0/CodeSize") == at(created, "/CodeSize"));
  const auto opt = api.functions.find(api.engine.scope, core::FunctionName("f"))->code->opt_root();
  CHECK(std::filesystem::exists(opt / "index.mjs"));
  api.call("DELETE", kVersions + "/1");
  // What it has of a layer stays.
  const auto updated =
      api.call("PUT", "/2015-03-31/functions/f/code", R"({"ZipFile":")" + base64_zip("v2") + "\"}");
  CHECK(at(updated, "/Layers/0/Arn") == kArn + ":1");
  const auto code = api.functions.find(api.engine.scope, core::FunctionName("f"))->code;
  CHECK(code->opt_root() != opt);
  CHECK(std::filesystem::exists(code->opt_root() / "index.mjs"));
  const auto without =
      api.call("PUT", "/2015-03-31/functions/f/configuration", R"({"Layers":[],"Timeout":7})");
  CHECK(at(without, "/Layers") == "");
  CHECK(at(without, "/Timeout") == "7");
  CHECK(at(without, "/CodeSha256") == at(updated, "/CodeSha256"));
  CHECK(error(api.call("PUT", "/2015-03-31/functions/f/configuration",
                       R"({"Layers":[")" + kArn + R"(:1"]})")) ==
        "400 InvalidParameterValueException: Layer version " + kArn + ":1 does not exist.");
  CHECK(error(api.create("g", member)) ==
        "400 InvalidParameterValueException: Layer version " + kArn + ":1 does not exist.");
}

}  // namespace layers_test
