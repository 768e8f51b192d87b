#include "lambda-host/functions/function_settings.h"

#include "core/api_error.h"
#include "lambda-host/body_members.h"

#include <fmt/format.h>

#include <limits>

// Reading settings from a request's body. The checks are in settings_check.cpp.
namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;

[[noreturn]] void throw_wrong_type(const Value& value, std::string_view wanted) {
  const char* found = "NULL_VALUE";
  switch (value.kind()) {
    case Kind::null: break;
    case Kind::boolean: found = value.boolean() ? "TRUE_VALUE" : "FALSE_VALUE"; break;
    case Kind::number: found = "NUMBER_VALUE"; break;
    case Kind::string: found = "STRING_VALUE"; break;
    case Kind::array:
      throw core::ApiError(core::ErrorCode::serialization,
                           "Unrecognized collection type class java.lang.String");
    case Kind::object:
      throw core::ApiError(core::ErrorCode::serialization,
                           "Start of structure or map found where not expected.");
  }
  throw core::ApiError(core::ErrorCode::serialization,
                       fmt::format("{} can not be converted to {}", found, wanted));
}

std::string as_string(const Value& value) {
  if (!value.is(Kind::string)) throw_wrong_type(value, "a String");
  return std::string(value.string());
}

std::optional<std::string> find_string(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return std::nullopt;
  return as_string(*value);
}

std::optional<int> find_int(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::number)) throw_wrong_type(*value, "an Integer");
  const auto whole = value->whole();
  // Too large for any limit is as good as the largest one: the limit's check names it.
  if (!whole || *whole > std::numeric_limits<int>::max()) return std::numeric_limits<int>::max();
  if (*whole < std::numeric_limits<int>::min()) return std::numeric_limits<int>::min();
  return static_cast<int>(*whole);
}

std::optional<Object> find_object(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::object)) {
    throw core::ApiError(core::ErrorCode::serialization,
                         "Expected a structure or map for member " + std::string(name));
  }
  return value->object();
}

std::optional<Variables> find_map(const Object& object, std::string_view name) {
  const auto map = find_object(object, name);
  if (!map) return std::nullopt;
  Variables variables;
  map->for_each([&](const core::json::Member& member) {
    variables[std::string(member.name)] = as_string(member.value);
  });
  return variables;
}

std::optional<std::vector<std::string>> find_strings(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::array)) {
    throw core::ApiError(core::ErrorCode::serialization,
                         "Expected list or null for member " + std::string(name));
  }
  std::vector<std::string> strings;
  value->array().for_each([&](const Value& member) { strings.push_back(as_string(member)); });
  return strings;
}

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

void read_logging(const Object& logging, FunctionSettings& settings) {
  settings.log_format = find_string(logging, "LogFormat");
  settings.log_group = find_string(logging, "LogGroup");
  settings.application_log_level = find_string(logging, "ApplicationLogLevel");
  settings.system_log_level = find_string(logging, "SystemLogLevel");
}

VpcConfiguration read_vpc(const Object& vpc) {
  VpcConfiguration configuration;
  configuration.subnet_ids = find_strings(vpc, "SubnetIds").value_or(std::vector<std::string>());
  configuration.security_group_ids =
      find_strings(vpc, "SecurityGroupIds").value_or(std::vector<std::string>());
  configuration.allows_ipv6 = body_bool(vpc, "Ipv6AllowedForDualStack").value_or(false);
  return configuration;
}

}  // namespace

FunctionSettings read_function_settings(const Object& body) {
  refuse_unsupported(body);
  FunctionSettings settings;
  settings.runtime = find_string(body, "Runtime");
  settings.handler = find_string(body, "Handler");
  settings.role = find_string(body, "Role");
  settings.description = find_string(body, "Description");
  settings.timeout_seconds = find_int(body, "Timeout");
  settings.memory_megabytes = find_int(body, "MemorySize");
  settings.architectures = find_strings(body, "Architectures");
  settings.package_type = find_string(body, "PackageType");
  settings.tags = find_map(body, "Tags");
  settings.revision_id = find_string(body, "RevisionId");
  if (const auto storage = find_object(body, "EphemeralStorage")) {
    settings.ephemeral_storage_megabytes = find_int(*storage, "Size");
  }
  if (const auto environment = find_object(body, "Environment")) {
    settings.environment = find_map(*environment, "Variables").value_or(Variables{});
  }
  if (const auto logging = find_object(body, "LoggingConfig")) read_logging(*logging, settings);
  if (const auto tracing = find_object(body, "TracingConfig")) {
    settings.tracing_mode = find_string(*tracing, "Mode");
  }
  if (const auto dead_letter = find_object(body, "DeadLetterConfig")) {
    settings.dead_letter_target = find_string(*dead_letter, "TargetArn");
  }
  settings.layers = find_strings(body, "Layers");
  if (const auto vpc = find_object(body, "VpcConfig")) settings.vpc = read_vpc(*vpc);
  settings.kms_key_arn = find_string(body, "KMSKeyArn");
  if (const auto snap_start = find_object(body, "SnapStart")) {
    settings.snap_start = find_string(*snap_start, "ApplyOn");
  }
  if (const auto code = find_object(body, "Code")) refuse_unsupported(*code);
  return settings;
}

CodeSettings read_code_settings(const Object& body) {
  refuse_unsupported(body);
  return {find_strings(body, "Architectures"), find_string(body, "RevisionId")};
}

PublishSettings read_publish_settings(const Object& body) {
  refuse_unsupported(body);
  return {find_string(body, "CodeSha256"), find_string(body, "RevisionId"),
          find_string(body, "Description")};
}

}  // namespace lambda_host
