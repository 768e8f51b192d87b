#include "server/faults/error_catalog.h"
#include "server/faults/front_end_texts.h"

// CloudWatch Logs' errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kLogInfos[] = {
    {"DataAlreadyAcceptedException", 400, "The given batch of log events has already been accepted."},
    {"InvalidParameterException", 400, "A parameter is specified incorrectly."},
    {"InvalidSequenceTokenException", 400, "The given sequenceToken is invalid."},
    {"LimitExceededException", 400, "Resource limit exceeded."},
    {"OperationAbortedException", 400,
     "A conflicting operation is currently in progress against this resource. Please try again."},
    {"ResourceAlreadyExistsException", 400, "The specified resource already exists"},
    {"ResourceNotFoundException", 400, "The specified resource does not exist."},
    {"TooManyTagsException", 400, "A resource can have no more than 50 tags."},
};

// Those of every operation.
constexpr ErrorInfo kLogCommon[] = {
    {"AccessDeniedException", 400, kNotAuthorized},
    {"ExpiredTokenException", 400, kExpiredToken},
    {"IncompleteSignatureException", 400, kIncompleteSignature},
    {"InternalFailure", 500, "The request could not be completed because of an internal error."},
    {"InvalidSignatureException", 400, kWrongSignature},
    {"MissingAuthenticationTokenException", 400, kMissingToken},
    {"OptInRequired", 403, kNoSubscription},
    {"ServiceUnavailableException", 503, "The service cannot complete the request."},
    {"ThrottlingException", 400, "Rate exceeded"},
    {"UnrecognizedClientException", 400, kUnknownToken},
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
// clang-format on

}  // namespace

const ServiceErrors& log_errors() {
  static constexpr ServiceErrors kErrors{kLogInfos, kLogGroups, kLogCommon};
  return kErrors;
}

}  // namespace server::faults
