#pragma once

#include "core/api_error.h"
#include "core/http_message.h"

#include <string>

// Errors on the wire. Two families: JSON protocols name the error in the body's `__type`, REST ones
// in a header.
namespace server::protocol {

enum class Service { dynamodb, dynamodb_streams, logs };

// {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}
core::HttpResponse json_error(const core::ApiError& error, Service service);

// Lambda: header x-amzn-ErrorType, {"Type":"User","message":"…"}.
core::HttpResponse rest_error(const core::ApiError& error);

}  // namespace server::protocol
