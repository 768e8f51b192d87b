#include "lambda-host/functions/kept_settings.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace kept_settings_test {

namespace {

using lambda_host::FunctionSettings;
using lambda_host::VpcConfiguration;

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

std::string checked(const FunctionSettings& settings) {
  return error_of([&] { lambda_host::check_limits(settings); });
}

std::string with_vpc(std::vector<std::string> subnets, std::vector<std::string> groups) {
  FunctionSettings settings;
  settings.vpc = VpcConfiguration{std::move(subnets), std::move(groups), false};
  return checked(settings);
}

const std::string kOne = "ValidationException: 1 validation error detected: Value '";
const std::string kFailed = "' failed to satisfy constraint: Member must ";
const std::string kLengths =
    "satisfy constraint: [Member must have length less than or equal to 1024, Member must have "
    "length greater than or equal to 0, Member must satisfy regular expression pattern: ";

}  // namespace

TEST_CASE("ids of subnets and security groups are checked in form and number") {
  CHECK(with_vpc({"subnet-0a", "subnet-"}, {"sg-1A"}) == "");
  CHECK(with_vpc({"bad-1"}, {}) ==
        kOne + "[bad-1]' at 'vpcConfig.subnetIds" + kFailed + kLengths + "subnet-[0-9a-z]*]");
  CHECK(with_vpc({}, {"sg-1", "sg-!"}) == kOne + "[sg-1, sg-!]' at 'vpcConfig.securityGroupIds" +
                                              kFailed + kLengths + "sg-[0-9a-zA-Z]*]");
  CHECK(with_vpc(std::vector<std::string>(16, "subnet-1"), std::vector<std::string>(5, "sg-1")) ==
        "");
  CHECK(with_vpc(std::vector<std::string>(17, "subnet-1"), {})
            .ends_with(kFailed + "have length less than or equal to 16"));
  CHECK(with_vpc({}, std::vector<std::string>(6, "sg-1"))
            .ends_with(kFailed + "have length less than or equal to 5"));
}

TEST_CASE("a KMS key is an ARN or nothing") {
  FunctionSettings settings;
  settings.kms_key_arn = "";
  CHECK(checked(settings) == "");
  settings.kms_key_arn = "arn:aws:kms:us-east-1:000000000000:key/k";
  CHECK(checked(settings) == "");
  settings.kms_key_arn = "k";
  CHECK(checked(settings) ==
        kOne + "k' at 'kMSKeyArn" + kFailed +
            R"(satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())");
}

TEST_CASE("SnapStart is for published versions or for none, of some runtimes") {
  FunctionSettings settings;
  settings.snap_start = "PublishedVersions";
  CHECK(checked(settings) == "");
  settings.snap_start = "invalidOption";
  CHECK(checked(settings) == kOne + "invalidOption' at 'snapStart.applyOn" + kFailed +
                                 "satisfy enum value set: [PublishedVersions, None]");
  const auto taken = [](const char* apply_on, const char* runtime) {
    return error_of([&] { lambda_host::check_snap_start(apply_on, runtime); });
  };
  CHECK(taken("None", "nodejs22.x") == "");
  CHECK(taken("PublishedVersions", "python3.12") == "");
  CHECK(taken("PublishedVersions", "python3.13") == "");
  for (const char* runtime : {"python3.11", "python2.7", "nodejs22.x", "provided.al2023"}) {
    CAPTURE(runtime);
    CHECK(taken("PublishedVersions", runtime) ==
          "InvalidParameterValueException: " + std::string(runtime) +
              " is not supported for SnapStart enabled functions.");
  }
}

TEST_CASE("a code signing configuration is named by an ARN of its form") {
  const std::string prefix = "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-";
  const auto taken = [](const std::string& arn) {
    return error_of([&] { lambda_host::check_code_signing_config(arn); });
  };
  CHECK(taken(prefix + "0123456789abcdefg") == "");
  for (const std::string& other : {prefix + "0123456789abcdef", prefix + "0123456789abcdefgh",
                                   std::string("csc-0123456789abcdefg"),
                                   std::string("arn:aws:s3:us-east-1:000000000000:"
                                               "code-signing-config:csc-0123456789abcdefg")}) {
    CAPTURE(other);
    CHECK(taken(other).starts_with(kOne + other + "' at 'codeSigningConfigArn" + kFailed +
                                   "satisfy regular expression pattern: arn:"));
  }
}

}  // namespace kept_settings_test
