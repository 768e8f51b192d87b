#include "server/faults/error_catalog.h"
#include "server/faults/front_end_texts.h"

// SNS's errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kSnsInfos[] = {
    {"BatchEntryIdsNotDistinctException", 400,
     "Two or more batch entries in the request have the same Id.", "BatchEntryIdsNotDistinct"},
    {"BatchRequestTooLongException", 400,
     "The length of all the messages put together is more than the limit.", "BatchRequestTooLong"},
    {"ConcurrentAccessException", 400,
     "Can't perform multiple operations on a tag simultaneously. Perform the operations sequentially.", "ConcurrentAccess"},
    {"EmptyBatchRequestException", 400,
     "The batch request doesn't contain any entries.", "EmptyBatchRequest"},
    {"EndpointDisabledException", 400, "Endpoint is disabled", "EndpointDisabled"},
    {"FilterPolicyLimitExceededException", 403, "Filter policy limit exceeded", "FilterPolicyLimitExceeded"},
    {"InvalidBatchEntryIdException", 400,
     "The Id of a batch entry in a batch request doesn't abide by the specification.", "InvalidBatchEntryId"},
    {"InvalidParameterException", 400, "Invalid parameter", "InvalidParameter"},
    {"InvalidParameterValueException", 400, "Invalid parameter value", "ParameterValueInvalid"},
    {"InvalidSecurityException", 403,
     "The request was not made over HTTPS or did not use SigV4 for signing.", "InvalidSecurity"},
    {"InvalidStateException", 400,
     "The topic is in a state that is not valid for this request.", "InvalidState"},
    {"KMSAccessDeniedException", 400, "The caller doesn't have the required KMS access.", "KMSAccessDenied"},
    {"KMSDisabledException", 400, "The KMS key is disabled.", "KMSDisabled"},
    {"KMSInvalidStateException", 400,
     "The KMS key is in a state that is not valid for this request.", "KMSInvalidState"},
    {"KMSNotFoundException", 400, "The KMS key could not be found.", "KMSNotFound"},
    {"KMSOptInRequired", 403, kNoSubscription},
    {"KMSThrottlingException", 400,
     "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.", "KMSThrottling"},
    {"NotFoundException", 404, "Topic does not exist", "NotFound"},
    {"PlatformApplicationDisabledException", 400,
     "Platform application is disabled", "PlatformApplicationDisabled"},
    {"ReplayLimitExceededException", 403, "Replay limit exceeded", "ReplayLimitExceeded"},
    {"ResourceNotFoundException", 404, "Resource does not exist", "ResourceNotFound"},
    {"StaleTagException", 400,
     "A tag was added to a resource with the same ARN as a deleted one. Wait a short while and then retry the operation.", "StaleTag"},
    {"SubscriptionLimitExceededException", 403, "Subscription limit exceeded", "SubscriptionLimitExceeded"},
    {"TagLimitExceededException", 400,
     "Could not complete request: tag quota of per resource exceeded", "TagLimitExceeded"},
    {"TagPolicyException", 400, "The request doesn't comply with the tag policy.", "TagPolicy"},
    {"TooManyEntriesInBatchRequestException", 400,
     "The batch request contains more entries than permissible.", "TooManyEntriesInBatchRequest"},
    {"TopicLimitExceededException", 403, "Topic limit exceeded", "TopicLimitExceeded"},
    {"ValidationException", 400, "A parameter of the request is invalid."},
};

// Those of every operation.
constexpr ErrorInfo kSnsCommon[] = {
    {"AccessDenied", 403, kNotAuthorized},
    {"AuthorizationErrorException", 403, kNotAuthorized, "AuthorizationError"},
    {"ExpiredToken", 403, kExpiredToken},
    {"IncompleteSignature", 403, kIncompleteSignature},
    {"InternalErrorException", 500, "The request could not be completed.", "InternalError"},
    {"InvalidClientTokenId", 403, kUnknownToken},
    {"MissingAuthenticationToken", 403, kMissingToken},
    {"OptInRequired", 403, kNoSubscription},
    {"ServiceUnavailable", 503, "Service is unable to handle request."},
    {"SignatureDoesNotMatch", 403, kWrongSignature},
    {"ThrottledException", 429, "Rate exceeded", "Throttled"},
    {"Throttling", 400, "Rate exceeded"},
};

constexpr OperationGroup kSnsGroups[] = {
    {"CreateTopic",
     "ConcurrentAccessException InvalidParameterException "
     "InvalidSecurityException StaleTagException TagLimitExceededException "
     "TagPolicyException TopicLimitExceededException"},
    {"DeleteTopic",
     "ConcurrentAccessException InvalidParameterException InvalidStateException "
     "NotFoundException StaleTagException TagPolicyException"},
    {"GetSubscriptionAttributes ListSubscriptionsByTopic",
     "InvalidParameterException NotFoundException"},
    {"GetTopicAttributes SetTopicAttributes Unsubscribe",
     "InvalidParameterException InvalidSecurityException NotFoundException"},
    {"ListSubscriptions ListTopics",
     "InvalidParameterException"},
    {"ListTagsForResource",
     "ConcurrentAccessException InvalidParameterException "
     "ResourceNotFoundException TagPolicyException"},
    {"Publish",
     "EndpointDisabledException InvalidParameterException "
     "InvalidParameterValueException InvalidSecurityException "
     "KMSAccessDeniedException KMSDisabledException KMSInvalidStateException "
     "KMSNotFoundException KMSOptInRequired KMSThrottlingException "
     "NotFoundException PlatformApplicationDisabledException "
     "ValidationException"},
    {"PublishBatch",
     "BatchEntryIdsNotDistinctException BatchRequestTooLongException "
     "EmptyBatchRequestException EndpointDisabledException "
     "InvalidBatchEntryIdException InvalidParameterException "
     "InvalidParameterValueException InvalidSecurityException "
     "KMSAccessDeniedException KMSDisabledException KMSInvalidStateException "
     "KMSNotFoundException KMSOptInRequired KMSThrottlingException "
     "NotFoundException PlatformApplicationDisabledException "
     "TooManyEntriesInBatchRequestException ValidationException"},
    {"SetSubscriptionAttributes",
     "FilterPolicyLimitExceededException InvalidParameterException "
     "NotFoundException ReplayLimitExceededException"},
    {"Subscribe",
     "FilterPolicyLimitExceededException InvalidParameterException "
     "InvalidSecurityException NotFoundException ReplayLimitExceededException "
     "SubscriptionLimitExceededException"},
    {"TagResource UntagResource",
     "ConcurrentAccessException InvalidParameterException "
     "ResourceNotFoundException StaleTagException TagLimitExceededException "
     "TagPolicyException"},
};
// clang-format on

}  // namespace

const ServiceErrors& sns_errors() {
  static constexpr ServiceErrors kErrors{kSnsInfos, kSnsGroups, kSnsCommon};
  return kErrors;
}

}  // namespace server::faults
