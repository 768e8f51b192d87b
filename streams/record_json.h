#pragma once

#include "core/json/writer.h"
#include "storage/change_record.h"
#include "streams/stream.h"

namespace streams {

// GetRecords and the event given to a function differ in small ways: only the event names the
// stream, and the members of userIdentity are capitalised in the API but not in the event.
enum class RecordForm { get_records, lambda_event };

void write_record(core::json::Writer& writer, const storage::ChangeRecord& record,
                  const Stream& stream, RecordForm form);

// What AWS counts as the record's size: keys and images, by the rules of item sizes.
std::size_t record_size_bytes(const storage::ChangeRecord& record);

}  // namespace streams
