#include "server/operations/backups/invalid_request.h"

#include "core/api_error.h"

#include <fmt/format.h>

namespace server::operations {

void throw_invalid_request(std::string_view fault) {
  core::throw_validation(fmt::format("Invalid Request: {}", fault));
}

}  // namespace server::operations
