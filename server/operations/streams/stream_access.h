#pragma once

#include "core/json/value.h"
#include "core/names.h"
#include "server/services.h"
#include "streams/stream.h"

#include <string_view>

namespace server::operations {

// Throws ValidationException for text that can't be a stream's ARN.
void check_stream_arn(std::string_view arn);
// The stream of that ARN. Throws as AWS does for what isn't one, another account's, or unknown.
const streams::Stream& require_stream(Services& services, const core::Scope& scope,
                                      std::string_view arn);
[[noreturn]] void throw_no_stream(std::string_view arn);

// The request's Limit, or `most` without one. Throws ValidationException with the text `otherwise`,
// which differs from operation to operation, for more than that.
std::size_t read_limit(const core::json::Object& body, std::int64_t most, const char* otherwise);

// Throws TrimmedDataAccessException, as AWS words it.
[[noreturn]] void throw_trimmed();

// nullptr when there is no such stream in the scope.
const streams::Stream* find_stream(Services& services, const core::Scope& scope,
                                   std::string_view arn);

}  // namespace server::operations
