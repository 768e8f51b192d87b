#pragma once

#include "streams/stream_source.h"

#include <cstddef>
#include <span>
#include <string>

namespace lambda_host {

// What a handler's answer says of its batch, with ReportBatchItemFailures: the index of the first
// record that isn't done, records.size() when all are. An answer that isn't understood, or names a
// record that isn't in the batch, fails the whole batch.
std::size_t first_failed_record(const std::string& answer,
                                std::span<const streams::SourceRecord> records);

}  // namespace lambda_host
