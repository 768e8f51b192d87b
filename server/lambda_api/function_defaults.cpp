#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/zip_archive.h"
#include "server/lambda_api/operations.h"

#include <algorithm>

// What is there to read of policies and limits without any having been set.
namespace server::lambda_api {
namespace {

using core::json::Writer;
using lambda_host::FunctionReference;
using lambda_host::NameShape;

// Lambda quotas, the defaults of a new account.
constexpr std::int64_t kMaxTotalCodeBytes = 80530636800;
constexpr int kMaxConcurrentExecutions = 1000;
// Of an API model's NamespacedStatementId.
constexpr std::size_t kMaxStatementIdLength = 100;

FunctionReference require_whole_function(const Call& call, NameShape shape, Services& services) {
  FunctionReference function = whole_function_of(call, shape);
  services.functions.require(function.scope, function.name);
  return function;
}

void check_statement_id(const Call& call) {
  const std::string id = parameter(call, 1);
  lambda_host::Constraints constraints;
  constraints.check_length(id, "statementId", kMaxStatementIdLength);
  const bool fits = std::all_of(id.begin(), id.end(), [](char c) {
    return c == '.' || lambda_host::is_plain_name({&c, 1});
  });
  if (!fits) {
    constraints.violated(id, "statementId",
                         "satisfy regular expression pattern: ([a-zA-Z0-9-_.]+)");
  }
  constraints.require_none();
}

[[noreturn]] void throw_not_found(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_not_found, std::move(message));
}

}  // namespace

core::HttpResponse get_account_settings(const Call& call, Services& services) {
  const auto functions = services.functions.list(call.scope);
  std::int64_t code_bytes = 0;
  for (const auto& function : functions) {
    for (const auto& version :
         services.functions.versions(call.scope, function->configuration.name)) {
      code_bytes += version->configuration.code_size_bytes;
    }
  }
  Writer writer;
  writer.begin_object().key("AccountLimit").begin_object();
  writer.member("CodeSizeUnzipped", lambda_host::kMaxUnzippedBytes);
  writer.member("CodeSizeZipped", lambda_host::kMaxZippedBytes);
  writer.member("ConcurrentExecutions", kMaxConcurrentExecutions);
  writer.member("TotalCodeSize", kMaxTotalCodeBytes);
  writer.member("UnreservedConcurrentExecutions", kMaxConcurrentExecutions).end_object();
  writer.key("AccountUsage").begin_object();
  writer.member("FunctionCount", static_cast<std::int64_t>(functions.size()));
  writer.member("TotalCodeSize", code_bytes).end_object().end_object();
  return json_response(200, writer.take());
}

core::HttpResponse get_function_concurrency(const Call& call, Services& services) {
  require_whole_function(call, NameShape::function, services);
  return json_response(200, "{}");
}

core::HttpResponse get_function_code_signing_config(const Call& call, Services& services) {
  const FunctionReference function = require_whole_function(call, NameShape::namespaced, services);
  Writer writer;
  writer.begin_object().member("FunctionName", function.name.get()).end_object();
  return json_response(200, writer.take());
}

core::HttpResponse get_function_recursion_config(const Call& call, Services& services) {
  require_whole_function(call, NameShape::unqualified, services);
  return json_response(200, R"({"RecursiveLoop":"Terminate"})");
}

core::HttpResponse get_policy(const Call& call, Services& services) {
  const FunctionReference function = function_of(call);
  services.functions.require(function.scope, function.name, function.qualifier);
  throw_not_found("The resource you requested does not exist.");
}

core::HttpResponse remove_permission(const Call& call, Services& services) {
  check_statement_id(call);
  const FunctionReference function = function_of(call);
  services.functions.require(function.scope, function.name, function.qualifier);
  throw_not_found("No policy is associated with the given resource.");
}

}  // namespace server::lambda_api
