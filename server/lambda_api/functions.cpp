#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/answer.h"
#include "server/lambda_api/function_code.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"
#include "server/lambda_api/version_list.h"
#include "server/protocol/url.h"
#include "storage/writer.h"

#include <cstddef>
#include <exception>

// Reading and deleting functions.
namespace server::lambda_api {
namespace {

using core::json::Writer;
using lambda_host::DeploymentPtr;
using lambda_host::FunctionReference;
using lambda_host::Phase;

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

// A function goes with all that is published of it, and so much in a turn of the event loop: who
// looks meanwhile sees what is left. Somebody else may delete that.
void erase_some(const FunctionReference& function, Services& services,
                const core::HttpReply& reply) {
  constexpr std::size_t kDocumentsAtOnce = 1000;
  if (!services.functions.erase_some(function.scope, function.name, kDocumentsAtOnce)) {
    return reply(empty_response(204));
  }
  const auto go_on = [function, &services, reply] {
    if (!services.functions.find(function.scope, function.name)) return reply(empty_response(204));
    try {
      erase_some(function, services, reply);
    } catch (const std::exception&) {
      reply(error_answer(std::current_exception()));
    }
  };
  services.writer.call_later([&writer = services.writer, go_on] {
    writer.in_order(storage::Writer::Way::transacts, go_on);
  });
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
  const auto latest = services.functions.require(function.scope, function.name);
  const auto reserved =
      lambda_host::reserved_concurrency(services.functions, function.scope, function.name);
  if (reserved) {
    writer.key("Concurrency").begin_object();
    writer.member("ReservedConcurrentExecutions", *reserved).end_object();
  }
  if (!latest->configuration.tags.empty()) write_tags(writer, latest->configuration.tags);
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
void delete_function(const Call& call, Services& services, core::HttpReply reply) {
  const FunctionReference function = function_of(call);
  if (function.qualifier.empty()) return erase_some(function, services, reply);
  services.functions.erase(function.scope, function.name, function.qualifier);
  reply(empty_response(204));
}

core::HttpResponse list_functions(const Call& call, Services& services) {
  const bool with_versions = wants_versions(call.request.target);
  const Page page = requested_page(call.request.target, kMaxPageItems);
  PageWriter list("Functions", page);
  for (const DeploymentPtr& function : services.functions.list(call.scope)) {
    const auto& name = function->configuration.name;
    if (with_versions) {
      add_versions(services.functions.versions(call.scope, name), name.get() + " ", list);
    } else {
      list.add(name.get(), [&](Writer& writer) {
        lambda_host::write_configuration(writer, function->configuration, Phase::listed);
      });
    }
  }
  return json_response(200, list.take());
}

}  // namespace server::lambda_api
