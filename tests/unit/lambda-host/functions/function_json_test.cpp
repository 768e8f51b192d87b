#include "lambda-host/functions/function_json.h"

#include "lambda-host/functions/runtime.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace function_json_test {

namespace {

using lambda_host::FunctionConfiguration;
using lambda_host::Phase;

FunctionConfiguration example() {
  FunctionConfiguration f;
  f.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  f.name = core::FunctionName("F");
  f.runtime = "python3.12";
  f.handler = "handler.handler";
  f.role = "arn:aws:iam::111122223333:role/r";
  f.environment = lambda_host::Variables{
      {"A", "b"}
  };
  f.code_sha256 = "c2hh";
  f.code_size_bytes = 123;
  f.code_id = "id";
  f.last_modified = core::from_epoch_milliseconds(1764037614000);
  f.revision_id = "rev";
  f.logging.group = "/aws/lambda/F";
  return f;
}

std::string json(const FunctionConfiguration& f, Phase phase, std::string_view qualifier = {}) {
  core::json::Writer writer;
  write_configuration(writer, f, phase, qualifier);
  return writer.take();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the answer to CreateFunction is the recorded one") {
  const std::string runtime_arn =
      lambda_host::runtime_version_arn(core::Region("eu-west-1"), "python3.12");
  CHECK(json(example(), Phase::creating) ==
        R"({"Architectures":["x86_64"],"CodeSha256":"c2hh","CodeSize":123,"Description":"",)"
        R"("Environment":{"Variables":{"A":"b"}},"EphemeralStorage":{"Size":512},)"
        R"("FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:F","FunctionName":"F",)"
        R"("Handler":"handler.handler","LastModified":"2025-11-25T02:26:54.000+0000",)"
        R"("LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/F"},"MemorySize":128,)"
        R"("PackageType":"Zip","RevisionId":"rev","Role":"arn:aws:iam::111122223333:role/r",)"
        R"("Runtime":"python3.12","RuntimeVersionConfig":{"RuntimeVersionArn":")" +
            runtime_arn +
            R"("},"SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},"State":"Pending",)"
            R"("StateReason":"The function is being created.","StateReasonCode":"Creating",)"
            R"("Timeout":3,"TracingConfig":{"Mode":"PassThrough"},"Version":"$LATEST"})");
}

TEST_CASE("each phase shows its own state") {
  const std::string updating = json(example(), Phase::updating);
  CHECK(contains(updating,
                 R"("LastUpdateStatus":"InProgress","LastUpdateStatusReason":)"
                 R"("The function is being created.","LastUpdateStatusReasonCode":"Creating")"));
  CHECK(contains(updating, R"("State":"Active")"));
  const std::string settled = json(example(), Phase::settled);
  CHECK(contains(settled, R"("LastUpdateStatus":"Successful")"));
  CHECK(contains(settled, R"("State":"Active")"));
  CHECK_FALSE(contains(settled, "StateReason"));
  const std::string listed = json(example(), Phase::listed);
  CHECK_FALSE(contains(listed, "\"State\""));
  CHECK_FALSE(contains(listed, "LastUpdateStatus"));
  CHECK_FALSE(contains(listed, "RuntimeVersionConfig"));
}

TEST_CASE("a qualifier goes into the ARN, and an unset environment is left out") {
  FunctionConfiguration f = example();
  f.environment.reset();
  const std::string text = json(f, Phase::settled, "$LATEST");
  CHECK(contains(text, R"(function:F:$LATEST")"));
  CHECK_FALSE(contains(text, "Environment"));
}

TEST_CASE("what is kept for Amazon's machines is shown as AWS shows it") {
  FunctionConfiguration f = example();
  CHECK_FALSE(contains(json(f, Phase::settled), "KMSKeyArn"));
  CHECK_FALSE(contains(json(f, Phase::settled), "VpcConfig"));
  f.kms_key_arn = "arn:k";
  f.vpc = lambda_host::VpcConfiguration{{"subnet-1"}, {"sg-1"}, false};
  f.snap_start = "PublishedVersions";
  const std::string text = json(f, Phase::settled);
  CHECK(contains(text, R"("Handler":"handler.handler","KMSKeyArn":"arn:k","LastModified")"));
  CHECK(contains(text, R"("Version":"$LATEST","VpcConfig":{"Ipv6AllowedForDualStack":false,)"
                       R"("SecurityGroupIds":["sg-1"],"SubnetIds":["subnet-1"],"VpcId":"vpc-)"));
  CHECK(
      contains(text, R"("SnapStart":{"ApplyOn":"PublishedVersions","OptimizationStatus":"Off"})"));
  f.version = "1";
  f.vpc = lambda_host::VpcConfiguration{};
  const std::string version = json(f, Phase::settled);
  CHECK(contains(version, R"("ApplyOn":"PublishedVersions","OptimizationStatus":"On")"));
  CHECK(contains(version, R"("SecurityGroupIds":[],"SubnetIds":[],"VpcId":""})"));
}

}  // namespace function_json_test
