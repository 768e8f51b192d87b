#pragma once

#include "core/api_error.h"
#include "core/http_message.h"

#include <string>
#include <string_view>

// Errors on the wire. Two families: JSON protocols name the error in the body's `__type`, REST ones
// in a header.
namespace server::protocol {

enum class Service { dynamodb, dynamodb_streams, logs, sqs };

// Whose operation a target names; DynamoDB's when it names none.
Service service_of(std::string_view target);

// SQS's also have the query protocol's name, in the header x-amzn-query-error.
// {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}
core::HttpResponse json_error(const core::ApiError& error, Service service);

// Lambda: header x-amzn-ErrorType, {"Type":"User","message":"…"}.
core::HttpResponse rest_error(const core::ApiError& error);

}  // namespace server::protocol
