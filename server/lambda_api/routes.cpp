#include "server/lambda_api/routes.h"

#include "server/lambda_api/operations.h"
#include "server/protocol/url.h"

#include <algorithm>

namespace server::lambda_api {
namespace {

constexpr std::string_view kNoUrls = "call the function by Invoke";

// Where two operations share a path, the one with the query comes first.
// clang-format off
constexpr Route kRoutes[] = {
    {"Invoke", "POST", "/2015-03-31/functions/{F}/invocations", nullptr, invoke},
    {"InvokeAsync", "POST", "/2014-11-13/functions/{F}/invoke-async", nullptr, invoke_async},
    {"CreateFunction", "POST", "/2015-03-31/functions", nullptr, create_function},
    {"ListFunctions", "GET", "/2015-03-31/functions", list_functions},
    {"GetFunction", "GET", "/2015-03-31/functions/{F}", get_function},
    {"DeleteFunction", "DELETE", "/2015-03-31/functions/{F}", nullptr, delete_function},
    {"GetFunctionConfiguration", "GET", "/2015-03-31/functions/{F}/configuration", get_function_configuration},
    {"UpdateFunctionConfiguration", "PUT", "/2015-03-31/functions/{F}/configuration", nullptr, update_function_configuration},
    {"UpdateFunctionCode", "PUT", "/2015-03-31/functions/{F}/code", nullptr, update_function_code},
    {"DownloadCode", "GET", "/_rivulet/functions/{A}/{R}/{F}/code.zip", nullptr, download_code},
    {"PublishVersion", "POST", "/2015-03-31/functions/{F}/versions", publish_version},
    {"ListVersionsByFunction", "GET", "/2015-03-31/functions/{F}/versions", list_versions_by_function},
    {"CreateAlias", "POST", "/2015-03-31/functions/{F}/aliases", create_alias},
    {"ListAliases", "GET", "/2015-03-31/functions/{F}/aliases", list_aliases},
    {"GetAlias", "GET", "/2015-03-31/functions/{F}/aliases/{Name}", get_alias},
    {"UpdateAlias", "PUT", "/2015-03-31/functions/{F}/aliases/{Name}", update_alias},
    {"DeleteAlias", "DELETE", "/2015-03-31/functions/{F}/aliases/{Name}", delete_alias},
    {"AddPermission", "POST", "/2015-03-31/functions/{F}/policy", add_permission},
    {"GetPolicy", "GET", "/2015-03-31/functions/{F}/policy", get_policy},
    {"RemovePermission", "DELETE", "/2015-03-31/functions/{F}/policy/{StatementId}", remove_permission},
    {"GetAccountSettings", "GET", "/2016-08-19/account-settings", get_account_settings},
    {"PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{F}/concurrency", put_function_concurrency},
    {"DeleteFunctionConcurrency", "DELETE", "/2017-10-31/functions/{F}/concurrency", delete_function_concurrency},
    {"GetFunctionConcurrency", "GET", "/2019-09-30/functions/{F}/concurrency", get_function_concurrency},
    {"GetFunctionCodeSigningConfig", "GET", "/2020-06-30/functions/{F}/code-signing-config", get_function_code_signing_config},
    {"PutFunctionCodeSigningConfig", "PUT", "/2020-06-30/functions/{F}/code-signing-config", put_function_code_signing_config},
    {"DeleteFunctionCodeSigningConfig", "DELETE", "/2020-06-30/functions/{F}/code-signing-config", delete_function_code_signing_config},
    {"GetRuntimeManagementConfig", "GET", "/2021-07-20/functions/{F}/runtime-management-config", get_runtime_management_config},
    {"PutRuntimeManagementConfig", "PUT", "/2021-07-20/functions/{F}/runtime-management-config", put_runtime_management_config},
    {"PutFunctionRecursionConfig", "PUT", "/2024-08-31/functions/{F}/recursion-config", put_function_recursion_config},
    {"GetFunctionRecursionConfig", "GET", "/2024-08-31/functions/{F}/recursion-config", get_function_recursion_config},
    {"GetLayerVersionByArn", "GET", "/2018-10-31/layers?find=LayerVersion", get_layer_version_by_arn},
    {"ListLayers", "GET", "/2018-10-31/layers", list_layers},
    {"PublishLayerVersion", "POST", "/2018-10-31/layers/{L}/versions", nullptr, publish_layer_version},
    {"ListLayerVersions", "GET", "/2018-10-31/layers/{L}/versions", list_layer_versions},
    {"GetLayerVersion", "GET", "/2018-10-31/layers/{L}/versions/{N}", get_layer_version},
    {"DeleteLayerVersion", "DELETE", "/2018-10-31/layers/{L}/versions/{N}", delete_layer_version},
    {"AddLayerVersionPermission", "POST", "/2018-10-31/layers/{L}/versions/{N}/policy", add_layer_version_permission},
    {"GetLayerVersionPolicy", "GET", "/2018-10-31/layers/{L}/versions/{N}/policy", get_layer_version_policy},
    {"RemoveLayerVersionPermission", "DELETE", "/2018-10-31/layers/{L}/versions/{N}/policy/{StatementId}", remove_layer_version_permission},
    {"DownloadLayer", "GET", "/_rivulet/layers/{A}/{R}/{L}/{N}/code.zip", nullptr, download_layer},
    {"ListProvisionedConcurrencyConfigs", "GET", "/2019-09-30/functions/{F}/provisioned-concurrency?List=ALL", list_provisioned_concurrency_configs},
    {"GetProvisionedConcurrencyConfig", "GET", "/2019-09-30/functions/{F}/provisioned-concurrency", get_provisioned_concurrency_config},
    {"PutProvisionedConcurrencyConfig", "PUT", "/2019-09-30/functions/{F}/provisioned-concurrency", put_provisioned_concurrency_config},
    {"DeleteProvisionedConcurrencyConfig", "DELETE", "/2019-09-30/functions/{F}/provisioned-concurrency", delete_provisioned_concurrency_config},
    {"GetFunctionEventInvokeConfig", "GET", "/2019-09-25/functions/{F}/event-invoke-config", get_function_event_invoke_config},
    {"PutFunctionEventInvokeConfig", "PUT", "/2019-09-25/functions/{F}/event-invoke-config", put_function_event_invoke_config},
    {"UpdateFunctionEventInvokeConfig", "POST", "/2019-09-25/functions/{F}/event-invoke-config", update_function_event_invoke_config},
    {"DeleteFunctionEventInvokeConfig", "DELETE", "/2019-09-25/functions/{F}/event-invoke-config", delete_function_event_invoke_config},
    {"ListFunctionEventInvokeConfigs", "GET", "/2019-09-25/functions/{F}/event-invoke-config/list", list_function_event_invoke_configs},
    {"CreateEventSourceMapping", "POST", "/2015-03-31/event-source-mappings", create_event_source_mapping},
    {"ListEventSourceMappings", "GET", "/2015-03-31/event-source-mappings", list_event_source_mappings},
    {"GetEventSourceMapping", "GET", "/2015-03-31/event-source-mappings/{UUID}", get_event_source_mapping},
    {"UpdateEventSourceMapping", "PUT", "/2015-03-31/event-source-mappings/{UUID}", update_event_source_mapping},
    {"DeleteEventSourceMapping", "DELETE", "/2015-03-31/event-source-mappings/{UUID}", delete_event_source_mapping},
    {"TagResource", "POST", "/2017-03-31/tags/{ARN}", tag_resource},
    {"UntagResource", "DELETE", "/2017-03-31/tags/{ARN}", untag_resource},
    {"ListTags", "GET", "/2017-03-31/tags/{ARN}", list_tags},

    // What Rivulet lacks. Named, so that the error can say what is missing.
    {"InvokeWithResponseStream", "POST", "/2021-11-15/functions/{F}/response-streaming-invocations", nullptr, nullptr, "use Invoke, which answers all that a streaming handler wrote"},
    {"CreateFunctionUrlConfig", "POST", "/2021-10-31/functions/{F}/url", nullptr, nullptr, kNoUrls},
    {"GetFunctionUrlConfig", "GET", "/2021-10-31/functions/{F}/url", nullptr, nullptr, kNoUrls},
    {"UpdateFunctionUrlConfig", "PUT", "/2021-10-31/functions/{F}/url", nullptr, nullptr, kNoUrls},
    {"DeleteFunctionUrlConfig", "DELETE", "/2021-10-31/functions/{F}/url", nullptr, nullptr, kNoUrls},
    {"ListFunctionUrlConfigs", "GET", "/2021-10-31/functions/{F}/urls", nullptr, nullptr, kNoUrls},
    {"CreateCodeSigningConfig", "POST", "/2020-04-22/code-signing-configs"},
    {"ListCodeSigningConfigs", "GET", "/2020-04-22/code-signing-configs"},
    {"DeleteCodeSigningConfig", "DELETE", "/2020-04-22/code-signing-configs/{ARN}"},
    {"GetCodeSigningConfig", "GET", "/2020-04-22/code-signing-configs/{ARN}"},
    {"ListFunctionsByCodeSigningConfig", "GET", "/2020-04-22/code-signing-configs/{ARN}/functions"},
    {"UpdateCodeSigningConfig", "PUT", "/2020-04-22/code-signing-configs/{ARN}"},
    {"GetFunctionScalingConfig", "GET", "/2025-11-30/functions/{F}/function-scaling-config"},
    {"PutFunctionScalingConfig", "PUT", "/2025-11-30/functions/{F}/function-scaling-config"},
    {"CreateCapacityProvider", "POST", "/2025-11-30/capacity-providers"},
    {"DeleteCapacityProvider", "DELETE", "/2025-11-30/capacity-providers/{C}"},
    {"GetCapacityProvider", "GET", "/2025-11-30/capacity-providers/{C}"},
    {"ListCapacityProviders", "GET", "/2025-11-30/capacity-providers"},
    {"ListFunctionVersionsByCapacityProvider", "GET", "/2025-11-30/capacity-providers/{C}/function-versions"},
    {"UpdateCapacityProvider", "PUT", "/2025-11-30/capacity-providers/{C}"},
    {"CheckpointDurableExecution", "POST", "/2025-12-01/durable-executions/{ARN}/checkpoint"},
    {"GetDurableExecution", "GET", "/2025-12-01/durable-executions/{ARN}"},
    {"GetDurableExecutionHistory", "GET", "/2025-12-01/durable-executions/{ARN}/history"},
    {"GetDurableExecutionState", "GET", "/2025-12-01/durable-executions/{ARN}/state"},
    {"ListDurableExecutionsByFunction", "GET", "/2025-12-01/functions/{F}/durable-executions"},
    {"SendDurableExecutionCallbackFailure", "POST", "/2025-12-01/durable-execution-callbacks/{ID}/fail"},
    {"SendDurableExecutionCallbackHeartbeat", "POST", "/2025-12-01/durable-execution-callbacks/{ID}/heartbeat"},
    {"SendDurableExecutionCallbackSuccess", "POST", "/2025-12-01/durable-execution-callbacks/{ID}/succeed"},
    {"StopDurableExecution", "POST", "/2025-12-01/durable-executions/{ARN}/stop"},
};
// clang-format on

// Takes the part up to the next slash away, slash included.
std::string_view take_part(std::string_view& path) {
  const auto slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return part;
}

// Whether the target has the parameter that a form's query asks for: "List=ALL".
bool has_query(std::string_view wanted, std::string_view target) {
  const auto equals = wanted.find('=');
  return protocol::query_parameter(target, wanted.substr(0, equals)) == wanted.substr(equals + 1);
}

bool matches(std::string_view form, std::string_view target,
             std::vector<std::string_view>& parameters) {
  const std::string_view query = form.substr(std::min(form.find('?'), form.size()));
  if (!query.empty() && !has_query(query.substr(1), target)) return false;
  form.remove_suffix(query.size());
  std::string_view path = protocol::path_of(target);
  parameters.clear();
  while (!form.empty() && !path.empty()) {
    const std::string_view wanted = take_part(form);
    const std::string_view found = take_part(path);
    if (!wanted.starts_with('{')) {
      if (wanted != found) return false;
    } else {
      if (found.empty()) return false;
      parameters.push_back(found);
    }
  }
  return form.empty() && path.empty();
}

}  // namespace

std::span<const Route> all_routes() {
  return kRoutes;
}

std::optional<RouteMatch> find_route(std::string_view method, std::string_view target) {
  RouteMatch match{};
  for (const Route& route : kRoutes) {
    if (route.method != method || !matches(route.path, target, match.parameters)) continue;
    match.route = &route;
    return match;
  }
  return std::nullopt;
}

}  // namespace server::lambda_api
