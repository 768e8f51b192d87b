#pragma once

#include "server/faults/error_catalog.h"
#include "server/faults/front_end_texts.h"

// What every operation of DynamoDB and of its streams may answer.
namespace server::faults {

// clang-format off
inline constexpr ErrorInfo kDynamoDbCommon[] = {
    {"AccessDeniedException", 400, kNotAuthorized},
    {"ExpiredTokenException", 400, kExpiredToken},
    {"IncompleteSignatureException", 400, kIncompleteSignature},
    {"InternalServerError", 500, "Internal server error"},
    {"InvalidSignatureException", 400, kWrongSignature},
    {"MissingAuthenticationTokenException", 400, kMissingToken},
    {"OptInRequired", 403, kNoSubscription},
    {"RequestLimitExceeded", 400,
     "Throughput exceeds the current throughput limit for your account. Please contact AWS Support at https://aws.amazon.com/support to request a quota increase."},
    {"SerializationException", 400, "The request body could not be read."},
    {"ServiceUnavailable", 503, "Service is currently unavailable. Please try again."},
    {"ThrottlingException", 400, "Rate of requests exceeds the allowed throughput."},
    {"UnrecognizedClientException", 400, kUnknownToken},
    {"ValidationException", 400, "One or more parameter values were invalid"},
};
// clang-format on

}  // namespace server::faults
