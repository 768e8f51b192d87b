#include "lambda-host/functions/function_settings.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace function_settings_test {

namespace {

using lambda_host::FunctionSettings;

FunctionSettings read(std::string json) {
  const auto document = core::json::Document::parse(std::move(json));
  return lambda_host::read_function_settings(document.root().object());
}

// "Code: message" of what reading and checking throw.
std::string error_of(std::string json) {
  try {
    check_limits(read(std::move(json)));
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("every member is read and put into effect") {
  const FunctionSettings settings = read(R"({
      "Runtime":"nodejs20.x","Handler":"a.b","Role":"arn:aws:iam::000000000000:role/r",
      "Description":"d","Timeout":7,"MemorySize":256,"EphemeralStorage":{"Size":1024},
      "Environment":{"Variables":{"KEY":"v"}},"Architectures":["arm64"],
      "LoggingConfig":{"LogFormat":"JSON","LogGroup":"/g","ApplicationLogLevel":"DEBUG",
                       "SystemLogLevel":"WARN"},
      "TracingConfig":{"Mode":"Active"},"DeadLetterConfig":{"TargetArn":"arn:aws:sns:us-east-1:000000000000:t"},
      "PackageType":"Zip","Tags":{"t":"u"},"RevisionId":"rev",
      "VpcConfig":{"SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-1"],
                   "Ipv6AllowedForDualStack":true},
      "KMSKeyArn":"arn:aws:kms:us-east-1:000000000000:key/k","Layers":[],"Publish":false,
      "SnapStart":{"ApplyOn":"PublishedVersions"}})");
  check_limits(settings);
  CHECK(settings.revision_id == "rev");
  lambda_host::FunctionConfiguration f;
  apply(settings, f);
  CHECK(f.runtime == "nodejs20.x");
  CHECK(f.handler == "a.b");
  CHECK(f.role == "arn:aws:iam::000000000000:role/r");
  CHECK(f.description == "d");
  CHECK(f.timeout_seconds == 7);
  CHECK(f.memory_megabytes == 256);
  CHECK(f.ephemeral_storage_megabytes == 1024);
  CHECK(f.environment == lambda_host::Variables{
                             {"KEY", "v"}
  });
  CHECK(f.architecture == "arm64");
  CHECK(f.logging ==
        lambda_host::LoggingConfiguration{lambda_host::LogFormat::json, "/g", "DEBUG", "WARN"});
  CHECK(f.tracing_mode == "Active");
  CHECK(f.dead_letter_target == "arn:aws:sns:us-east-1:000000000000:t");
  CHECK(f.vpc == lambda_host::VpcConfiguration{{"subnet-1"}, {"sg-1"}, true});
  CHECK(f.kms_key_arn == "arn:aws:kms:us-east-1:000000000000:key/k");
  CHECK(f.snap_start == "PublishedVersions");
  CHECK(f.tags == lambda_host::Variables{
                      {"t", "u"}
  });
}

TEST_CASE("of a number only what stands before its point is read") {
  const FunctionSettings settings =
      read(R"({"Timeout":3.9,"MemorySize":256.5,"EphemeralStorage":{"Size":512.5}})");
  CHECK(settings.timeout_seconds == 3);
  CHECK(settings.memory_megabytes == 256);
  CHECK(settings.ephemeral_storage_megabytes == 512);
  CHECK(error_of(R"({"Timeout":900.9})").empty());
  CHECK(
      error_of(R"({"Timeout":0.5})") ==
      "ValidationException: 1 validation error detected: Value '0' at 'timeout' failed to satisfy "
      "constraint: Member must have value greater than or equal to 1");
}

TEST_CASE("what isn't given stays as it is") {
  lambda_host::FunctionConfiguration f;
  f.description = "before";
  f.environment = lambda_host::Variables{
      {"AB", "c"}
  };
  const lambda_host::FunctionConfiguration before = f;
  apply(read("{}"), f);
  CHECK(f == before);
  apply(read(R"({"Environment":{}})"), f);
  CHECK(f.environment == lambda_host::Variables{});
}

TEST_CASE("what Rivulet doesn't do and members of another type are refused when read") {
  struct Case {
    const char* json;
    const char* error;
  };
  const Case cases[] = {
      {R"({"Code":{"ImageUri":"i"}})",
       "InvalidParameterValueException: Rivulet doesn't support container images: upload a zip, as "
       "ZipFile (ImageUri)."                                                                                            },
      {R"({"FileSystemConfigs":[{"Arn":"a"}]})",
       "InvalidParameterValueException: Rivulet doesn't support file systems of EFS: handlers use "
       "those of this machine (FileSystemConfigs)."                                                                     },
      {R"({"Timeout":"3"})",
       "SerializationException: STRING_VALUE can not be converted to an Integer"                                        },
      {R"({"Handler":3})",                       "SerializationException: NUMBER_VALUE can not be converted to a String"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    CHECK(error_of(c.json) == c.error);
  }
}

TEST_CASE("what is to be published is read from the body") {
  const auto document =
      core::json::Document::parse(R"({"CodeSha256":"c","RevisionId":"r","Description":"d"})");
  const auto settings = lambda_host::read_publish_settings(document.root().object());
  CHECK(settings.code_sha256 == "c");
  CHECK(settings.revision_id == "r");
  CHECK(settings.description == "d");
}

}  // namespace function_settings_test
