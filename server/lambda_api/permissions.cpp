#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/policy.h"
#include "server/lambda_api/operations.h"
#include "server/protocol/url.h"

// AddPermission, RemovePermission and GetPolicy, of a function, a version or an alias.
namespace server::lambda_api {
namespace {

using lambda_host::FunctionPart;
using lambda_host::FunctionReference;
using lambda_host::FunctionRegistry;
using lambda_host::Policy;

[[noreturn]] void throw_no_policy(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_not_found, std::move(message));
}

// Throws unless there is what the policy is to be of.
void require_resource(const FunctionReference& function, const FunctionRegistry& functions) {
  if (lambda_host::is_alias_name(function.qualifier)) {
    functions.require_alias(function.scope, function.name, function.qualifier);
  } else {
    functions.require(function.scope, function.name, function.qualifier);
  }
}

std::optional<Policy> find_policy(const FunctionReference& function,
                                  const FunctionRegistry& functions) {
  const std::string* stored =
      functions.attachment(FunctionPart::policy, function.scope, function.name, function.qualifier);
  if (!stored) return std::nullopt;
  return lambda_host::read_stored_policy(*stored);
}

// What a policy's revision is while there is none: that of what it will be of.
std::string current_revision(const FunctionReference& function, const FunctionRegistry& functions,
                             const std::optional<Policy>& policy) {
  if (policy) return policy->revision_id;
  if (lambda_host::is_alias_name(function.qualifier)) {
    return functions.require_alias(function.scope, function.name, function.qualifier).revision_id;
  }
  return functions.require(function.scope, function.name, function.qualifier)
      ->configuration.revision_id;
}

void require_revision(const std::optional<std::string>& given, const FunctionReference& function,
                      const FunctionRegistry& functions, const std::optional<Policy>& policy) {
  if (!given || *given == current_revision(function, functions, policy)) return;
  throw core::ApiError(core::ErrorCode::precondition_failed,
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetPolicy API to retrieve the latest Revision Id");
}

// Each change makes a revision, of the policy and of what it is of alike (recorded answers).
void save(const FunctionReference& function, Policy policy, FunctionRegistry& functions) {
  policy.revision_id = core::random_uuid();
  std::optional<std::string> text;
  if (!policy.statements.empty()) text = lambda_host::write_stored_policy(policy);
  functions.attach_policy(function.scope, function.name, function.qualifier, std::move(text),
                          policy.revision_id);
}

}  // namespace

core::HttpResponse add_permission(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const auto settings = lambda_host::read_permission(document.root().object());
  lambda_host::check_permission(settings);
  const FunctionReference function = function_of(call);
  if (function.qualifier == lambda_host::kLatestVersion) {
    lambda_host::throw_invalid_parameter(
        "We currently do not support adding policies for $LATEST.");
  }
  require_resource(function, services.functions);
  auto policy = find_policy(function, services.functions);
  require_revision(settings.revision_id, function, services.functions, policy);
  const std::string statement = lambda_host::statement_json(settings, function.scope.region,
                                                            lambda_host::qualified_arn(function));
  if (!policy) policy.emplace();
  lambda_host::add_statement(*policy, {*settings.statement_id, statement});
  save(function, *std::move(policy), services.functions);
  core::json::Writer writer;
  writer.begin_object().member("Statement", statement).end_object();
  return json_response(201, writer.take());
}

core::HttpResponse remove_permission(const Call& call, Services& services) {
  const std::string id = parameter(call, 1);
  lambda_host::check_statement_id(id);
  const FunctionReference function = function_of(call);
  if (!services.functions.find(function.scope, function.name)) {
    throw_no_policy("No policy found for: " + lambda_host::qualified_arn(function));
  }
  require_resource(function, services.functions);
  auto policy = find_policy(function, services.functions);
  require_revision(protocol::query_parameter(call.request.target, "RevisionId"), function,
                   services.functions, policy);
  if (!policy) throw_no_policy("No policy is associated with the given resource.");
  lambda_host::remove_statement(*policy, id);
  save(function, *std::move(policy), services.functions);
  return empty_response(204);
}

// Whether it is the policy that isn't there, or the function, makes no difference (recorded).
core::HttpResponse get_policy(const Call& call, Services& services) {
  const auto policy = find_policy(function_of(call), services.functions);
  if (!policy) throw_no_policy("The resource you requested does not exist.");
  core::json::Writer writer;
  writer.begin_object().member("Policy", lambda_host::policy_document(*policy));
  writer.member("RevisionId", policy->revision_id).end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
