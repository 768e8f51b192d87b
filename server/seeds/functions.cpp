#include "core/arn.h"
#include "core/base64.h"
#include "core/digest.h"
#include "server/seeds/code_zip.h"
#include "server/seeds/section.h"

#include <fmt/format.h>

namespace server::seeds {
namespace {

constexpr std::string_view kFunctions = "/2015-03-31/functions";

// A zip that was read here, as the API takes it, and its hash as descriptions show it.
struct Code {
  Value value;
  std::string sha256;
};

Code code_of_zip(const std::string& zip) {
  return {Value().set("ZipFile", core::base64_encode(zip)), core::base64_encode(core::sha256(zip))};
}

// `member` := a folder or a zip | what the API takes.
Code code_of(const Entry& entry, std::string_view member) {
  const Value* const given = entry.value.find(member);
  if (!given) throw Fault(entry.place(), fmt::format("{} is missing", member));
  if (given->is(Value::Kind::map)) return {*given, {}};
  try {
    return code_of_zip(read_code(entry.ground.folder / given->text));
  } catch (const std::exception& error) {
    throw Fault(entry.place_of(member), error.what());
  }
}

// Environment's are texts; everything else goes as it is.
Value settings_of(const Entry& entry) {
  Value settings = entry.value;
  settings.tag.clear();
  for (const char* ours : {"Code", "ReservedConcurrentExecutions", "EventInvokeConfig", "layers"}) {
    settings.erase(ours);
  }
  if (Value* const environment = settings.find("Environment")) {
    if (const Value* const variables = environment->find("Variables")) {
      environment->set("Variables", with_texts(*variables));
    }
  }
  if (!settings.has("Role")) {
    settings.set("Role", fmt::format("arn:{}:iam::{}:role/lambda",
                                     core::partition_of(entry.ground.scope.region),
                                     entry.ground.scope.account.get()));
  }
  return settings;
}

// Layers that the seed has itself, by their names.
void add_own_layers(const Entry& entry, Value& settings) {
  const Value* const layers = entry.value.find("layers");
  if (!layers) return;
  Value arns = list_value({});
  if (const Value* const given = settings.find("Layers")) arns = *given;
  for (const Value& name : layers->list) {
    arns.list.push_back(text_value(reference(layer_arn_of(name.text))));
  }
  settings.set("Layers", std::move(arns));
}

// What a description shows as it was given. Layers are shown otherwise, and so is what Rivulet only
// keeps.
Value wanted_of(const Value& settings, const std::string& sha256) {
  constexpr std::string_view kShown[] = {"Runtime", "Handler",      "Description",
                                         "Timeout", "MemorySize",   "Environment",
                                         "Role",    "Architectures"};
  Value wanted = map_value({});
  for (const std::string_view name : kShown) {
    if (const Value* const value = settings.find(name)) wanted.set(std::string(name), *value);
  }
  if (!sha256.empty()) wanted.set("CodeSha256", sha256);
  return wanted;
}

// What has operations of its own. Their paths have other versions.
std::vector<Request> requests_after(const Entry& entry, const std::string& name) {
  std::vector<Request> requests;
  if (const Value* const reserved = entry.value.find("ReservedConcurrentExecutions")) {
    requests.push_back(lambda("PUT", "/2017-10-31/functions/" + name + "/concurrency",
                              Value().set("ReservedConcurrentExecutions", *reserved)));
  }
  if (const Value* const config = entry.value.find("EventInvokeConfig")) {
    requests.push_back(
        lambda("PUT", "/2019-09-25/functions/" + name + "/event-invoke-config", *config));
  }
  return requests;
}

}  // namespace

void add_function(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"FunctionName",
                                           "Runtime",
                                           "Handler",
                                           "Code",
                                           "Role",
                                           "Description",
                                           "Timeout",
                                           "MemorySize",
                                           "Environment",
                                           "Layers",
                                           "Architectures",
                                           "EphemeralStorage",
                                           "DeadLetterConfig",
                                           "TracingConfig",
                                           "Tags",
                                           "VpcConfig",
                                           "KMSKeyArn",
                                           "SnapStart",
                                           "LoggingConfig",
                                           "FileSystemConfigs",
                                           "PackageType",
                                           "Publish",
                                           "ReservedConcurrentExecutions",
                                           "EventInvokeConfig",
                                           "layers"};
  entry.refuse_unknown(kMembers);
  const std::string name = entry.require_text("FunctionName");
  const std::string encoded = url_part(name);
  const std::string path = std::string(kFunctions) + "/" + encoded;
  Code code = code_of(entry, "Code");
  Value body = settings_of(entry);
  add_own_layers(entry, body);

  Resource resource;
  resource.what = "function " + name;
  resource.place = entry.place();
  resource.look = lambda("GET", path);
  resource.found_at = {"Configuration"};
  resource.wanted = wanted_of(body, code.sha256);
  resource.ready = Readiness{{"State"}, "Active"};
  resource.make = lambda("POST", std::string(kFunctions), body.set("Code", std::move(code.value)));
  resource.after = requests_after(entry, encoded);
  resource.undo = {lambda("DELETE", path)};
  resources.push_back(std::move(resource));
}

void add_layer(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"LayerName",   "Description",
                                           "Content",     "CompatibleRuntimes",
                                           "LicenseInfo", "CompatibleArchitectures"};
  entry.refuse_unknown(kMembers);
  const std::string name = entry.require_text("LayerName");
  const std::string path = "/2018-10-31/layers/" + url_part(name) + "/versions";
  Code code = code_of(entry, "Content");
  Value body = entry.value;

  Resource resource;
  resource.what = "layer " + name;
  resource.place = entry.place();
  resource.look = lambda("GET", path + "/1");
  if (!code.sha256.empty()) {
    resource.wanted = Value().set("Content", Value().set("CodeSha256", code.sha256));
  }
  resource.make = lambda("POST", path, body.set("Content", std::move(code.value)));
  resource.undo = {lambda("DELETE", path + "/1")};
  resource.outputs = {
      {layer_arn_of(name), {"LayerVersionArn"}}
  };
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
