#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/function_code.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"
#include "server/protocol/url.h"

// Reading and deleting functions.
namespace server::lambda_api {
namespace {

using core::json::Writer;
using lambda_host::DeploymentPtr;
using lambda_host::FunctionReference;
using lambda_host::Phase;

constexpr std::size_t kPageItems = 50;  // Lambda API reference, ListFunctions

DeploymentPtr require(const FunctionReference& function, Services& services) {
  return services.functions.require(function.scope, function.name, function.qualifier);
}

void write_tags(Writer& writer, const lambda_host::Variables& tags) {
  writer.key("Tags").begin_object();
  for (const auto& [key, value] : tags) writer.member(key, value);
  writer.end_object();
}

// Whether the versions are asked for, too: their ARNs are qualified then.
bool wants_versions(std::string_view target) {
  if (protocol::query_parameter(target, "MasterRegion")) {
    throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                         "Rivulet doesn't support Lambda@Edge (MasterRegion).");
  }
  const auto version = protocol::query_parameter(target, "FunctionVersion");
  if (!version) return false;
  lambda_host::Constraints constraints;
  constraints.check_one_of(*version, "functionVersion", {"ALL"});
  constraints.require_none();
  return true;
}

}  // namespace

core::HttpResponse get_function(const Call& call, Services& services) {
  const FunctionReference function = function_of(call);
  const DeploymentPtr deployment = require(function, services);
  Writer writer;
  writer.begin_object().key("Code").begin_object();
  writer.member("Location", code_url(call.request, deployment->configuration));
  writer.member("RepositoryType", "S3").end_object();
  writer.key("Configuration");
  lambda_host::write_configuration(writer, deployment->configuration, Phase::settled,
                                   function.qualifier);
  if (!deployment->configuration.tags.empty()) write_tags(writer, deployment->configuration.tags);
  writer.end_object();
  return json_response(200, writer.take());
}

core::HttpResponse get_function_configuration(const Call& call, Services& services) {
  const FunctionReference function = function_of(call);
  Writer writer;
  lambda_host::write_configuration(writer, require(function, services)->configuration,
                                   Phase::settled, function.qualifier);
  return json_response(200, writer.take());
}

// The model says 200, AWS says 204 (recorded answer).
core::HttpResponse delete_function(const Call& call, Services& services) {
  const FunctionReference function = function_of(call);
  services.functions.erase(function.scope, function.name, function.qualifier);
  return empty_response(204);
}

core::HttpResponse list_functions(const Call& call, Services& services) {
  const bool with_versions = wants_versions(call.request.target);
  const Page page = requested_page(call.request.target, kPageItems);
  std::string last;
  std::size_t listed = 0;
  bool is_complete = true;
  Writer writer;
  writer.begin_object().key("Functions").begin_array();
  for (const DeploymentPtr& deployment : services.functions.list(call.scope)) {
    const std::string& name = deployment->configuration.name.get();
    if (name <= page.after) continue;
    if (listed == page.max_items) {
      is_complete = false;
      break;
    }
    lambda_host::write_configuration(writer, deployment->configuration, Phase::listed,
                                     with_versions ? lambda_host::kLatestVersion : "");
    last = name;
    ++listed;
  }
  writer.end_array();
  if (!is_complete) writer.member("NextMarker", next_marker(last));
  writer.end_object();
  return json_response(200, writer.take());
}

// There is no version but $LATEST, with which AWS begins.
core::HttpResponse list_versions_by_function(const Call& call, Services& services) {
  const FunctionReference function = whole_function_of(call, lambda_host::NameShape::namespaced);
  const Page page = requested_page(call.request.target, kPageItems);
  const DeploymentPtr deployment = services.functions.require(function.scope, function.name);
  Writer writer;
  writer.begin_object().key("Versions").begin_array();
  if (page.after.empty()) {
    lambda_host::write_configuration(writer, deployment->configuration, Phase::listed,
                                     lambda_host::kLatestVersion);
  }
  writer.end_array().end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
