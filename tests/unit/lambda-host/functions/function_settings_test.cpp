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

TEST_CASE("values outside the limits are refused in AWS's words") {
  struct Case {
    const char* json;
    const char* error;
  };
  const Case cases[] = {
      {R"({"Role":"r1"})",
       "ValidationException: 1 validation error detected: Value 'r1' at 'role' failed to satisfy "
       "constraint: Member must satisfy regular expression pattern: "
       R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)"                                                                           },
      {R"({"Architectures":["x86_64","arm64"]})",
       "ValidationException: 1 validation error detected: Value '[x86_64, arm64]' at "
       "'architectures' failed to satisfy constraint: Member must have length less than or equal "
       "to 1"                                                                                                                                       },
      {R"({"Timeout":0})",
       "ValidationException: 1 validation error detected: Value '0' at 'timeout' failed to satisfy "
       "constraint: Member must have value greater than or equal to 1"                                                                              },
      {R"({"Timeout":901,"MemorySize":100})",
       "ValidationException: 2 validation errors detected: Value '901' at 'timeout' failed to "
       "satisfy constraint: Member must have value less than or equal to 900; Value '100' at "
       "'memorySize' failed to satisfy constraint: Member must have value greater than or equal to "
       "128"                                                                                                                                        },
      {R"({"Handler":"a b"})",
       "ValidationException: 1 validation error detected: Value 'a b' at 'handler' failed to "
       R"(satisfy constraint: Member must satisfy regular expression pattern: [^\s]+)"                                                              },
      {R"({"LoggingConfig":{"LogFormat":"xml"}})",
       "ValidationException: 1 validation error detected: Value 'xml' at 'loggingConfig.logFormat' "
       "failed to satisfy constraint: Member must satisfy enum value set: [JSON, Text]"                                                             },
      {R"({"Environment":{"Variables":{"AWS_REGION":"x","_HANDLER":"y"}}})",
       "InvalidParameterValueException: Lambda was unable to configure your environment variables "
       "because the environment variables you have provided contains reserved keys that are "
       "currently not supported for modification. Reserved keys used in this request: AWS_REGION, "
       "_HANDLER"                                                                                                                                   },
      {R"({"Environment":{"Variables":{"1A":"x"}}})",
       "ValidationException: 1 validation error detected: Value at 'environment.variables' failed "
       "to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular "
       "expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"                                                                                               },
      {R"({"Environment":{"Variables":{"AB":"x\u0000y"}}})",
       "InvalidParameterValueException: The environment variable AB contains a NUL character."                                                      },
      {R"({"PackageType":"Image"})",
       "InvalidParameterValueException: Rivulet can't run container images. Upload a zip "
       "(PackageType Zip)."                                                                                                                         },
      {R"({"Layers":["arn"]})",
       "InvalidParameterValueException: Rivulet doesn't support layers (Layers)."                                                                   },
      {R"({"Code":{"S3Bucket":"b","S3Key":"k"}})",
       "InvalidParameterValueException: Rivulet doesn't support code from S3: use ZipFile "
       "(S3Bucket)."                                                                                                                                },
      {R"({"Timeout":"3"})",
       "SerializationException: STRING_VALUE can not be converted to an Integer"                                                                    },
      {R"({"Handler":3})",                                                   "SerializationException: NUMBER_VALUE can not be converted to a String"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    CHECK(error_of(c.json) == c.error);
  }
}

TEST_CASE("only JSON has log levels") {
  const auto error = [](const std::string& json, lambda_host::LogFormat current) {
    try {
      check_log_levels(read(json), current);
    } catch (const core::ApiError& refused) {
      return std::string(core::error_name(refused.code())) + ": " + refused.message();
    }
    return std::string();
  };
  using lambda_host::LogFormat;
  const std::string refused =
      "InvalidParameterValueException: LogLevel is not supported when LogFormat is set to "
      "\"Text\". Remove LogLevel from your request or change the LogFormat to \"Json\" and try "
      "again.";
  for (const char* level : {"ApplicationLogLevel", "SystemLogLevel"}) {
    const auto config = [level](const std::string& format) {
      return R"({"LoggingConfig":{)" + format + "\"" + level + R"(":"INFO"}})";
    };
    CAPTURE(level);
    CHECK(error(config(""), LogFormat::text) == refused);
    CHECK(error(config(R"("LogFormat":"Text",)"), LogFormat::text) == refused);
    CHECK(error(config(R"("LogFormat":"Text",)"), LogFormat::json) == refused);
    CHECK(error(config(R"("LogFormat":"JSON",)"), LogFormat::text).empty());
    CHECK(error(config(""), LogFormat::json).empty());
  }
  CHECK(error(R"({"LoggingConfig":{"LogFormat":"Text"}})", LogFormat::json).empty());
}

TEST_CASE("log levels come with JSON and go with it") {
  using lambda_host::LogFormat;
  lambda_host::FunctionConfiguration f;
  f.logging.group = "/g";
  apply(read(R"({"LoggingConfig":{"LogFormat":"JSON"}})"), f);
  CHECK(f.logging == lambda_host::LoggingConfiguration{LogFormat::json, "/g", "INFO", "INFO"});
  apply(read(R"({"LoggingConfig":{"SystemLogLevel":"DEBUG"}})"), f);
  CHECK(f.logging == lambda_host::LoggingConfiguration{LogFormat::json, "/g", "INFO", "DEBUG"});
  apply(read(R"({"LoggingConfig":{"ApplicationLogLevel":"WARN","LogGroup":"/h"}})"), f);
  CHECK(f.logging == lambda_host::LoggingConfiguration{LogFormat::json, "/h", "WARN", "DEBUG"});
  apply(read(R"({"LoggingConfig":{"LogFormat":"Text"}})"), f);
  CHECK(f.logging == lambda_host::LoggingConfiguration{LogFormat::text, "/h", {}, {}});
}

TEST_CASE("the environment has at most 4 KB as JSON") {
  const std::string overhead = R"({"AB":""})";
  const auto request = [](const std::string& value) {
    return R"({"Environment":{"Variables":{"AB":")" + value + R"("}}})";
  };
  const std::string longest(4096 - overhead.size(), 'x');
  CHECK(error_of(request(longest)).empty());
  CHECK(error_of(request(longest + "x")) ==
        "InvalidParameterValueException: Lambda was unable to configure your environment variables "
        "because the environment variables you have provided exceeded the 4KB limit. String "
        "measured: {\"AB\":\"" +
            longest + "x\"}");
}
