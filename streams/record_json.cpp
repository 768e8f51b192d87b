#include "streams/record_json.h"

#include "core/digest.h"
#include "core/time_text.h"
#include "storage/item_codec.h"

#include <fmt/format.h>

#include <array>

namespace streams {
namespace {

constexpr std::array<std::string_view, 3> kEventNames = {"INSERT", "MODIFY", "REMOVE"};

// 32 hex digits, the same each time that the record is read.
std::string event_id(const storage::ChangeRecord& record, const Stream& stream) {
  const auto digest =
      core::md5(fmt::format("{}/{}/{}", stream.arn.get(), record.shard, record.sequence.get()));
  return core::hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

void write_image(core::json::Writer& writer, std::string_view name,
                 const std::optional<std::string>& image) {
  if (!image) return;
  writer.key(name);
  storage::write_stored_item(writer, *image);
}

void write_change(core::json::Writer& writer, const storage::ChangeRecord& record,
                  const Stream& stream) {
  writer.begin_object();
  writer.key("ApproximateCreationDateTime").raw(core::exponent_seconds_text(record.created_at));
  writer.key("Keys");
  storage::write_stored_item(writer, record.keys);
  write_image(writer, "NewImage", record.new_image);
  write_image(writer, "OldImage", record.old_image);
  writer.member("SequenceNumber", core::sequence_number_text(record.sequence));
  writer.member("SizeBytes", static_cast<std::int64_t>(record_size_bytes(record)));
  writer.member("StreamViewType", core::wire_name(stream.row.view_type));
  writer.end_object();
}

}  // namespace

void write_record(core::json::Writer& writer, const storage::ChangeRecord& record,
                  const Stream& stream, RecordForm form) {
  writer.begin_object();
  writer.member("eventID", event_id(record, stream));
  writer.member("eventName", kEventNames[static_cast<std::size_t>(record.event)]);
  writer.member("eventVersion", "1.1").member("eventSource", "aws:dynamodb");
  writer.member("awsRegion", stream.row.scope.region.get());
  writer.key("dynamodb");
  write_change(writer, record, stream);
  const bool api = form == RecordForm::get_records;
  if (record.expired) {
    writer.key("userIdentity").begin_object();
    writer.member(api ? "Type" : "type", "Service");
    writer.member(api ? "PrincipalId" : "principalId", "dynamodb.amazonaws.com");
    writer.end_object();
  }
  if (!api) writer.member("eventSourceARN", stream.arn.get());
  writer.end_object();
}

std::size_t record_size_bytes(const storage::ChangeRecord& record) {
  std::size_t size = storage::stored_size_bytes(record.keys);
  if (record.new_image) size += storage::stored_size_bytes(*record.new_image);
  if (record.old_image) size += storage::stored_size_bytes(*record.old_image);
  return size;
}

}  // namespace streams
