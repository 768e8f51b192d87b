#include "server/protocol/query_error.h"

namespace server::protocol {

using core::ErrorCode;

QueryError query_error(ErrorCode code) {
  switch (code) {
    case ErrorCode::batch_entry_ids_not_distinct:
      return {"AWS.SimpleQueueService.BatchEntryIdsNotDistinct"};
    case ErrorCode::batch_request_too_long: return {"AWS.SimpleQueueService.BatchRequestTooLong"};
    case ErrorCode::empty_batch_request: return {"AWS.SimpleQueueService.EmptyBatchRequest"};
    case ErrorCode::invalid_batch_entry_id: return {"AWS.SimpleQueueService.InvalidBatchEntryId"};
    case ErrorCode::purge_queue_in_progress:
      return {"AWS.SimpleQueueService.PurgeQueueInProgress", 403};
    case ErrorCode::queue_deleted_recently: return {"AWS.SimpleQueueService.QueueDeletedRecently"};
    case ErrorCode::queue_does_not_exist: return {"AWS.SimpleQueueService.NonExistentQueue"};
    case ErrorCode::queue_name_exists: return {"QueueAlreadyExists"};
    case ErrorCode::too_many_entries_in_batch_request:
      return {"AWS.SimpleQueueService.TooManyEntriesInBatchRequest"};
    case ErrorCode::unsupported_operation: return {"AWS.SimpleQueueService.UnsupportedOperation"};
    case ErrorCode::over_limit: return {"OverLimit", 403};
    case ErrorCode::access_denied: return {"AccessDenied", 403};
    case ErrorCode::incomplete_signature: return {"IncompleteSignature", 403};
    case ErrorCode::invalid_signature: return {"InvalidSignature", 403};
    case ErrorCode::missing_authentication_token: return {"MissingAuthenticationToken", 403};
    case ErrorCode::invalid_parameter_value: return {"InvalidParameterValue"};
    case ErrorCode::missing_required_parameter: return {"MissingParameter"};
    case ErrorCode::serialization: return {"MalformedInput"};
    case ErrorCode::unknown_operation: return {"InvalidAction"};
    case ErrorCode::request_entity_too_large: return {"RequestEntityTooLarge", 413};
    case ErrorCode::service_unavailable: return {"ServiceUnavailable", 503, false};
    case ErrorCode::internal: return {"InternalFailure", 500, false};
    default: return {core::error_name(code)};
  }
}

}  // namespace server::protocol
