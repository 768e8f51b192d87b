#include "server/operations/transfers/transfer_arn.h"

#include "core/arn.h"
#include "core/uuid.h"

#include <fmt/format.h>

namespace server::operations {

std::string new_transfer_arn(const core::Scope& scope, const std::string& table,
                             std::string_view kind, core::WallTime now) {
  return fmt::format("{}/{}/{:014}-{}", core::table_arn(scope, core::TableName(table)), kind,
                     core::epoch_milliseconds(now), core::random_uuid().substr(0, 8));
}

bool is_transfer_arn(std::string_view text, std::string_view kind) {
  const auto arn = core::parse_arn(text);
  return arn && arn->service == "dynamodb" && arn->resource.starts_with("table/") &&
         arn->resource.find(fmt::format("/{}/", kind)) != std::string_view::npos;
}

}  // namespace server::operations
