#include "server/protocol/query_error.h"

#include <doctest/doctest.h>

namespace query_error_test {

using core::ErrorCode;
using server::protocol::query_error;

TEST_CASE("errors as the query protocol names them") {
  struct Case {
    ErrorCode error;
    const char* code;
    int status;
  };
  const Case cases[] = {
      {ErrorCode::batch_entry_ids_not_distinct,      "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
       400                                                                                                 },
      {ErrorCode::batch_request_too_long,            "AWS.SimpleQueueService.BatchRequestTooLong",      400},
      {ErrorCode::empty_batch_request,               "AWS.SimpleQueueService.EmptyBatchRequest",        400},
      {ErrorCode::invalid_address,                   "InvalidAddress",                                  400},
      {ErrorCode::invalid_attribute_name,            "InvalidAttributeName",                            400},
      {ErrorCode::invalid_attribute_value,           "InvalidAttributeValue",                           400},
      {ErrorCode::invalid_batch_entry_id,            "AWS.SimpleQueueService.InvalidBatchEntryId",      400},
      {ErrorCode::invalid_message_contents,          "InvalidMessageContents",                          400},
      {ErrorCode::invalid_parameter_value,           "InvalidParameterValue",                           400},
      {ErrorCode::missing_required_parameter,        "MissingParameter",                                400},
      {ErrorCode::over_limit,                        "OverLimit",                                       403},
      {ErrorCode::purge_queue_in_progress,           "AWS.SimpleQueueService.PurgeQueueInProgress",     403},
      {ErrorCode::queue_deleted_recently,            "AWS.SimpleQueueService.QueueDeletedRecently",     400},
      {ErrorCode::queue_does_not_exist,              "AWS.SimpleQueueService.NonExistentQueue",         400},
      {ErrorCode::queue_name_exists,                 "QueueAlreadyExists",                              400},
      {ErrorCode::receipt_handle_is_invalid,         "ReceiptHandleIsInvalid",                          400},
      {ErrorCode::too_many_entries_in_batch_request,
       "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",                                           400},
      {ErrorCode::unsupported_operation,             "AWS.SimpleQueueService.UnsupportedOperation",     400},
      {ErrorCode::access_denied,                     "AccessDenied",                                    403},
      {ErrorCode::incomplete_signature,              "IncompleteSignature",                             403},
      {ErrorCode::invalid_signature,                 "InvalidSignature",                                403},
      {ErrorCode::missing_authentication_token,      "MissingAuthenticationToken",                      403},
      {ErrorCode::serialization,                     "MalformedInput",                                  400},
      {ErrorCode::unknown_operation,                 "InvalidAction",                                   400},
      {ErrorCode::request_entity_too_large,          "RequestEntityTooLarge",                           413},
  };
  for (const Case& c : cases) {
    CAPTURE(c.code);
    CHECK(query_error(c.error).code == c.code);
    CHECK(query_error(c.error).status == c.status);
    CHECK(query_error(c.error).by_sender);
  }
  CHECK(query_error(ErrorCode::internal).code == "InternalFailure");
  CHECK(query_error(ErrorCode::internal).status == 500);
  CHECK_FALSE(query_error(ErrorCode::internal).by_sender);
  CHECK(query_error(ErrorCode::service_unavailable).status == 503);
  CHECK_FALSE(query_error(ErrorCode::service_unavailable).by_sender);
}

}  // namespace query_error_test
