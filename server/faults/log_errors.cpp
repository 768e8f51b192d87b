#include "server/faults/error_catalog.h"

// CloudWatch Logs' errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kLogInfos[] = {
    {"AccessDeniedException", 400, "User is not authorized to perform this action."},
    {"DataAlreadyAcceptedException", 400, "The given batch of log events has already been accepted."},
    {"ExpiredTokenException", 400, "The security token included in the request is expired"},
    {"IncompleteSignatureException", 400, "The request signature does not conform to AWS standards."},
    {"InternalFailure", 500, "The request could not be completed because of an internal error."},
    {"InvalidParameterException", 400, "A parameter is specified incorrectly."},
    {"InvalidSequenceTokenException", 400, "The given sequenceToken is invalid."},
    {"InvalidSignatureException", 400,
     "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."},
    {"LimitExceededException", 400, "Resource limit exceeded."},
    {"MissingAuthenticationTokenException", 400, "Missing Authentication Token"},
    {"OperationAbortedException", 400,
     "A conflicting operation is currently in progress against this resource. Please try again."},
    {"OptInRequired", 403, "The AWS access key ID needs a subscription for the service."},
    {"ResourceAlreadyExistsException", 400, "The specified resource already exists"},
    {"ResourceNotFoundException", 400, "The specified resource does not exist."},
    {"ServiceUnavailableException", 503, "The service cannot complete the request."},
    {"ThrottlingException", 400, "Rate exceeded"},
    {"TooManyTagsException", 400, "A resource can have no more than 50 tags."},
    {"UnrecognizedClientException", 400, "The security token included in the request is invalid."},
    {"ValidationException", 400, "One of the parameters of the request is not valid."},
};

constexpr OperationGroup kLogGroups[] = {
    {"CreateLogGroup",
     "InvalidParameterException LimitExceededException "
     "OperationAbortedException ResourceAlreadyExistsException"},
    {"CreateLogStream",
     "InvalidParameterException ResourceAlreadyExistsException "
     "ResourceNotFoundException"},
    {"DeleteLogGroup DeleteLogStream DeleteRetentionPolicy PutRetentionPolicy",
     "InvalidParameterException OperationAbortedException "
     "ResourceNotFoundException"},
    {"DescribeLogGroups ListLogGroups",
     "InvalidParameterException"},
    {"DescribeLogStreams FilterLogEvents GetLogEvents ListTagsForResource "
     "TagLogGroup UntagResource",
     "InvalidParameterException ResourceNotFoundException"},
    {"ListTagsLogGroup UntagLogGroup",
     "ResourceNotFoundException"},
    {"PutLogEvents",
     "DataAlreadyAcceptedException InvalidParameterException "
     "InvalidSequenceTokenException ResourceNotFoundException"},
    {"TagResource",
     "InvalidParameterException ResourceNotFoundException TooManyTagsException"},
};

constexpr std::string_view kLogCommon =
    "AccessDeniedException ExpiredTokenException IncompleteSignatureException "
    "InternalFailure InvalidSignatureException "
    "MissingAuthenticationTokenException OptInRequired "
    "ServiceUnavailableException ThrottlingException "
    "UnrecognizedClientException ValidationException";
// clang-format on

}  // namespace

const ServiceErrors& log_errors() {
  static constexpr ServiceErrors kErrors{kLogInfos, kLogGroups, kLogCommon};
  return kErrors;
}

}  // namespace server::faults
