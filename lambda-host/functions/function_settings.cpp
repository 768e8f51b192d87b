#include "lambda-host/functions/function_settings.h"

#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"

#include <fmt/format.h>

// Reading settings from a request's body. The checks are in settings_check.cpp.
namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;

// Whether a member asks for nothing: AWS's consoles and tools send such ones along.
bool is_idle(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return !value.boolean();
    case Kind::number: return false;
    case Kind::string: return value.string().empty() || value.string() == "None";
    case Kind::array: return value.array().empty();
    case Kind::object: {
      bool idle = true;
      value.object().for_each(
          [&](const core::json::Member& m) { idle = idle && is_idle(m.value); });
      return idle;
    }
  }
  __builtin_unreachable();
}

struct Unsupported {
  const char* member;
  const char* what;
};
constexpr Unsupported kUnsupported[] = {
    {"CapacityProviderConfig", "capacity providers"                                     },
    {"DurableConfig",          "durable functions"                                      },
    {"FileSystemConfigs",      "file systems of EFS: handlers use those of this machine"},
    {"ImageConfig",            "container images: upload a zip, as ZipFile"             },
    {"ImageUri",               "container images: upload a zip, as ZipFile"             },
    {"PublishTo",              "capacity providers: use Publish"                        },
    {"SourceKMSKeyArn",        "KMS keys for code: leave them out"                      },
    {"TenancyConfig",          "tenant isolation"                                       },
};

void refuse_unsupported(const Object& body) {
  for (const Unsupported& unsupported : kUnsupported) {
    const auto value = body.find(unsupported.member);
    if (!value || is_idle(*value)) continue;
    throw core::ApiError(
        core::ErrorCode::invalid_parameter_value,
        fmt::format("Rivulet doesn't support {} ({}).", unsupported.what, unsupported.member));
  }
}

std::string variables_text(const Object& environment) {
  core::json::Writer writer;
  writer.begin_object();
  if (const auto variables = body_object(environment, "Variables")) {
    variables->for_each(
        [&](const core::json::Member& m) { writer.member(m.name, m.value.string()); });
  }
  writer.end_object();
  return writer.take();
}

void read_logging(const Object& logging, FunctionSettings& settings) {
  settings.log_format = body_string(logging, "LogFormat");
  settings.log_group = body_string(logging, "LogGroup");
  settings.application_log_level = body_string(logging, "ApplicationLogLevel");
  settings.system_log_level = body_string(logging, "SystemLogLevel");
}

VpcConfiguration read_vpc(const Object& vpc) {
  VpcConfiguration configuration;
  configuration.subnet_ids = body_strings(vpc, "SubnetIds").value_or(std::vector<std::string>());
  configuration.security_group_ids =
      body_strings(vpc, "SecurityGroupIds").value_or(std::vector<std::string>());
  configuration.allows_ipv6 = body_bool(vpc, "Ipv6AllowedForDualStack").value_or(false);
  return configuration;
}

}  // namespace

FunctionSettings read_function_settings(const Object& body) {
  refuse_unsupported(body);
  FunctionSettings settings;
  settings.runtime = body_string(body, "Runtime");
  settings.handler = body_string(body, "Handler");
  settings.role = body_string(body, "Role");
  settings.description = body_string(body, "Description");
  settings.timeout_seconds = body_int(body, "Timeout");
  settings.memory_megabytes = body_int(body, "MemorySize");
  settings.architectures = body_strings(body, "Architectures");
  settings.package_type = body_string(body, "PackageType");
  settings.tags = body_map(body, "Tags");
  settings.revision_id = body_string(body, "RevisionId");
  if (const auto storage = body_object(body, "EphemeralStorage")) {
    settings.ephemeral_storage_megabytes = body_int(*storage, "Size");
  }
  if (const auto environment = body_object(body, "Environment")) {
    settings.environment = body_map(*environment, "Variables").value_or(Variables{});
    settings.environment_text = variables_text(*environment);
  }
  if (const auto logging = body_object(body, "LoggingConfig")) read_logging(*logging, settings);
  if (const auto tracing = body_object(body, "TracingConfig")) {
    settings.tracing_mode = body_string(*tracing, "Mode");
  }
  if (const auto dead_letter = body_object(body, "DeadLetterConfig")) {
    settings.dead_letter_target = body_string(*dead_letter, "TargetArn");
  }
  settings.layers = body_strings(body, "Layers");
  if (const auto vpc = body_object(body, "VpcConfig")) settings.vpc = read_vpc(*vpc);
  settings.kms_key_arn = body_string(body, "KMSKeyArn");
  if (const auto snap_start = body_object(body, "SnapStart")) {
    settings.snap_start = body_string(*snap_start, "ApplyOn");
  }
  if (const auto code = body_object(body, "Code")) refuse_unsupported(*code);
  return settings;
}

CodeSettings read_code_settings(const Object& body) {
  refuse_unsupported(body);
  return {body_strings(body, "Architectures"), body_string(body, "RevisionId")};
}

PublishSettings read_publish_settings(const Object& body) {
  refuse_unsupported(body);
  return {body_string(body, "CodeSha256"), body_string(body, "RevisionId"),
          body_string(body, "Description")};
}

}  // namespace lambda_host
