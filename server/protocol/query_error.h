#pragma once

#include "core/api_error.h"

#include <string_view>

// Errors as the query protocol names them. SQS, which left that protocol, names them so in a header
// of its JSON answers, too, and in the entries of batches that failed.
namespace server::protocol {

struct QueryError {
  std::string_view code;  // "AWS.SimpleQueueService.NonExistentQueue"
  int status = 400;
  bool by_sender = true;  // else it's the receiver's fault
};

QueryError query_error(core::ErrorCode code);

}  // namespace server::protocol
