#include "core/api_error.h"

namespace core {

std::string_view error_name(ErrorCode code) {
  switch (code) {  // no default: a new code won't compile unlisted
    case ErrorCode::access_denied: return "AccessDeniedException";
    case ErrorCode::backup_in_use: return "BackupInUseException";
    case ErrorCode::backup_not_found: return "BackupNotFoundException";
    case ErrorCode::batch_entry_ids_not_distinct: return "BatchEntryIdsNotDistinct";
    case ErrorCode::batch_request_too_long: return "BatchRequestTooLong";
    case ErrorCode::conditional_check_failed: return "ConditionalCheckFailedException";
    case ErrorCode::duplicate_item: return "DuplicateItemException";
    case ErrorCode::empty_batch_request: return "EmptyBatchRequest";
    case ErrorCode::expired_iterator: return "ExpiredIteratorException";
    case ErrorCode::export_conflict: return "ExportConflictException";
    case ErrorCode::export_not_found: return "ExportNotFoundException";
    case ErrorCode::idempotent_parameter_mismatch: return "IdempotentParameterMismatchException";
    case ErrorCode::import_conflict: return "ImportConflictException";
    case ErrorCode::import_not_found: return "ImportNotFoundException";
    case ErrorCode::incomplete_signature: return "IncompleteSignatureException";
    case ErrorCode::index_not_found: return "IndexNotFoundException";
    case ErrorCode::internal: return "InternalServerError";
    case ErrorCode::invalid_address: return "InvalidAddress";
    case ErrorCode::invalid_attribute_name: return "InvalidAttributeName";
    case ErrorCode::invalid_attribute_value: return "InvalidAttributeValue";
    case ErrorCode::invalid_batch_entry_id: return "InvalidBatchEntryId";
    case ErrorCode::invalid_export_time: return "InvalidExportTimeException";
    case ErrorCode::invalid_message_contents: return "InvalidMessageContents";
    case ErrorCode::invalid_parameter: return "InvalidParameterException";
    case ErrorCode::invalid_parameter_value: return "InvalidParameterValueException";
    case ErrorCode::invalid_request_content: return "InvalidRequestContentException";
    case ErrorCode::invalid_restore_time: return "InvalidRestoreTimeException";
    case ErrorCode::invalid_signature: return "InvalidSignatureException";
    case ErrorCode::item_collection_size_limit_exceeded:
      return "ItemCollectionSizeLimitExceededException";
    case ErrorCode::limit_exceeded: return "LimitExceededException";
    case ErrorCode::missing_authentication_token: return "MissingAuthenticationTokenException";
    case ErrorCode::missing_required_parameter: return "MissingRequiredParameterException";
    case ErrorCode::over_limit: return "OverLimit";
    case ErrorCode::code_signing_config_not_found: return "CodeSigningConfigNotFoundException";
    case ErrorCode::point_in_time_recovery_unavailable:
      return "PointInTimeRecoveryUnavailableException";
    case ErrorCode::policy_length_exceeded: return "PolicyLengthExceededException";
    case ErrorCode::policy_not_found: return "PolicyNotFoundException";
    case ErrorCode::provisioned_concurrency_config_not_found:
      return "ProvisionedConcurrencyConfigNotFoundException";
    case ErrorCode::precondition_failed: return "PreconditionFailedException";
    case ErrorCode::provisioned_throughput_exceeded:
      return "ProvisionedThroughputExceededException";
    case ErrorCode::purge_queue_in_progress: return "PurgeQueueInProgress";
    case ErrorCode::queue_deleted_recently: return "QueueDeletedRecently";
    case ErrorCode::queue_does_not_exist: return "QueueDoesNotExist";
    case ErrorCode::queue_name_exists: return "QueueNameExists";
    case ErrorCode::receipt_handle_is_invalid: return "ReceiptHandleIsInvalid";
    case ErrorCode::request_entity_too_large: return "RequestEntityTooLargeException";
    case ErrorCode::request_too_large: return "RequestTooLargeException";
    case ErrorCode::resource_already_exists: return "ResourceAlreadyExistsException";
    case ErrorCode::resource_conflict: return "ResourceConflictException";
    case ErrorCode::resource_in_use: return "ResourceInUseException";
    case ErrorCode::resource_not_found: return "ResourceNotFoundException";
    case ErrorCode::serialization: return "SerializationException";
    case ErrorCode::service_unavailable: return "ServiceUnavailableException";
    case ErrorCode::table_already_exists: return "TableAlreadyExistsException";
    case ErrorCode::table_in_use: return "TableInUseException";
    case ErrorCode::table_not_found: return "TableNotFoundException";
    case ErrorCode::too_many_entries_in_batch_request: return "TooManyEntriesInBatchRequest";
    case ErrorCode::too_many_requests: return "TooManyRequestsException";
    case ErrorCode::transaction_canceled: return "TransactionCanceledException";
    case ErrorCode::transaction_conflict: return "TransactionConflictException";
    case ErrorCode::trimmed_data_access: return "TrimmedDataAccessException";
    case ErrorCode::unknown_operation: return "UnknownOperationException";
    case ErrorCode::unsupported_media_type: return "UnsupportedMediaTypeException";
    case ErrorCode::unsupported_operation: return "UnsupportedOperation";
    case ErrorCode::validation: return "ValidationException";
  }
  __builtin_unreachable();
}

const std::string& ApiError::message(FrontEnd front_end) const {
  return front_end == FrontEnd::older && older_message_ ? *older_message_ : message_;
}

ApiError ApiError::in_words_of(FrontEnd front_end) const {
  return {code_, message(front_end), members_};
}

void throw_validation(std::string message) {
  throw ApiError(ErrorCode::validation, std::move(message));
}

void throw_validation(Wording wording) {
  throw ApiError(ErrorCode::validation, std::move(wording));
}

void throw_left_to_older(std::string message) {
  throw_validation(Wording{message, message, true});
}

}  // namespace core
