#include "server/operations/streams/stream_access.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/dynamodb_texts.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

namespace server::operations {

void check_stream_arn(std::string_view arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "dynamodb" ||
      parts->resource.find("/stream/") == std::string_view::npos) {
    core::throw_validation("Invalid StreamArn");
  }
}

const streams::Stream& require_stream(Services& services, const core::Scope& scope,
                                      std::string_view arn) {
  check_stream_arn(arn);
  if (core::parse_arn(arn)->account != scope.account.get()) {
    throw core::ApiError(core::ErrorCode::access_denied,
                         fmt::format("User is not authorized to access resource: {}", arn));
  }
  if (const streams::Stream* stream = find_stream(services, scope, arn)) return *stream;
  throw_no_stream(arn);
}

void throw_no_stream(std::string_view arn) {
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Requested resource not found: Stream: {} not found", arn));
}

std::size_t read_limit(const core::json::Object& body, std::int64_t most, const char* otherwise) {
  const auto limit = body.find("Limit");
  if (!limit) return static_cast<std::size_t>(most);
  const std::int64_t wanted = limit->integer();
  if (wanted > most) core::throw_validation(otherwise);
  return static_cast<std::size_t>(wanted);
}

void throw_trimmed() {
  throw core::ApiError(core::ErrorCode::trimmed_data_access, core::dynamodb_texts::kTrimmed);
}

const streams::Stream* find_stream(Services& services, const core::Scope& scope,
                                   std::string_view arn) {
  const streams::Stream* stream = services.streams.find(arn);
  return stream && stream->row.scope == scope ? stream : nullptr;
}

}  // namespace server::operations
