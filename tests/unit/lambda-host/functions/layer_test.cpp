#include "lambda-host/functions/layer.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace layer_test {

using namespace lambda_host;

namespace {

LayerVersion example() {
  LayerVersion v;
  v.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  v.name = "tools";
  v.version = 7;
  v.description = "d";
  v.license_info = "MIT";
  v.runtimes = {{"python3.12"}};
  v.architectures = std::vector<std::string>{};
  v.created = core::from_epoch_milliseconds(1'740'193'405'490);
  v.code_sha256 = "c2hh";
  v.code_size_bytes = 123;
  v.code_id = "id";
  return v;
}

std::string shown(const LayerVersion& v) {
  core::json::Writer writer;
  write_layer_version(writer, v, "http://h/code.zip");
  return writer.take();
}

const std::string kArn = "arn:aws:lambda:eu-west-1:111122223333:layer:tools";

}  // namespace

TEST_CASE("a version is shown with what was said of it") {
  CHECK(layer_version_arn(example()) == kArn + ":7");
  CHECK(shown(example()) ==
        R"({"Content":{"CodeSha256":"c2hh","CodeSize":123,"Location":"http://h/code.zip"},)"
        R"("LayerArn":")" +
            kArn +
            R"(","CreatedDate":"2025-02-22T03:03:25.490+0000",)"
            R"("Description":"d","LayerVersionArn":")" +
            kArn +
            R"(:7","LicenseInfo":"MIT","Version":7,"CompatibleArchitectures":[],)"
            R"("CompatibleRuntimes":["python3.12"]})");
  LayerVersion plain = example();
  plain.license_info.clear();
  plain.runtimes.reset();
  plain.architectures.reset();
  CHECK(shown(plain).ends_with(R"(:7","Version":7})"));
}

TEST_CASE("a version is its account's, and theirs whom its policy names") {
  LayerVersion v = example();
  const core::AccountId other("000000000042");
  CHECK_NOTHROW(require_shared(v, v.scope.account));
  const std::string refusal =
      "User is not authorized to perform: lambda:GetLayerVersion on resource: " + kArn + ":7";
  CHECK_THROWS_WITH(require_shared(v, other), refusal.c_str());
  v.policy = Policy{{{"s", R"({"Principal":{"AWS":"arn:aws:iam::000000000041:root"}})"}}, "rev"};
  CHECK_THROWS_WITH(require_shared(v, other), refusal.c_str());
  v.policy->statements.push_back({"t", R"({"Principal":"*"})"});
  CHECK_NOTHROW(require_shared(v, other));
}

TEST_CASE("a version is read as it was stored, its policy too") {
  LayerVersion v = example();
  v.policy = Policy{{{"s", "{}"}}, "rev"};
  const LayerVersion read = read_stored_layer(v.scope, write_stored_layer(v));
  CHECK(shown(read) == shown(v));
  CHECK(read.code_id == "id");
  REQUIRE(read.policy);
  CHECK(read.policy->revision_id == "rev");
  CHECK(read.policy->statements.at(0).id == "s");
  CHECK_FALSE(read_stored_layer(v.scope, write_stored_layer(example())).policy);
  CHECK_THROWS_WITH_AS(read_stored_layer(v.scope, "{}"), "stored layer: no version",
                       std::runtime_error);
}

TEST_CASE("a layer is named by its name or ARN, a version by its ARN") {
  const core::Scope caller{core::AccountId("000000000000"), core::Region("us-east-1")};
  CHECK(parse_layer_name("tools", caller)->scope == caller);
  CHECK(parse_layer_name(kArn, caller)->scope == example().scope);
  CHECK(parse_layer_name(kArn, caller)->name == "tools");
  const auto version = parse_layer_version_arn(kArn + ":7");
  REQUIRE(version);
  CHECK(version->scope == example().scope);
  CHECK(version->name == "tools");
  CHECK(version->version == 7);
  for (const char* other : {"", "a.b", "arn:aws:lambda:eu-west-1:111122223333:function:tools",
                            "arn:aws:sqs:eu-west-1:111122223333:layer:tools",
                            "arn:aws:lambda:eu-west-1:1:layer:tools"}) {
    CAPTURE(other);
    CHECK_FALSE(parse_layer_name(other, caller));
  }
  CHECK_FALSE(parse_layer_name(kArn + ":7", caller));
  for (const std::string& other : {kArn, kArn + ":", kArn + ":x", kArn + ":7:8", std::string()}) {
    CAPTURE(other);
    CHECK_FALSE(parse_layer_version_arn(other));
  }
}

}  // namespace layer_test
