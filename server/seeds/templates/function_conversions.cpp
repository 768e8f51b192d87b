#include "core/arn.h"
#include "core/base64.h"
#include "server/seeds/code_zip.h"
#include "server/seeds/references.h"
#include "server/seeds/section.h"
#include "server/seeds/templates/conversions.h"
#include "server/seeds/templates/version_conversions.h"

#include <fmt/format.h>

#include <iterator>
#include <vector>

namespace server::seeds {
namespace {

// What both kinds of functions have.
constexpr std::string_view kFunctionProperties[] = {
    "FunctionName",
    "Runtime",
    "Handler",
    "Timeout",
    "MemorySize",
    "Environment.Variables",
    "Description",
    "Role",
    "Layers",
    "Architectures",
    "EphemeralStorage.Size",
    "LoggingConfig.ApplicationLogLevel",
    "LoggingConfig.LogFormat",
    "LoggingConfig.LogGroup",
    "LoggingConfig.SystemLogLevel",
    "PackageType",
    "ReservedConcurrentExecutions",
    "Tags",
};
constexpr std::string_view kNeedlessOfFunctions[] = {
    "AssumeRolePolicyDocument",
    "AutoPublishAliasAllProperties",
    "AutoPublishCodeSha256",
    "CodeSigningConfigArn",
    "DeploymentPreference",
    "Description",
    "KmsKeyArn",
    "PermissionsBoundary",
    "Policies",
    "PropagateTags",
    "PublishToLatestPublished",
    "RecursiveLoop",
    "Role",
    "RolePath",
    "RuntimeManagementConfig",
    "SnapStart",
    "SourceKmsKeyArn",
    "Tags",
    "Tracing",
    "TracingConfig",
    "VersionDeletionPolicy",
    "VpcConfig",
};

// A layer of another account is Amazon's or somebody's: it can't be had here.
void keep_own_layers(const TemplateResource& resource, Value& entry, SeedDraft& draft) {
  Value* const layers = entry.find("Layers");
  if (!layers) return;
  const std::string own = core::make_arn("lambda", draft.scope(), "layer:");
  std::erase_if(layers->list, [&](const Value& layer) {
    if (has_reference(layer.text) || layer.text.starts_with(own)) return false;
    draft.leave_out(fmt::format("{}.Layers ({})", resource.logical_id, layer.text));
    return true;
  });
}

Value picked_function(const TemplateResource& resource,
                      std::initializer_list<std::string_view> more, SeedDraft& draft) {
  std::vector<std::string_view> used(std::begin(kFunctionProperties),
                                     std::end(kFunctionProperties));
  used.insert(used.end(), more);
  Value entry = draft.pick(resource, {used, kNeedlessOfFunctions});
  entry.erase("PackageType");
  entry.set("FunctionName", resource.name);
  make_plain(entry, {"Timeout", "MemorySize", "ReservedConcurrentExecutions"});
  if (Value* const storage = entry.find("EphemeralStorage")) make_plain(*storage, {"Size"});
  if (entry.has("Tags")) entry.set("Tags", tag_map(take(entry, "Tags")));
  keep_own_layers(resource, entry, draft);
  return entry;
}

// Code in the template itself is the file "index" of its runtime (AWS::Lambda::Function, Code).
Value inline_code(const std::string& runtime, const std::string& text) {
  const std::string name = runtime.starts_with("python") ? "index.py" : "index.js";
  return Value().set("ZipFile", core::base64_encode(zip_of_text(name, text)));
}

// A container image isn't run here.
bool is_image(const TemplateResource& resource) {
  return resource.properties.text_of("PackageType") == "Image";
}

// Code := InlineCode | CodeUri; without either the template's own folder.
Value take_serverless_code(Value& entry) {
  const Value text = take(entry, "InlineCode");
  Value uri = take(entry, "CodeUri");
  if (text.is_scalar()) return inline_code(entry.text_of("Runtime"), text.text);
  return uri.is(Value::Kind::null) ? text_value(".") : code_at(std::move(uri));
}

// What a serverless function has of its alias.
Publishing take_publishing(Value& entry) {
  return {take(entry, "AutoPublishAlias").text, take(entry, "VersionDescription"),
          take(entry, "ProvisionedConcurrencyConfig")};
}

// What events call: the function, or its alias if it has one (SAM, AutoPublishAlias).
std::string target_of(const std::string& function, const std::string& alias,
                      const core::Scope& scope) {
  if (alias.empty()) return function;
  return core::function_arn(scope, core::FunctionName(function)) + ":" + alias;
}

}  // namespace

void convert_function(const TemplateResource& resource, SeedDraft& draft) {
  if (is_image(resource)) return draft.leave_out(resource, "a container image");
  Value entry = picked_function(
      resource, {"Code.S3Bucket", "Code.S3Key", "Code.ZipFile", "DeadLetterConfig.TargetArn"},
      draft);
  Value code = take(entry, "Code");
  if (const Value* const text = code.find("ZipFile")) {
    code = inline_code(entry.text_of("Runtime"), text->text);
  }
  draft.add("functions", entry.set("Code", std::move(code)));
}

void convert_serverless_function(const TemplateResource& given, SeedDraft& draft) {
  if (is_image(given)) return draft.leave_out(given, "a container image");
  TemplateResource resource = given;
  // Of each event is picked what is known of its type.
  const Value events = take(resource.properties, "Events");
  Value entry = picked_function(
      resource,
      {"InlineCode", "CodeUri.Bucket", "CodeUri.Key", "DeadLetterQueue.Type",
       "DeadLetterQueue.TargetArn", "EventInvokeConfig.MaximumEventAgeInSeconds",
       "EventInvokeConfig.MaximumRetryAttempts",
       "EventInvokeConfig.DestinationConfig.OnSuccess.Type",
       "EventInvokeConfig.DestinationConfig.OnSuccess.Destination",
       "EventInvokeConfig.DestinationConfig.OnFailure.Type",
       "EventInvokeConfig.DestinationConfig.OnFailure.Destination", "AutoPublishAlias",
       "VersionDescription", "ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions"},
      draft);
  const Publishing publishing = take_publishing(entry);
  const Value dead_letters = take(entry, "DeadLetterQueue");
  Value config = take(entry, "EventInvokeConfig");
  entry.set("Code", take_serverless_code(entry));
  if (dead_letters.has("TargetArn")) {
    entry.set("DeadLetterConfig", Value().set("TargetArn", dead_letters.text_of("TargetArn")));
  }
  draft.add("functions", entry);
  if (!publishing.alias.empty()) publish(resource, publishing, draft);
  if (!config.is(Value::Kind::null)) {
    const std::string qualifier = publishing.alias.empty() ? "$LATEST" : publishing.alias;
    add_invoke_config(resource.name, qualifier, std::move(config), draft);
  }
  add_events(resource, events, target_of(resource.name, publishing.alias, draft.scope()), draft);
}

}  // namespace server::seeds
