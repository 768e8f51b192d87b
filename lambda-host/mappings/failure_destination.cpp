#include "lambda-host/mappings/failure_destination.h"

#include "core/arn.h"
#include "lambda-host/constraints.h"

#include <fmt/format.h>

namespace lambda_host {

std::optional<DestinationKind> destination_kind(std::string_view arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts) return std::nullopt;
  if (parts->service == "s3") return DestinationKind::bucket;
  if (parts->resource.ends_with(".fifo")) return std::nullopt;
  if (parts->service == "sqs") return DestinationKind::queue;
  if (parts->service == "sns") return DestinationKind::topic;
  return std::nullopt;
}

// The words are those that Lambda has for destinations of asynchronous invocations.
void check_destination_kind(const std::string& arn) {
  if (destination_kind(arn)) return;
  throw_invalid_parameter(
      fmt::format("The provided destination config DestinationConfig(onSuccess=null, "
                  "onFailure=OnFailure(destination={})) is invalid.",
                  arn));
}

void throw_no_destination(const std::string& arn) {
  throw_invalid_parameter(fmt::format("The destination ARN {} is invalid.", arn));
}

}  // namespace lambda_host
