#include "lambda-host/functions/function_settings.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

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
      "TracingConfig":{"Mode":"Active"},"DeadLetterConfig":{"TargetArn":"arn"},
      "PackageType":"Zip","Tags":{"t":"u"},"RevisionId":"rev",
      "VpcConfig":{"SubnetIds":[],"SecurityGroupIds":[]},"Layers":[],"Publish":false,
      "SnapStart":{"ApplyOn":"None"}})");
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
  CHECK(f.dead_letter_target == "arn");
  CHECK(f.tags == lambda_host::Variables{
                      {"t", "u"}
  });
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
      {R"({"Layers":["arn"]})",
       "InvalidParameterValueException: Rivulet doesn't support layers (Layers)."                                         },
      {R"({"Code":{"S3Bucket":"b","S3Key":"k"}})",
       "InvalidParameterValueException: Rivulet doesn't support code from S3: use ZipFile "
       "(S3Bucket)."                                                                                                      },
      {R"({"Timeout":"3"})",
       "SerializationException: STRING_VALUE can not be converted to an Integer"                                          },
      {R"({"Handler":3})",                         "SerializationException: NUMBER_VALUE can not be converted to a String"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    CHECK(error_of(c.json) == c.error);
  }
}
