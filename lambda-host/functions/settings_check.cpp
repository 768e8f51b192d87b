#include "core/api_error.h"
#include "core/arn.h"
#include "core/ascii.h"
#include "lambda-host/constraints.h"
#include "lambda-host/destinations.h"
#include "lambda-host/functions/function_settings.h"
#include "lambda-host/functions/kept_settings.h"
#include "lambda-host/tag_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// The limits of function settings, and putting checked ones into effect.
namespace lambda_host {
namespace {

using core::is_digit;
using core::is_letter;

constexpr std::size_t kMaxEnvironmentBytes = 4096;

constexpr std::string_view kRolePattern =
    R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)";
constexpr std::string_view kLogGroupPattern = R"([\.\-_/#A-Za-z0-9]+)";

// The variables that Lambda sets and doesn't let a function change (Lambda guide, "Defined runtime
// environment variables").
constexpr std::array<std::string_view, 18> kReservedVariables = {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
};

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// No process can have such a variable, nor can a path be so.
bool has_nul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

bool consists_of(std::string_view text, std::string_view punctuation) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || is_digit(c) || punctuation.find(c) != std::string_view::npos;
  });
}

bool is_role(std::string_view text) {
  const auto arn = core::parse_arn(text);
  return arn && arn->service == "iam" && arn->region.empty() && arn->account.size() == 12 &&
         std::all_of(arn->account.begin(), arn->account.end(), is_digit) &&
         arn->resource.starts_with("role") && consists_of(arn->resource.substr(4), "_+=,.@-/");
}

bool is_variable_name(std::string_view name) {
  return name.size() >= 2 && is_letter(name[0]) && consists_of(name, "_");
}

void check_architectures(const std::vector<std::string>& given, Constraints& constraints) {
  const std::string value = fmt::format("[{}]", fmt::join(given, ", "));
  if (given.empty()) {
    constraints.violated(value, "architectures", "have length greater than or equal to 1");
  } else if (given.size() > 1) {
    constraints.violated(value, "architectures", "have length less than or equal to 1");
  } else if (given[0] != "x86_64" && given[0] != "arm64") {
    constraints.violated(value, "architectures",
                         "satisfy constraint: [Member must satisfy enum value set: [x86_64, "
                         "arm64], Member must not be null]");
  }
}

void check_logging(const FunctionSettings& settings, Constraints& constraints) {
  if (settings.log_format) {
    constraints.check_one_of(*settings.log_format, "loggingConfig.logFormat", {"JSON", "Text"});
  }
  if (settings.application_log_level) {
    constraints.check_one_of(*settings.application_log_level, "loggingConfig.applicationLogLevel",
                             {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"});
  }
  if (settings.system_log_level) {
    constraints.check_one_of(*settings.system_log_level, "loggingConfig.systemLogLevel",
                             {"DEBUG", "INFO", "WARN"});
  }
  if (settings.log_group) {
    constraints.check_length(*settings.log_group, "loggingConfig.logGroup", 512);
    if (!consists_of(*settings.log_group, ".-_/#")) {
      constraints.violated(*settings.log_group, "loggingConfig.logGroup",
                           fmt::format("satisfy regular expression pattern: {}", kLogGroupPattern));
    }
  }
}

void check_texts(const FunctionSettings& settings, Constraints& constraints) {
  if (settings.role && !is_role(*settings.role)) {
    constraints.violated(*settings.role, "role",
                         fmt::format("satisfy regular expression pattern: {}", kRolePattern));
  }
  if (settings.handler) {
    constraints.check_length(*settings.handler, "handler", 128);
    if (settings.handler->empty() ||
        std::any_of(settings.handler->begin(), settings.handler->end(), is_blank)) {
      constraints.violated(*settings.handler, "handler",
                           R"(satisfy regular expression pattern: [^\s]+)");
    }
  }
  if (settings.description) constraints.check_length(*settings.description, "description", 256);
  if (settings.tracing_mode) {
    constraints.check_one_of(*settings.tracing_mode, "tracingConfig.mode",
                             {"Active", "PassThrough"});
  }
  if (settings.dead_letter_target) {
    check_arn(*settings.dead_letter_target, "deadLetterConfig.targetArn", constraints);
  }
  if (settings.package_type) {
    constraints.check_one_of(*settings.package_type, "packageType", {"Zip", "Image"});
  }
}

// Empty: there is to be none.
void check_dead_letter_kind(const std::string& target) {
  const auto kind = destination_kind(target);
  if (target.empty() || kind == DestinationKind::queue || kind == DestinationKind::topic) return;
  throw_invalid_parameter(fmt::format(
      "Invalid dead letter ARN: {} names neither a standard queue of SQS nor a standard "
      "topic of SNS.",
      target));
}

void refuse_reserved(const Variables& variables) {
  std::vector<std::string_view> reserved;
  for (const std::string_view name : kReservedVariables) {
    if (variables.count(std::string(name)) > 0) reserved.push_back(name);
  }
  if (reserved.empty()) return;
  throw_invalid_parameter(
      fmt::format("Lambda was unable to configure your environment variables because the "
                  "environment variables you have provided contains reserved keys that are "
                  "currently not supported for modification. Reserved keys used in this request: "
                  "{}",
                  fmt::join(reserved, ", ")));
}

// As long as it is in the request's order, which the error shows (recorded answers).
void check_environment(const Variables& variables, const std::string& text) {
  refuse_reserved(variables);
  for (const auto& [name, value] : variables) {
    if (!is_variable_name(name)) {
      core::throw_validation(
          "1 validation error detected: Value at 'environment.variables' failed to satisfy "
          "constraint: Map keys must satisfy constraint: [Member must satisfy regular expression "
          "pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
    }
    if (has_nul(value)) {
      throw_invalid_parameter("The environment variable " + name + " contains a NUL character.");
    }
  }
  if (text.size() > kMaxEnvironmentBytes) {
    throw_invalid_parameter(
        "Lambda was unable to configure your environment variables because the environment "
        "variables you have provided exceeded the 4KB limit. String measured: " +
        text);
  }
}

LogFormat log_format(const FunctionSettings& settings, LogFormat current) {
  if (!settings.log_format) return current;
  return *settings.log_format == "JSON" ? LogFormat::json : LogFormat::text;
}

// Levels come with JSON, INFO unless told otherwise, and go with it (recorded answers).
void apply_logging(const FunctionSettings& settings, LoggingConfiguration& logging) {
  logging.format = log_format(settings, logging.format);
  if (settings.log_group) logging.group = *settings.log_group;
  const auto apply_level = [&](const std::optional<std::string>& given,
                               std::optional<std::string>& level) {
    if (logging.format == LogFormat::text) return level.reset();
    level = given.value_or(level.value_or("INFO"));
  };
  apply_level(settings.application_log_level, logging.application_log_level);
  apply_level(settings.system_log_level, logging.system_log_level);
}

}  // namespace

void check_limits(const FunctionSettings& settings) {
  Constraints constraints;
  check_texts(settings, constraints);
  if (settings.timeout_seconds) {
    constraints.check_range(*settings.timeout_seconds, "timeout", 1, 900);
  }
  if (settings.memory_megabytes) {
    constraints.check_range(*settings.memory_megabytes, "memorySize", 128, 10240);
  }
  if (settings.ephemeral_storage_megabytes) {
    constraints.check_range(*settings.ephemeral_storage_megabytes, "ephemeralStorage.size", 512,
                            10240);
  }
  if (settings.architectures) check_architectures(*settings.architectures, constraints);
  check_logging(settings, constraints);
  check_kept(settings, constraints);
  constraints.require_none();
  if (settings.package_type == "Image") {
    throw_invalid_parameter("Rivulet can't run container images. Upload a zip (PackageType Zip).");
  }
  if (settings.tags) check_tags(*settings.tags);
  if (settings.handler && has_nul(*settings.handler)) {
    throw_invalid_parameter("The handler contains a NUL character.");
  }
  if (settings.dead_letter_target) check_dead_letter_kind(*settings.dead_letter_target);
  if (settings.environment) check_environment(*settings.environment, settings.environment_text);
}

void check_log_levels(const FunctionSettings& settings, LogFormat current) {
  if (!settings.application_log_level && !settings.system_log_level) return;
  if (log_format(settings, current) == LogFormat::json) return;
  throw_invalid_parameter(
      "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel from your "
      "request or change the LogFormat to \"Json\" and try again.");
}

void apply(const FunctionSettings& settings, FunctionConfiguration& configuration) {
  const auto set = [](const auto& from, auto& to) {
    if (from) to = *from;
  };
  set(settings.runtime, configuration.runtime);
  set(settings.handler, configuration.handler);
  set(settings.role, configuration.role);
  set(settings.description, configuration.description);
  set(settings.timeout_seconds, configuration.timeout_seconds);
  set(settings.memory_megabytes, configuration.memory_megabytes);
  set(settings.ephemeral_storage_megabytes, configuration.ephemeral_storage_megabytes);
  set(settings.environment, configuration.environment);
  set(settings.tracing_mode, configuration.tracing_mode);
  set(settings.vpc, configuration.vpc);
  set(settings.kms_key_arn, configuration.kms_key_arn);
  set(settings.snap_start, configuration.snap_start);
  set(settings.tags, configuration.tags);
  if (settings.architectures) configuration.architecture = settings.architectures->front();
  apply_logging(settings, configuration.logging);
  if (settings.dead_letter_target) {  // an empty one takes it away
    configuration.dead_letter_target =
        settings.dead_letter_target->empty() ? std::nullopt : settings.dead_letter_target;
  }
}

}  // namespace lambda_host
