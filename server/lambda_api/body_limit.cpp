#include "server/lambda_api/body_limit.h"

#include "core/api_error.h"
#include "core/limits.h"

#include <fmt/format.h>

namespace server::lambda_api {
namespace {

bool takes_code(const Route& route) {
  return route.operation == "CreateFunction" || route.operation == "UpdateFunctionCode" ||
         route.operation == "PublishLayerVersion";
}

}  // namespace

// Everything but code is as large as an invocation's payload at most.
std::size_t max_body_bytes(const Route& route) {
  return takes_code(route) ? core::limits::kMaxCreateFunctionBytes - 1 : kMaxPayloadBytes;
}

void refuse_large_body(const Route& route) {
  const bool invokes = route.operation == "Invoke";
  throw core::ApiError(
      invokes ? core::ErrorCode::request_too_large : core::ErrorCode::request_entity_too_large,
      fmt::format("Request must be smaller than {} bytes for the {} operation",
                  takes_code(route) ? core::limits::kMaxCreateFunctionBytes : kMaxPayloadBytes,
                  invokes ? "InvokeFunction" : route.operation));
}

void refuse_for_want_of_room() {
  throw core::ApiError(core::ErrorCode::too_many_requests, "Rate Exceeded.",
                       R"("Reason":"CallerRateLimitExceeded")");
}

}  // namespace server::lambda_api
