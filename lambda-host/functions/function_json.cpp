#include "lambda-host/functions/function_json.h"

#include "core/digest.h"
#include "core/time_text.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

namespace lambda_host {
namespace {

using core::json::Writer;

void write_variables(Writer& writer, const Variables& variables) {
  writer.begin_object();
  for (const auto& [name, value] : variables) writer.member(name, value);
  writer.end_object();
}

void write_logging(Writer& writer, const LoggingConfiguration& logging) {
  writer.key("LoggingConfig").begin_object();
  if (logging.application_log_level) {
    writer.member("ApplicationLogLevel", *logging.application_log_level);
  }
  writer.member("LogFormat", logging.format == LogFormat::json ? "JSON" : "Text");
  writer.member("LogGroup", logging.group);
  if (logging.system_log_level) writer.member("SystemLogLevel", *logging.system_log_level);
  writer.end_object();
}

// The VPC's id is made of its subnets': nobody asks Amazon.
std::string vpc_id(const VpcConfiguration& vpc) {
  if (vpc.subnet_ids.empty()) return "";
  return "vpc-" +
         core::hex(core::sha256(fmt::format("{}", fmt::join(vpc.subnet_ids, ",")))).substr(0, 17);
}

void write_strings(Writer& writer, std::string_view name, const std::vector<std::string>& texts) {
  writer.key(name).begin_array();
  for (const std::string& text : texts) writer.string(text);
  writer.end_array();
}

void write_vpc(Writer& writer, const VpcConfiguration& vpc) {
  writer.key("VpcConfig").begin_object();
  writer.member("Ipv6AllowedForDualStack", vpc.allows_ipv6);
  write_strings(writer, "SecurityGroupIds", vpc.security_group_ids);
  write_strings(writer, "SubnetIds", vpc.subnet_ids);
  writer.member("VpcId", vpc_id(vpc)).end_object();
}

void write_layers(Writer& writer, const std::vector<LayerUse>& layers) {
  if (layers.empty()) return;
  writer.key("Layers").begin_array();
  for (const LayerUse& layer : layers) {
    writer.begin_object().member("Arn", layer.arn).member("CodeSize", layer.size_bytes);
    writer.end_object();
  }
  writer.end_array();
}

// Only what is published is optimized.
void write_snap_start(Writer& writer, const FunctionConfiguration& f) {
  const bool is_on = f.snap_start != "None" && f.version != kLatestVersion;
  writer.key("SnapStart").begin_object().member("ApplyOn", f.snap_start);
  writer.member("OptimizationStatus", is_on ? "On" : "Off").end_object();
}

void write_last_update(Writer& writer, Phase phase) {
  if (phase == Phase::settled) writer.member("LastUpdateStatus", "Successful");
  if (phase != Phase::updating) return;
  writer.member("LastUpdateStatus", "InProgress");
  writer.member("LastUpdateStatusReason", "The function is being created.");
  writer.member("LastUpdateStatusReasonCode", "Creating");
}

void write_state(Writer& writer, Phase phase) {
  if (phase == Phase::listed) return;
  writer.member("State", phase == Phase::creating ? "Pending" : "Active");
  if (phase != Phase::creating) return;
  writer.member("StateReason", "The function is being created.");
  writer.member("StateReasonCode", "Creating");
}

void write_runtime_version(Writer& writer, const FunctionConfiguration& configuration) {
  writer.key("RuntimeVersionConfig").begin_object();
  writer.member("RuntimeVersionArn",
                runtime_version_arn(configuration.scope.region, configuration.runtime));
  writer.end_object();
}

}  // namespace

// Members in alphabetical order, as AWS was recorded to answer.
void write_configuration(Writer& writer, const FunctionConfiguration& f, Phase phase,
                         std::string_view qualifier) {
  std::string arn = unqualified_arn(f);
  if (!qualifier.empty()) arn.append(":").append(qualifier);
  writer.begin_object();
  writer.key("Architectures").begin_array().string(f.architecture).end_array();
  writer.member("CodeSha256", f.code_sha256).member("CodeSize", f.code_size_bytes);
  if (f.dead_letter_target) {
    writer.key("DeadLetterConfig").begin_object();
    writer.member("TargetArn", *f.dead_letter_target).end_object();
  }
  writer.member("Description", f.description);
  if (f.environment) {
    writer.key("Environment").begin_object().key("Variables");
    write_variables(writer, *f.environment);
    writer.end_object();
  }
  writer.key("EphemeralStorage").begin_object();
  writer.member("Size", f.ephemeral_storage_megabytes).end_object();
  writer.member("FunctionArn", arn).member("FunctionName", f.name.get());
  writer.member("Handler", f.handler);
  if (!f.kms_key_arn.empty()) writer.member("KMSKeyArn", f.kms_key_arn);
  writer.member("LastModified", core::iso_milliseconds(f.last_modified) + "+0000");
  write_last_update(writer, phase);
  write_layers(writer, f.layers);
  write_logging(writer, f.logging);
  writer.member("MemorySize", f.memory_megabytes).member("PackageType", "Zip");
  writer.member("RevisionId", f.revision_id).member("Role", f.role).member("Runtime", f.runtime);
  if (phase != Phase::listed) write_runtime_version(writer, f);
  write_snap_start(writer, f);
  write_state(writer, phase);
  writer.member("Timeout", f.timeout_seconds);
  writer.key("TracingConfig").begin_object().member("Mode", f.tracing_mode).end_object();
  writer.member("Version", f.version);
  if (f.vpc) write_vpc(writer, *f.vpc);
  writer.end_object();
}

}  // namespace lambda_host
