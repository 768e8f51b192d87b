#include "core/api_error.h"
#include "lambda-host/functions/function_settings.h"

#include <doctest/doctest.h>

#include <utility>

namespace settings_check_test {

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

TEST_CASE("values outside the limits are refused in AWS's words") {
  struct Case {
    const char* json;
    const char* error;
  };
  const Case cases[] = {
      {R"({"Role":"r1"})",
       "ValidationException: 1 validation error detected: Value 'r1' at 'role' failed to satisfy "
       "constraint: Member must satisfy regular expression pattern: "
       R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)"                     },
      {R"({"Architectures":["x86_64","arm64"]})",
       "ValidationException: 1 validation error detected: Value '[x86_64, arm64]' at "
       "'architectures' failed to satisfy constraint: Member must have length less than or equal "
       "to 1"                                                                                 },
      {R"({"Timeout":0})",
       "ValidationException: 1 validation error detected: Value '0' at 'timeout' failed to satisfy "
       "constraint: Member must have value greater than or equal to 1"                        },
      {R"({"Timeout":901,"MemorySize":100})",
       "ValidationException: 2 validation errors detected: Value '901' at 'timeout' failed to "
       "satisfy constraint: Member must have value less than or equal to 900; Value '100' at "
       "'memorySize' failed to satisfy constraint: Member must have value greater than or equal to "
       "128"                                                                                  },
      {R"({"Handler":"a b"})",
       "ValidationException: 1 validation error detected: Value 'a b' at 'handler' failed to "
       R"(satisfy constraint: Member must satisfy regular expression pattern: [^\s]+)"        },
      {R"({"LoggingConfig":{"LogFormat":"xml"}})",
       "ValidationException: 1 validation error detected: Value 'xml' at 'loggingConfig.logFormat' "
       "failed to satisfy constraint: Member must satisfy enum value set: [JSON, Text]"       },
      {R"({"Environment":{"Variables":{"AWS_REGION":"x","_HANDLER":"y"}}})",
       "InvalidParameterValueException: Lambda was unable to configure your environment variables "
       "because the environment variables you have provided contains reserved keys that are "
       "currently not supported for modification. Reserved keys used in this request: AWS_REGION, "
       "_HANDLER"                                                                             },
      {R"({"Environment":{"Variables":{"1A":"x"}}})",
       "ValidationException: 1 validation error detected: Value at 'environment.variables' failed "
       "to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular "
       "expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"                                         },
      {R"({"Environment":{"Variables":{"AB":"x\u0000y"}}})",
       "InvalidParameterValueException: The environment variable AB contains a NUL character."},
      {R"({"Handler":"a\u0000b"})",
       "InvalidParameterValueException: The handler contains a NUL character."                },
      {R"({"PackageType":"Image"})",
       "InvalidParameterValueException: Rivulet can't run container images. Upload a zip "
       "(PackageType Zip)."                                                                   },
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
  const std::string names = R"({"ZZ":"ok","AA":")" + longest + R"("})";
  CHECK(error_of(R"({"Environment":{"Variables":)" + names + "}}")
            .ends_with("String measured: " + names));
}

TEST_CASE("numbers and lengths are within limits, on both sides") {
  struct Case {
    std::string before;  // the value
    std::string after;
    std::string lowest;
    std::string too_low;
    std::string highest;
    std::string too_high;
    std::string member;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {R"({"Timeout":)", "}", "1", "0", "900", "901", "timeout"},
      {R"({"MemorySize":)", "}", "128", "127", "10240", "10241", "memorySize"},
      {R"({"EphemeralStorage":{"Size":)", "}}", "512", "511", "10240", "10241", "ephemeralStorage.size"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.member);
    CHECK(error_of(c.before + c.lowest + c.after).empty());
    CHECK(error_of(c.before + c.highest + c.after).empty());
    for (const auto& [value, rule] :
         {std::pair(c.too_low, "greater than or equal to " + c.lowest),
          std::pair(c.too_high, "less than or equal to " + c.highest)}) {
      CHECK(error_of(c.before + value + c.after) ==
            "ValidationException: 1 validation error detected: Value '" + value + "' at '" +
                c.member + "' failed to satisfy constraint: Member must have value " + rule);
    }
  }
}

TEST_CASE("texts have a length, on both sides of the limit") {
  struct Case {
    std::string before;
    std::string after;
    std::size_t most;
    std::string member;
  };
  const Case cases[] = {
      {R"({"Handler":")",                   R"("})",  128, "handler"               },
      {R"({"Description":")",               R"("})",  256, "description"           },
      {R"({"LoggingConfig":{"LogGroup":")", R"("}})", 512, "loggingConfig.logGroup"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.member);
    CHECK(error_of(c.before + std::string(c.most, 'x') + c.after).empty());
    const std::string longer(c.most + 1, 'x');
    CHECK(error_of(c.before + longer + c.after) ==
          "ValidationException: 1 validation error detected: Value '" + longer + "' at '" +
              c.member +
              "' failed to satisfy constraint: Member must have length less than or equal to " +
              std::to_string(c.most));
  }
}

TEST_CASE("a text of another form is refused with the form") {
  struct Case {
    std::string json;
    std::string value;
    std::string member;
    std::string rule;
  };
  const std::string role =
      R"(satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)";
  const std::string handler = R"(satisfy regular expression pattern: [^\s]+)";
  const std::string enumerated = "satisfy enum value set: ";
  const auto logging = [](const std::string& member, const std::string& value) {
    return R"({"LoggingConfig":{")" + member + R"(":")" + value + R"("}})";
  };
  const auto with_role = [&](const std::string& value) {
    return Case{R"({"Role":")" + value + "\"}", value, "role", role};
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      with_role("arn:aws:sts::000000000000:role/r"),
      with_role("arn:aws:iam:us-east-1:000000000000:role/r"),
      with_role("arn:aws:iam::00000000000:role/r"),
      with_role("arn:aws:iam::0000000000000:role/r"),
      with_role("arn:aws:iam::00000000000x:role/r"),
      with_role("arn:aws:iam::000000000000:user/r"),
      with_role("arn:aws:iam::000000000000:role"),
      with_role("arn:aws:iam::000000000000:role/r*"),
      {R"({"Handler":""})", "", "handler", handler},
      {R"({"Handler":"a\tb"})", "a\tb", "handler", handler},
      {R"({"Handler":"a\rb"})", "a\rb", "handler", handler},
      {R"({"Architectures":[]})", "[]", "architectures", "have length greater than or equal to 1"},
      {R"({"Architectures":["x86"]})", "[x86]", "architectures",
       "satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]"},
      {R"({"TracingConfig":{"Mode":"On"}})", "On", "tracingConfig.mode", enumerated + "[Active, PassThrough]"},
      {R"({"PackageType":"Tar"})", "Tar", "packageType", enumerated + "[Zip, Image]"},
      {logging("ApplicationLogLevel", "info"), "info", "loggingConfig.applicationLogLevel",
       enumerated + "[TRACE, DEBUG, INFO, WARN, ERROR, FATAL]"},
      {logging("SystemLogLevel", "ERROR"), "ERROR", "loggingConfig.systemLogLevel",
       enumerated + "[DEBUG, INFO, WARN]"},
      {logging("LogGroup", ""), "", "loggingConfig.logGroup", R"(satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+)"},
      {logging("LogGroup", "a b"), "a b", "loggingConfig.logGroup", R"(satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+)"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.json);
    CHECK(error_of(c.json) == "ValidationException: 1 validation error detected: Value '" +
                                  c.value + "' at '" + c.member +
                                  "' failed to satisfy constraint: Member must " + c.rule);
  }
}

TEST_CASE("texts of every form that AWS takes are taken") {
  const char* const texts[] = {
      R"({"Role":"arn:aws-us-gov:iam::123456789012:role/a+b=c,d.e@f-g_h/I9"})",
      R"({"Role":"arn:aws:iam::123456789012:rolename"})",
      R"({"Handler":"a.b/c::d"})",
      R"({"Description":""})",
      R"({"Architectures":["arm64"]})",
      R"({"TracingConfig":{"Mode":"PassThrough"}})",
      R"({"LoggingConfig":{"LogFormat":"JSON","ApplicationLogLevel":"FATAL","SystemLogLevel":"DEBUG"}})",
      R"({"LoggingConfig":{"LogGroup":".-_/#aZ9"}})",
      R"({"Environment":{"Variables":{"A1":"","b_":"x"}}})",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(error_of(text).empty());
  }
}

TEST_CASE("a variable's name begins with a letter and has two characters") {
  for (const char* name : {"A", "_A", "A-", "", "1A", "\u00e9A"}) {
    CAPTURE(name);
    CHECK(
        error_of(R"({"Environment":{"Variables":{")" + std::string(name) + R"(":"x"}}})") ==
        "ValidationException: 1 validation error detected: Value at 'environment.variables' failed "
        "to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular "
        "expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
  }
}

TEST_CASE("what Lambda sets itself is not a function's to set") {
  for (const std::string name :
       {"AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT", "_HANDLER", "_X_AMZN_TRACE_ID"}) {
    CAPTURE(name);
    CHECK(error_of(R"({"Environment":{"Variables":{")" + name + R"(":"x"}}})")
              .ends_with("Reserved keys used in this request: " + name));
  }
}

TEST_CASE("a function has fifty tags") {
  const auto tags = [](int count) {
    std::string members;
    for (int i = 0; i < count; ++i) members += (i ? ",\"" : "\"") + std::to_string(i) + "\":\"\"";
    return R"({"Tags":{)" + members + "}}";
  };
  CHECK(error_of(tags(50)).empty());
  CHECK(error_of(tags(51)) ==
        "InvalidParameterValueException: Number of tags exceeds resource tag limit.");
}

TEST_CASE("dead letters go to a standard queue or topic") {
  const auto error = [](const std::string& target) {
    return error_of(R"({"DeadLetterConfig":{"TargetArn":")" + target + R"("}})");
  };
  const std::string prefix = "arn:aws:";
  for (const std::string& target : {std::string(), prefix + "sqs:us-east-1:000000000000:q",
                                    prefix + "sns:us-east-1:000000000000:t"}) {
    CAPTURE(target);
    CHECK(error(target).empty());
  }
  CHECK(error("x") ==
        "ValidationException: 1 validation error detected: Value 'x' at "
        "'deadLetterConfig.targetArn' failed to satisfy constraint: Member must satisfy regular "
        "expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");
  for (const std::string& target : {prefix + "lambda:us-east-1:000000000000:function:f",
                                    prefix + "s3:::b", prefix + "sqs:us-east-1:000000000000:q.fifo",
                                    prefix + "events:us-east-1:000000000000:event-bus/b"}) {
    CAPTURE(target);
    CHECK(error(target) ==
          "InvalidParameterValueException: Invalid dead letter ARN: " + target +
              " names neither a standard queue of SQS nor a standard topic of SNS.");
  }
}

TEST_CASE("an empty target takes the dead-letter queue away") {
  lambda_host::FunctionConfiguration f;
  apply(read(R"({"DeadLetterConfig":{"TargetArn":"arn:aws:sqs:us-east-1:000000000000:q"}})"), f);
  CHECK(f.dead_letter_target == "arn:aws:sqs:us-east-1:000000000000:q");
  apply(read("{}"), f);
  CHECK(f.dead_letter_target);
  apply(read(R"({"DeadLetterConfig":{"TargetArn":""}})"), f);
  CHECK_FALSE(f.dead_letter_target);
}

}  // namespace settings_check_test
