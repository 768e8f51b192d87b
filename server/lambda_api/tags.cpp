#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "lambda-host/tag_checks.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/query.h"
#include "server/lambda_api/taggable_resource.h"

namespace server::lambda_api {
namespace {

using core::json::Object;
using lambda_host::DeploymentPtr;
using lambda_host::Variables;

[[noreturn]] void throw_not_found(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_not_found, std::move(message));
}

void require_member(bool is_there, std::string_view member) {
  if (is_there) return;
  lambda_host::Constraints constraints;
  constraints.missing(member);
  constraints.require_none();
}

// What the path's ARN names, if Rivulet can have such a thing.
struct Resource {
  std::string arn;
  bool is_mapping;
};

Resource require_resource(const Call& call) {
  const std::string arn = parameter(call, 0);
  switch (require_taggable(arn, call.scope.region.get())) {
    case TaggableKind::function: return {arn, false};
    case TaggableKind::event_source_mapping: return {arn, true};
    case TaggableKind::capacity_provider: throw_not_found("Capacity provider not found: " + arn);
    case TaggableKind::code_signing_config:
      throw_not_found(
          "The code signing configuration cannot be found. Check that the provided configuration "
          "is not deleted: " +
          arn + ".");
    case TaggableKind::layer: throw_not_found("The resource you requested does not exist.");
  }
  __builtin_unreachable();
}

// The mapping that the ARN names, if it reads a queue.
const lambda_host::QueueMapping* find_queue_mapping(const Resource& resource, const Call& call,
                                                    const Services& services) {
  if (!resource.is_mapping) return nullptr;
  const auto id = resource.arn.substr(resource.arn.rfind(':') + 1);
  const auto* mapping = services.queue_mappings.find(call.scope, id);
  return mapping && mapping_arn(mapping->common) == resource.arn ? mapping : nullptr;
}

DeploymentPtr require_function(const std::string& arn, const Call& call, Services& services) {
  const auto function =
      lambda_host::parse_function_reference(arn, call.scope, lambda_host::NameShape::namespaced);
  lambda_host::refuse_foreign(function, call.scope);
  if (!function.qualifier.empty()) {
    throw core::ApiError(
        core::ErrorCode::invalid_parameter_value,
        "Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  return services.functions.require(function.scope, function.name);
}

void replace_tags(const DeploymentPtr& function, Services& services, Variables tags) {
  services.functions.set_tags(function->configuration.scope, function->configuration.name,
                              std::move(tags));
}

Variables requested_tags(const Object& body) {
  auto tags = lambda_host::body_map(body, "Tags");
  require_member(tags.has_value(), "tags");
  lambda_host::check_tags(*tags);
  return *std::move(tags);
}

// AWS's answer to a TagResource that brings no tag.
void require_any(const Variables& tags) {
  if (!tags.empty()) return;
  throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                       "An error occurred and the request cannot be processed.");
}

}  // namespace

core::HttpResponse tag_resource(const Call& call, Services& services) {
  const Resource resource = require_resource(call);
  const auto document = parse_body(call);
  Variables tags = requested_tags(document.root().object());
  if (const auto* mapping = find_queue_mapping(resource, call, services)) {
    require_any(tags);
    Variables current = mapping->common.tags;
    tags.merge(current);  // keeps the new ones
    services.queue_mappings.set_tags(*mapping, std::move(tags));
  } else if (resource.is_mapping) {
    services.mappings.tags(call.scope, resource.arn);  // throws when there is no such mapping
    require_any(tags);
    services.mappings.tag(call.scope, resource.arn, tags);
  } else {
    const DeploymentPtr function = require_function(resource.arn, call, services);
    require_any(tags);
    Variables current = function->configuration.tags;
    tags.merge(current);  // keeps the new ones
    replace_tags(function, services, std::move(tags));
  }
  return empty_response(204);
}

core::HttpResponse untag_resource(const Call& call, Services& services) {
  const Resource resource = require_resource(call);
  const auto keys = query_values(call.request.target, "tagKeys");
  require_member(!keys.empty(), "tagKeys");
  if (const auto* mapping = find_queue_mapping(resource, call, services)) {
    Variables tags = mapping->common.tags;
    for (const std::string& key : keys) tags.erase(key);
    services.queue_mappings.set_tags(*mapping, std::move(tags));
  } else if (resource.is_mapping) {
    services.mappings.untag(call.scope, resource.arn, keys);
  } else {
    const DeploymentPtr function = require_function(resource.arn, call, services);
    Variables tags = function->configuration.tags;
    for (const std::string& key : keys) tags.erase(key);
    replace_tags(function, services, std::move(tags));
  }
  return empty_response(204);
}

core::HttpResponse list_tags(const Call& call, Services& services) {
  const Resource resource = require_resource(call);
  const auto* const queue_mapping = find_queue_mapping(resource, call, services);
  const Variables tags = queue_mapping ? queue_mapping->common.tags
                         : resource.is_mapping
                             ? services.mappings.tags(call.scope, resource.arn)
                             : require_function(resource.arn, call, services)->configuration.tags;
  core::json::Writer writer;
  writer.begin_object().key("Tags").begin_object();
  for (const auto& [key, value] : tags) writer.member(key, value);
  writer.end_object().end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
