#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/uuid.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/policy.h"
#include "server/lambda_api/layer_access.h"
#include "server/lambda_api/operations.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

// Who may use a version of a layer: kept and shown, and nobody is kept from anything by it.
namespace server::lambda_api {
namespace {

using lambda_host::LayerReference;
using lambda_host::Policy;

constexpr const char* kNoPolicy = "No policy is associated with the given resource.";

[[noreturn]] void throw_missing_layer(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_not_found, std::move(message));
}

// The version's policy, or an empty one.
Policy policy_of(const LayerReference& layer, const Services& services) {
  const auto* const found = services.functions.layers().find(layer);
  if (!found) throw_missing_layer(fmt::format("Layer version {} does not exist.", arn_of(layer)));
  return found->version.policy.value_or(Policy{});
}

void require_revision(const Call& call, const Policy& policy) {
  const auto given = protocol::query_parameter(call.request.target, "RevisionId");
  if (!given || *given == policy.revision_id) return;
  throw core::ApiError(core::ErrorCode::precondition_failed,
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetLayerPolicy API to retrieve the latest Revision Id");
}

void check_action(const std::string& action) {
  constexpr std::string_view kOnlyAction = "lambda:GetLayerVersion";
  lambda_host::Constraints constraints;
  if (action != kOnlyAction) {
    constraints.violated(action, "action",
                         fmt::format("satisfy regular expression pattern: {}", kOnlyAction));
  }
  constraints.require_none();
}

// Each change makes a revision.
std::string keep(const LayerReference& layer, Policy policy, Services& services) {
  policy.revision_id = core::random_uuid();
  std::string revision = policy.revision_id;
  services.functions.layers().set_policy(
      layer, policy.statements.empty() ? std::nullopt : std::optional(std::move(policy)));
  return revision;
}

}  // namespace

core::HttpResponse add_layer_version_permission(const Call& call, Services& services) {
  const auto document = parse_body(call);
  auto settings = lambda_host::read_permission(document.root().object());
  lambda_host::check_permission(settings);
  check_action(*settings.action);
  settings.principal_org_id = lambda_host::body_string(document.root().object(), "OrganizationId");
  const LayerReference layer = layer_version_of(call);
  Policy policy = policy_of(layer, services);
  require_revision(call, policy);
  const std::string statement =
      lambda_host::statement_json(settings, layer.scope.region, arn_of(layer));
  lambda_host::add_statement(policy, {*settings.statement_id, statement});
  core::json::Writer writer;
  writer.begin_object().member("RevisionId", keep(layer, std::move(policy), services));
  writer.member("Statement", statement).end_object();
  return json_response(201, writer.take());
}

core::HttpResponse remove_layer_version_permission(const Call& call, Services& services) {
  const std::string id = parameter(call, 2);
  lambda_host::check_statement_id(id);
  const LayerReference layer = layer_version_of(call);
  Policy policy = policy_of(layer, services);
  require_revision(call, policy);
  if (policy.statements.empty()) throw_missing_layer(kNoPolicy);
  lambda_host::remove_statement(policy, id);
  keep(layer, std::move(policy), services);
  return empty_response(204);
}

core::HttpResponse get_layer_version_policy(const Call& call, Services& services) {
  const Policy policy = policy_of(layer_version_of(call), services);
  if (policy.statements.empty()) throw_missing_layer(kNoPolicy);
  core::json::Writer writer;
  writer.begin_object().member("Policy", lambda_host::policy_document(policy));
  writer.member("RevisionId", policy.revision_id).end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
