#include "lambda-host/functions/provisioned_concurrency.h"

#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_documents.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"
#include "server/protocol/url.h"

#include <limits>

namespace server::lambda_api {
namespace {

using core::json::Writer;
using lambda_host::FunctionReference;
using lambda_host::NameShape;
using lambda_host::ProvisionedConcurrency;
using lambda_host::ProvisionedStatus;

// A version or an alias that is there; `why_not` is the error for $LATEST.
FunctionReference published_of(const Call& call, const Services& services, const char* why_not) {
  FunctionReference target = lambda_host::parse_function_reference(
      parameter(call, 0), call.scope, NameShape::function,
      protocol::query_parameter(call.request.target, "Qualifier").value_or(""));
  lambda_host::refuse_foreign(target, call.scope);
  if (target.qualifier.empty() || target.qualifier == lambda_host::kLatestVersion) {
    lambda_host::throw_invalid_parameter(why_not);
  }
  lambda_host::require_published(services.functions, target);
  return target;
}

FunctionReference provisioned_of(const Call& call, const Services& services) {
  return published_of(call, services,
                      "The function resource provided must be an alias or a published version.");
}

int checked_count(const Call& call) {
  const auto document = parse_body(call);
  const auto count =
      lambda_host::body_int(document.root().object(), "ProvisionedConcurrentExecutions");
  lambda_host::Constraints constraints;
  if (count) {
    constraints.check_range(*count, "provisionedConcurrentExecutions", 1,
                            std::numeric_limits<int>::max());
  } else {
    constraints.missing("provisionedConcurrentExecutions");
  }
  constraints.require_none();
  return *count;
}

ProvisionedStatus status_of(const FunctionReference& target, const Services& services) {
  return services.functions.provisioned_status(
      *services.functions.require(target.scope, target.name, target.qualifier));
}

core::HttpResponse answer(int status, const ProvisionedConcurrency& provisioned,
                          const ProvisionedStatus& processes) {
  Writer writer;
  writer.begin_object();
  lambda_host::write_provisioned(writer, provisioned, processes);
  writer.end_object();
  return json_response(status, writer.take());
}

}  // namespace

core::HttpResponse put_provisioned_concurrency_config(const Call& call, Services& services) {
  const int count = checked_count(call);
  const FunctionReference target = published_of(
      call, services,
      "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  const std::size_t ready = status_of(target, services).ready;
  const auto provisioned = lambda_host::provision(services.functions, target, count,
                                                  lambda_host::modification_time(services.clock));
  return answer(202, provisioned, {ready, ProvisionedStatus::Progress::in_progress});
}

core::HttpResponse get_provisioned_concurrency_config(const Call& call, Services& services) {
  const FunctionReference target = provisioned_of(call, services);
  const auto provisioned = lambda_host::find_provisioned(services.functions, target);
  if (provisioned) return answer(200, *provisioned, status_of(target, services));
  throw core::ApiError(core::ErrorCode::provisioned_concurrency_config_not_found,
                       "No Provisioned Concurrency Config found for this function");
}

core::HttpResponse delete_provisioned_concurrency_config(const Call& call, Services& services) {
  lambda_host::stop_provisioning(services.functions, provisioned_of(call, services));
  return empty_response(204);
}

core::HttpResponse list_provisioned_concurrency_configs(const Call& call, Services& services) {
  FunctionReference function = whole_function_of(call, NameShape::function);
  const Page page = requested_page(call.request.target, kMaxPageItems, int{kMaxPageItems});
  PageWriter list("ProvisionedConcurrencyConfigs", page);
  for (const auto& [qualifier, provisioned] :
       lambda_host::all_provisioned(services.functions, function.scope, function.name)) {
    function.qualifier = qualifier;
    list.add(qualifier, [&, one = provisioned](Writer& writer) {
      writer.begin_object().member("FunctionArn", lambda_host::qualified_arn(function));
      lambda_host::write_provisioned(writer, one, status_of(function, services));
      writer.end_object();
    });
  }
  return json_response(200, list.take());
}

}  // namespace server::lambda_api
