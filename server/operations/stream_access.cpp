#include "server/operations/stream_access.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "streams/stream_registry.h"

namespace server::operations {

void check_stream_arn(std::string_view arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "dynamodb" ||
      parts->resource.find("/stream/") == std::string_view::npos) {
    core::throw_validation("Invalid StreamArn");
  }
}

void throw_trimmed() {
  throw core::ApiError(core::ErrorCode::trimmed_data_access,
                       "The operation attempted to read past the oldest stream record in a shard.");
}

const streams::Stream* find_stream(Services& services, const core::Scope& scope,
                                   std::string_view arn) {
  const streams::Stream* stream = services.streams.find(arn);
  return stream && stream->row.scope == scope ? stream : nullptr;
}

}  // namespace server::operations
