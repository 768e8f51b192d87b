#include "server/faults/error_catalog.h"
#include "server/faults/front_end_texts.h"

// SQS's errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kSqsInfos[] = {
    {"BatchEntryIdsNotDistinct", 400,
     "Two or more batch entries in the request have the same Id.", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"},
    {"BatchRequestTooLong", 400,
     "Batch requests cannot be longer than 1048576 bytes.", "AWS.SimpleQueueService.BatchRequestTooLong"},
    {"EmptyBatchRequest", 400,
     "There should be at least one entry in the request.", "AWS.SimpleQueueService.EmptyBatchRequest"},
    {"InvalidAddress", 404, "The address is not valid for this endpoint."},
    {"InvalidAttributeName", 400, "Unknown Attribute."},
    {"InvalidAttributeValue", 400, "Invalid value for a parameter."},
    {"InvalidBatchEntryId", 400,
     "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.", "AWS.SimpleQueueService.InvalidBatchEntryId"},
    {"InvalidIdFormat", 400, "The receipt handle isn't valid for the current version."},
    {"InvalidMessageContents", 400,
     "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"},
    {"InvalidSecurity", 403, "The request was not made over HTTPS or did not use SigV4 for signing."},
    {"KmsAccessDenied", 400, "The caller doesn't have the required KMS access.", "KMS.AccessDeniedException"},
    {"KmsDisabled", 400, "The KMS key is disabled.", "KMS.DisabledException"},
    {"KmsInvalidKeyUsage", 400, "The KMS key cannot be used for this.", "KMS.InvalidKeyUsageException"},
    {"KmsInvalidState", 400,
     "The KMS key is in a state that is not valid for this request.", "KMS.InvalidStateException"},
    {"KmsNotFound", 400, "The KMS key could not be found.", "KMS.NotFoundException"},
    {"KmsOptInRequired", 403, kNoSubscription, "KMS.OptInRequired"},
    {"KmsThrottled", 400,
     "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.", "KMS.ThrottlingException"},
    {"MessageNotInflight", 400,
     "The message referred to isn't in flight.", "AWS.SimpleQueueService.MessageNotInflight"},
    {"OverLimit", 403, "Too many messages are in flight, or permissions given."},
    {"PurgeQueueInProgress", 403,
     "Only one PurgeQueue operation is allowed every 60 seconds.", "AWS.SimpleQueueService.PurgeQueueInProgress"},
    {"QueueDeletedRecently", 400,
     "You must wait 60 seconds after deleting a queue before you can create another with the same name.", "AWS.SimpleQueueService.QueueDeletedRecently"},
    {"QueueDoesNotExist", 400,
     "The specified queue does not exist.", "AWS.SimpleQueueService.NonExistentQueue"},
    {"QueueNameExists", 400,
     "A queue already exists with the same name and a different value for an attribute", "QueueAlreadyExists"},
    {"ReceiptHandleIsInvalid", 400, "The input receipt handle is invalid."},
    {"ResourceNotFoundException", 404, "The resource that you specified doesn't exist."},
    {"TooManyEntriesInBatchRequest", 400,
     "Maximum number of entries per request are 10.", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"},
    {"UnsupportedOperation", 400,
     "This operation is not supported.", "AWS.SimpleQueueService.UnsupportedOperation"},
};

// Those of every operation.
constexpr ErrorInfo kSqsCommon[] = {
    {"AccessDeniedException", 403, "Access to the resource is denied.", "AccessDenied"},
    {"ExpiredTokenException", 403, kExpiredToken, "ExpiredToken"},
    {"IncompleteSignatureException", 403, kIncompleteSignature, "IncompleteSignature"},
    {"InternalFailure", 500, "We encountered an internal error. Please try again."},
    {"InvalidSignatureException", 403, kWrongSignature, "SignatureDoesNotMatch"},
    {"MissingAuthenticationTokenException", 403, kMissingToken, "MissingAuthenticationToken"},
    {"OptInRequired", 403, kNoSubscription},
    {"RequestThrottled", 403, "Request is throttled."},
    {"ServiceUnavailable", 503, "Service is unable to handle request."},
    {"ThrottlingException", 400, "Rate exceeded", "Throttling"},
    {"UnrecognizedClientException", 403, kUnknownToken, "InvalidClientTokenId"},
};

constexpr OperationGroup kSqsGroups[] = {
    {"AddPermission",
     "InvalidAddress InvalidSecurity OverLimit QueueDoesNotExist "
     "UnsupportedOperation"},
    {"CancelMessageMoveTask ListMessageMoveTasks StartMessageMoveTask",
     "InvalidAddress InvalidSecurity ResourceNotFoundException "
     "UnsupportedOperation"},
    {"ChangeMessageVisibility",
     "InvalidAddress InvalidSecurity MessageNotInflight QueueDoesNotExist "
     "ReceiptHandleIsInvalid UnsupportedOperation"},
    {"ChangeMessageVisibilityBatch DeleteMessageBatch",
     "BatchEntryIdsNotDistinct EmptyBatchRequest InvalidAddress "
     "InvalidBatchEntryId InvalidSecurity QueueDoesNotExist "
     "TooManyEntriesInBatchRequest UnsupportedOperation"},
    {"CreateQueue",
     "InvalidAddress InvalidAttributeName InvalidAttributeValue InvalidSecurity "
     "QueueDeletedRecently QueueNameExists UnsupportedOperation"},
    {"DeleteMessage",
     "InvalidAddress InvalidIdFormat InvalidSecurity QueueDoesNotExist "
     "ReceiptHandleIsInvalid UnsupportedOperation"},
    {"DeleteQueue GetQueueUrl ListDeadLetterSourceQueues ListQueueTags "
     "RemovePermission TagQueue UntagQueue",
     "InvalidAddress InvalidSecurity QueueDoesNotExist UnsupportedOperation"},
    {"GetQueueAttributes",
     "InvalidAddress InvalidAttributeName InvalidSecurity QueueDoesNotExist "
     "UnsupportedOperation"},
    {"ListQueues",
     "InvalidAddress InvalidSecurity UnsupportedOperation"},
    {"PurgeQueue",
     "InvalidAddress InvalidSecurity PurgeQueueInProgress QueueDoesNotExist "
     "UnsupportedOperation"},
    {"ReceiveMessage",
     "InvalidAddress InvalidSecurity KmsAccessDenied KmsDisabled "
     "KmsInvalidKeyUsage KmsInvalidState KmsNotFound KmsOptInRequired "
     "KmsThrottled OverLimit QueueDoesNotExist UnsupportedOperation"},
    {"SendMessage",
     "InvalidAddress InvalidMessageContents InvalidSecurity KmsAccessDenied "
     "KmsDisabled KmsInvalidKeyUsage KmsInvalidState KmsNotFound "
     "KmsOptInRequired KmsThrottled QueueDoesNotExist UnsupportedOperation"},
    {"SendMessageBatch",
     "BatchEntryIdsNotDistinct BatchRequestTooLong EmptyBatchRequest "
     "InvalidAddress InvalidBatchEntryId InvalidSecurity KmsAccessDenied "
     "KmsDisabled KmsInvalidKeyUsage KmsInvalidState KmsNotFound "
     "KmsOptInRequired KmsThrottled QueueDoesNotExist "
     "TooManyEntriesInBatchRequest UnsupportedOperation"},
    {"SetQueueAttributes",
     "InvalidAddress InvalidAttributeName InvalidAttributeValue InvalidSecurity "
     "OverLimit QueueDoesNotExist UnsupportedOperation"},
};
// clang-format on

}  // namespace

const ServiceErrors& sqs_errors() {
  static constexpr ServiceErrors kErrors{kSqsInfos, kSqsGroups, kSqsCommon};
  return kErrors;
}

}  // namespace server::faults
