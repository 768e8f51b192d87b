#include "core/json/writer.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/zip_archive.h"
#include "server/lambda_api/operations.h"

#include <iterator>

namespace server::lambda_api {
namespace {

using core::json::Writer;

// Lambda quotas, the defaults of a new account.
constexpr std::int64_t kMaxTotalCodeBytes = 80530636800;

// Every version of every function and layer has its own copy (recorded answers).
std::int64_t total_code_bytes(const lambda_host::FunctionRegistry& functions,
                              const core::Scope& scope) {
  std::int64_t total = 0;
  for (const auto& function : functions.list(scope)) {
    for (const auto& version : functions.versions(scope, function->configuration.name)) {
      total += version->configuration.code_size_bytes;
    }
  }
  for (const std::string& layer : functions.layers().names(scope)) {
    for (const auto* version : functions.layers().versions(scope, layer)) {
      total += version->code_size_bytes;
    }
  }
  return total;
}

}  // namespace

core::HttpResponse get_account_settings(const Call& call, Services& services) {
  const int unreserved = lambda_host::unreserved_concurrency(services.functions, call.scope);
  Writer writer;
  writer.begin_object().key("AccountLimit").begin_object();
  writer.member("CodeSizeUnzipped", lambda_host::kMaxUnzippedBytes);
  writer.member("CodeSizeZipped", lambda_host::kMaxZippedBytes);
  writer.member("ConcurrentExecutions", lambda_host::kMaxConcurrentExecutions);
  writer.member("TotalCodeSize", kMaxTotalCodeBytes);
  writer.member("UnreservedConcurrentExecutions", unreserved).end_object();
  writer.key("AccountUsage").begin_object();
  writer.member("FunctionCount", std::ssize(services.functions.list(call.scope)));
  writer.member("TotalCodeSize", total_code_bytes(services.functions, call.scope))
      .end_object()
      .end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
