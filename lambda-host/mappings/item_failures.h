#pragma once

#include "core/json/value.h"

#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

// What a handler's answer says failed, with FunctionResponseTypes ReportBatchItemFailures: the
// identifiers of records or messages. None for an answer that is empty in whatever way, which means
// success, as recorded on AWS; nullopt for one that isn't understood, which fails the whole batch.
// So does an identifier of nothing in the batch, which is for the caller to see.
std::optional<std::vector<std::string>> item_failures(const core::json::Value& answer);

}  // namespace lambda_host
