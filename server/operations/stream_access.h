#pragma once

#include <string_view>

#include "core/names.h"
#include "server/services.h"
#include "streams/stream.h"

namespace server::operations {

// Throws ValidationException for text that can't be a stream's ARN.
void check_stream_arn(std::string_view arn);

// nullptr when there is no such stream in the scope.
const streams::Stream* find_stream(Services& services, const core::Scope& scope,
                                   std::string_view arn);

}  // namespace server::operations
