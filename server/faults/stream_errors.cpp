#include "server/faults/error_catalog.h"

// DynamoDB Streams' errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kStreamInfos[] = {
    {"AccessDeniedException", 400, "User is not authorized to perform this action."},
    {"ExpiredIteratorException", 400, "The provided iterator exceeds the maximum age allowed."},
    {"ExpiredTokenException", 400, "The security token included in the request is expired"},
    {"IncompleteSignatureException", 400, "The request signature does not conform to AWS standards."},
    {"InternalServerError", 500, "Internal server error"},
    {"InvalidSignatureException", 400,
     "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."},
    {"LimitExceededException", 400, "Too many readers of one shard at the same time"},
    {"MissingAuthenticationTokenException", 400, "Missing Authentication Token"},
    {"OptInRequired", 403, "The AWS access key ID needs a subscription for the service."},
    {"RequestLimitExceeded", 400,
     "Throughput exceeds the current throughput limit for your account. Please contact AWS Support at https://aws.amazon.com/support to request a quota increase."},
    {"ResourceNotFoundException", 400, "Requested resource not found"},
    {"SerializationException", 400, "The request body could not be read."},
    {"ServiceUnavailable", 503, "Service is currently unavailable. Please try again."},
    {"ThrottlingException", 400, "Rate of requests exceeds the allowed throughput."},
    {"TrimmedDataAccessException", 400, "The data you are trying to access has been trimmed"},
    {"UnrecognizedClientException", 400, "The security token included in the request is invalid."},
    {"ValidationException", 400, "One or more parameter values were invalid"},
};

constexpr OperationGroup kStreamGroups[] = {
    {"DescribeStream ListStreams",
     "ResourceNotFoundException"},
    {"GetRecords",
     "ExpiredIteratorException LimitExceededException ResourceNotFoundException "
     "TrimmedDataAccessException"},
    {"GetShardIterator",
     "ResourceNotFoundException TrimmedDataAccessException"},
};

constexpr std::string_view kStreamCommon =
    "AccessDeniedException ExpiredTokenException IncompleteSignatureException "
    "InternalServerError InvalidSignatureException "
    "MissingAuthenticationTokenException OptInRequired RequestLimitExceeded "
    "SerializationException ServiceUnavailable ThrottlingException "
    "UnrecognizedClientException ValidationException";
// clang-format on

}  // namespace

const ServiceErrors& stream_errors() {
  static constexpr ServiceErrors kErrors{kStreamInfos, kStreamGroups, kStreamCommon};
  return kErrors;
}

}  // namespace server::faults
