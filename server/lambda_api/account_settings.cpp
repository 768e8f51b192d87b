#include "core/json/writer.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/zip_archive.h"
#include "server/lambda_api/operations.h"

namespace server::lambda_api {
namespace {

using core::json::Writer;

// Lambda quotas, the defaults of a new account.
constexpr std::int64_t kMaxTotalCodeBytes = 80530636800;

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
  const int unreserved = lambda_host::unreserved_concurrency(services.functions, call.scope);
  Writer writer;
  writer.begin_object().key("AccountLimit").begin_object();
  writer.member("CodeSizeUnzipped", lambda_host::kMaxUnzippedBytes);
  writer.member("CodeSizeZipped", lambda_host::kMaxZippedBytes);
  writer.member("ConcurrentExecutions", lambda_host::kMaxConcurrentExecutions);
  writer.member("TotalCodeSize", kMaxTotalCodeBytes);
  writer.member("UnreservedConcurrentExecutions", unreserved).end_object();
  writer.key("AccountUsage").begin_object();
  writer.member("FunctionCount", static_cast<std::int64_t>(functions.size()));
  writer.member("TotalCodeSize", code_bytes).end_object().end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
