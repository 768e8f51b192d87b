#pragma once

#include "core/json/writer.h"
#include "storage/change_record.h"
#include "streams/record_members.h"
#include "streams/stream.h"

namespace streams {

// GetRecords and the event given to a function differ in small ways: only the event names the
// stream, and the members of userIdentity are capitalised in the API but not in the event.
enum class RecordForm { get_records, lambda_event };

// Of the record's members only these, as far as it has them. Of the stream, ARN, region and view
// type are looked at.
void write_record(core::json::Writer& writer, const storage::ChangeRecord& record,
                  const Stream& stream, RecordForm form,
                  RecordMembers members = RecordMembers::all());

// What AWS counts as the record's size: keys and images, by the rules of item sizes.
std::size_t record_size_bytes(const storage::ChangeRecord& record);

}  // namespace streams
