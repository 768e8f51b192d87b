#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/query.h"
#include "server/protocol/url.h"

namespace server::lambda_api {
namespace {

using core::json::Object;
using lambda_host::DeploymentPtr;
using lambda_host::Variables;

constexpr std::string_view kArnPattern =
    R"(arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+))";

[[noreturn]] void throw_no_resource(const std::string& arn) {
  lambda_host::Constraints constraints;
  constraints.violated(arn, "resource",
                       std::string("satisfy regular expression pattern: ").append(kArnPattern));
  constraints.require_none();
  __builtin_unreachable();
}

void require_member(bool is_there, std::string_view member) {
  if (is_there) return;
  lambda_host::Constraints constraints;
  constraints.missing(member);
  constraints.require_none();
}

bool is_mapping(const std::string& arn) {
  const auto parts = core::parse_arn(arn);
  return parts && parts->service == "lambda" &&
         parts->resource.starts_with("event-source-mapping:");
}

DeploymentPtr require_function(const std::string& arn, const Call& call, Services& services) {
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "lambda" || !parts->resource.starts_with("function:")) {
    throw_no_resource(arn);
  }
  const auto function = lambda_host::parse_function_reference(arn, call.scope);
  if (!function.qualifier.empty()) {
    throw core::ApiError(
        core::ErrorCode::invalid_parameter_value,
        "Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  return services.functions.require(function.scope, function.name);
}

std::string resource_arn(const Call& call) {
  return protocol::url_decode(call.parameters.front(), false);
}

void replace_tags(const DeploymentPtr& function, Services& services, Variables tags) {
  services.functions.set_tags(function->configuration.scope, function->configuration.name,
                              std::move(tags));
}

Variables requested_tags(const Object& body) {
  auto tags = lambda_host::body_map(body, "Tags");
  require_member(tags.has_value(), "tags");
  return *std::move(tags);
}

}  // namespace

core::HttpResponse tag_resource(const Call& call, Services& services) {
  const std::string arn = resource_arn(call);
  const auto document = parse_body(call.request.body);
  Variables tags = requested_tags(document.root().object());
  if (is_mapping(arn)) {
    services.mappings.tag(call.scope, arn, tags);
  } else {
    const DeploymentPtr function = require_function(arn, call, services);
    Variables current = function->configuration.tags;
    tags.merge(current);  // keeps the new ones
    replace_tags(function, services, std::move(tags));
  }
  return empty_response(204);
}

core::HttpResponse untag_resource(const Call& call, Services& services) {
  const std::string arn = resource_arn(call);
  const auto keys = query_values(call.request.target, "tagKeys");
  require_member(!keys.empty(), "tagKeys");
  if (is_mapping(arn)) {
    services.mappings.untag(call.scope, arn, keys);
  } else {
    const DeploymentPtr function = require_function(arn, call, services);
    Variables tags = function->configuration.tags;
    for (const std::string& key : keys) tags.erase(key);
    replace_tags(function, services, std::move(tags));
  }
  return empty_response(204);
}

core::HttpResponse list_tags(const Call& call, Services& services) {
  const std::string arn = resource_arn(call);
  const Variables tags = is_mapping(arn)
                             ? services.mappings.tags(call.scope, arn)
                             : require_function(arn, call, services)->configuration.tags;
  core::json::Writer writer;
  writer.begin_object().key("Tags").begin_object();
  for (const auto& [key, value] : tags) writer.member(key, value);
  writer.end_object().end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
