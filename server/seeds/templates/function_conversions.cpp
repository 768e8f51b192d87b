#include "core/base64.h"
#include "server/seeds/code_zip.h"
#include "server/seeds/section.h"
#include "server/seeds/templates/conversions.h"

#include <iterator>

namespace server::seeds {
namespace {

constexpr std::string_view kShared[] = {"Runtime",
                                        "Handler",
                                        "Timeout",
                                        "MemorySize",
                                        "Environment",
                                        "Description",
                                        "Role",
                                        "Layers",
                                        "Architectures",
                                        "EphemeralStorage",
                                        "ReservedConcurrentExecutions"};

Value function_entry(const TemplateResource& resource) {
  Value entry = picked(resource.properties, {std::begin(kShared), std::end(kShared)});
  entry.line = resource.place.line;
  entry.set("FunctionName", resource.name);
  make_numbers(entry, {"Timeout", "MemorySize", "ReservedConcurrentExecutions"});
  if (const Value* const tags = resource.properties.find("Tags")) entry.set("Tags", tag_map(*tags));
  return entry;
}

// Code in the template itself is the file "index" of its runtime (AWS::Lambda::Function, Code).
Value inline_code(const std::string& runtime, const std::string& text) {
  const std::string name = runtime.starts_with("python") ? "index.py" : "index.js";
  return Value().set("ZipFile", core::base64_encode(zip_of_text(name, text)));
}

bool is_image(const TemplateResource& resource) {
  return resource.properties.text_of("PackageType") == "Image";
}

std::string name_and_type(const TemplateResource& resource) {
  return resource.logical_id + " (" + resource.type + ")";
}

// Not without code, which a container image would have.
bool add_code(const TemplateResource& resource, Value code, SeedDraft& draft, Value& entry) {
  if (is_image(resource)) {
    draft.leave_out(name_and_type(resource) + ": a container image");
    return false;
  }
  entry.set("Code", std::move(code));
  return true;
}

// CodeUri := path | {Bucket, Key}; without one the template's own folder.
Value serverless_code(const TemplateResource& resource) {
  const Value& properties = resource.properties;
  if (const Value* const text = properties.find("InlineCode")) {
    return inline_code(properties.text_of("Runtime"), text->text);
  }
  const Value* const uri = properties.find("CodeUri");
  if (!uri) return text_value(".");
  if (!uri->is(Value::Kind::map)) return *uri;
  return Value().set("S3Bucket", uri->text_of("Bucket")).set("S3Key", uri->text_of("Key"));
}

// {OnFailure: {Type, Destination}} without the types.
Value invoke_config(Value config) {
  make_numbers(config, {"MaximumEventAgeInSeconds", "MaximumRetryAttempts"});
  Value kept = picked(config, {"MaximumEventAgeInSeconds", "MaximumRetryAttempts"});
  Value destinations = map_value({});
  if (const Value* const given = config.find("DestinationConfig")) {
    for (const auto& [name, destination] : given->members) {
      destinations.set(name, picked(destination, {"Destination"}));
    }
    kept.set("DestinationConfig", std::move(destinations));
  }
  return kept;
}

}  // namespace

void convert_function(const TemplateResource& resource, SeedDraft& draft) {
  Value entry = function_entry(resource);
  const Value* const given = resource.properties.find("Code");
  Value code = given ? *given : Value{};
  if (const Value* const text = code.find("ZipFile")) {
    code = inline_code(entry.text_of("Runtime"), text->text);
  }
  if (const Value* const config = resource.properties.find("DeadLetterConfig")) {
    entry.set("DeadLetterConfig", *config);
  }
  if (add_code(resource, std::move(code), draft, entry)) draft.add("functions", std::move(entry));
}

void convert_serverless_function(const TemplateResource& resource, SeedDraft& draft) {
  Value entry = function_entry(resource);
  if (!add_code(resource, serverless_code(resource), draft, entry)) return;
  if (const Value* const queue = resource.properties.find("DeadLetterQueue")) {
    entry.set("DeadLetterConfig", Value().set("TargetArn", queue->text_of("TargetArn")));
  }
  if (const Value* const config = resource.properties.find("EventInvokeConfig")) {
    entry.set("EventInvokeConfig", invoke_config(*config));
  }
  draft.add("functions", std::move(entry));
  add_events(resource, draft);
}

// Of both kinds: a path, or what lies in a bucket.
void convert_layer(const TemplateResource& resource, SeedDraft& draft) {
  Value layer = picked(resource.properties, {"Description", "CompatibleRuntimes", "LicenseInfo",
                                             "CompatibleArchitectures"});
  layer.line = resource.place.line;
  layer.set("LayerName", resource.name);
  const bool is_serverless = resource.type == "AWS::Serverless::LayerVersion";
  const Value* const content = resource.properties.find(is_serverless ? "ContentUri" : "Content");
  if (content && content->is(Value::Kind::map) && is_serverless) {
    layer.set(
        "Content",
        Value().set("S3Bucket", content->text_of("Bucket")).set("S3Key", content->text_of("Key")));
  } else if (content) {
    layer.set("Content", *content);
  }
  draft.add("layers", std::move(layer));
}

}  // namespace server::seeds
