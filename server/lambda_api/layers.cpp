#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/layer_settings.h"
#include "lambda-host/functions/runtime.h"
#include "server/lambda_api/function_code.h"
#include "server/lambda_api/layer_access.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"
#include "server/lambda_api/upload.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

#include <limits>

// Layers and their versions.
namespace server::lambda_api {
namespace {

using core::json::Writer;
using lambda_host::LayerReference;
using lambda_host::LayerRegistry;
using lambda_host::LayerVersion;

std::string location_of(std::string_view host, const LayerVersion& version) {
  return fmt::format("http://{}/_rivulet/layers/{}/{}/{}/{}/code.zip", host,
                     version.scope.account.get(), version.scope.region.get(), version.name,
                     version.version);
}

std::string host_of(const core::HttpRequest& request) {
  return std::string(request.headers.find("Host").value_or("localhost"));
}

core::HttpResponse answer(int status, std::string_view host, const LayerVersion& version) {
  Writer writer;
  lambda_host::write_layer_version(writer, version, location_of(host, version));
  return json_response(status, writer.take());
}

const LayerRegistry::Stored& require(const LayerReference& reference, const Services& services) {
  const auto* const found = services.functions.layers().find(reference);
  if (found) return *found;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       "The resource you requested does not exist.");
}

const LayerVersion& require_readable(const LayerReference& reference, const Call& call,
                                     const Services& services) {
  const LayerVersion& version = require(reference, services).version;
  lambda_host::require_shared(version, call.scope.account);
  return version;
}

// What a list asks of the versions that it shows.
struct Wanted {
  std::optional<std::string> runtime;
  std::optional<std::string> architecture;
};

Wanted wanted_of(std::string_view target) {
  Wanted wanted{protocol::query_parameter(target, "CompatibleRuntime"),
                protocol::query_parameter(target, "CompatibleArchitecture")};
  lambda_host::Constraints constraints;
  if (wanted.runtime && !lambda_host::is_listable_runtime(*wanted.runtime)) {
    constraints.violated(
        *wanted.runtime, "compatibleRuntime",
        fmt::format("satisfy enum value set: [{}]", lambda_host::listable_runtimes()));
  }
  if (wanted.architecture) {
    constraints.check_one_of(*wanted.architecture, "compatibleArchitecture", {"x86_64", "arm64"});
  }
  constraints.require_none();
  return wanted;
}

bool fits(const LayerVersion& version, const Wanted& wanted) {
  return lambda_host::fits(version, wanted.runtime, wanted.architecture);
}

// Lists go by ascending names, and versions come with the newest first.
std::string page_name(std::int64_t version) {
  return fmt::format("{:020}", std::numeric_limits<std::int64_t>::max() - version);
}

void write_layer(Writer& writer, const LayerVersion& newest) {
  writer.begin_object().key("LatestMatchingVersion").begin_object();
  lambda_host::write_layer_members(writer, newest);
  writer.end_object();
  writer.member("LayerArn", lambda_host::layer_arn(newest.scope, newest.name));
  writer.member("LayerName", newest.name).end_object();
}

core::json::Object require_content(const core::json::Object& body) {
  const auto content = lambda_host::body_object(body, "Content");
  lambda_host::Constraints constraints;
  if (!content) constraints.missing("content");
  constraints.require_none();
  return *content;
}

}  // namespace

void publish_layer_version(const Call& call, Services& services, core::HttpReply reply) {
  const auto document = parse_body(call);
  const core::json::Object body = document.root().object();
  const auto settings = lambda_host::read_layer_settings(body);
  CodeSource source = require_source(require_content(body), call.scope);
  if (source.is_folder()) {
    lambda_host::throw_invalid_parameter("A layer can't be a folder. Publish it from a zip.");
  }
  const LayerReference layer = layer_of(call);
  unpack(std::move(source), {}, services, std::move(reply),
         [&layers = services.functions.layers(), layer, settings,
          host = host_of(call.request)](lambda_host::PreparedCode code) {
           return answer(201, host,
                         layers.publish(layer.scope, layer.name, settings, std::move(code)));
         });
}

core::HttpResponse get_layer_version(const Call& call, Services& services) {
  return answer(200, host_of(call.request),
                require_readable(any_layer_version_of(call), call, services));
}

core::HttpResponse get_layer_version_by_arn(const Call& call, Services& services) {
  const std::string arn = protocol::query_parameter(call.request.target, "Arn").value_or("");
  const auto reference = lambda_host::parse_layer_version_arn(arn);
  lambda_host::Constraints constraints;
  if (!reference) {
    constraints.violated(
        arn, "arn",
        R"(satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))");
  }
  constraints.require_none();
  return answer(200, host_of(call.request), require_readable(*reference, call, services));
}

core::HttpResponse list_layers(const Call& call, Services& services) {
  const Wanted wanted = wanted_of(call.request.target);
  PageWriter list("Layers", requested_page(call.request.target, kMaxPageItems, int{kMaxPageItems}));
  const LayerRegistry& layers = services.functions.layers();
  for (const std::string& name : layers.names(call.scope)) {
    for (const LayerVersion* version : layers.versions(call.scope, name)) {
      if (!fits(*version, wanted)) continue;
      list.add(name, [version](Writer& writer) { write_layer(writer, *version); });
      break;
    }
  }
  return json_response(200, list.take());
}

core::HttpResponse list_layer_versions(const Call& call, Services& services) {
  const Wanted wanted = wanted_of(call.request.target);
  const LayerReference layer = layer_of(call);
  PageWriter list("LayerVersions",
                  requested_page(call.request.target, kMaxPageItems, int{kMaxPageItems}));
  for (const LayerVersion* version :
       services.functions.layers().versions(layer.scope, layer.name)) {
    if (!fits(*version, wanted)) continue;
    list.add(page_name(version->version), [version](Writer& writer) {
      writer.begin_object();
      lambda_host::write_layer_members(writer, *version);
      writer.end_object();
    });
  }
  return json_response(200, list.take());
}

core::HttpResponse delete_layer_version(const Call& call, Services& services) {
  services.functions.layers().erase(layer_version_of(call));
  return empty_response(204);
}

void download_layer(const Call& call, Services& services, core::HttpReply reply) {
  const LayerReference reference{
      {core::AccountId(std::string(call.parameters[0])),
       core::Region(std::string(call.parameters[1]))},
      std::string(call.parameters[2]),
      lambda_host::version_number(call.parameters[3])
  };
  send_zip(require(reference, services).code, services, std::move(reply));
}

}  // namespace server::lambda_api
