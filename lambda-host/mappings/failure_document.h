#pragma once

#include "lambda-host/destinations.h"
#include "lambda-host/mappings/delivery.h"
#include "lambda-host/mappings/event_source_mapping.h"

#include <span>
#include <string>

namespace lambda_host {

// What a mapping's failure destination is told of records that are given up (Lambda guide, "Retain
// discarded records for a DynamoDB event source"; its members and forms are those of recorded
// documents). A bucket gets the records, too, as the event that the function got.
//
// Times are whole seconds but for the document's own.
std::string failure_document(const EventSourceMapping& mapping, const core::ShardId& shard,
                             const Discard& discard);
Notice failure_notice(const EventSourceMapping& mapping, const core::ShardId& shard,
                      const Discard& discard, std::span<const streams::SourceRecord> records);

}  // namespace lambda_host
