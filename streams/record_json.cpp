#include "streams/record_json.h"

#include "core/digest.h"
#include "core/time_text.h"
#include "storage/item_codec.h"

#include <array>
#include <string>

namespace streams {
namespace {

constexpr std::array<std::string_view, 3> kEventNames = {"INSERT", "MODIFY", "REMOVE"};

// 32 hex digits, the same each time that the record is read.
std::string id_of_event(const storage::ChangeRecord& record, const Stream& stream) {
  const auto digest = core::md5(stream.arn.get() + '/' + std::to_string(record.shard) + '/' +
                                std::to_string(record.sequence.get()));
  return core::hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// Begins the members that are wanted, and knows which those are.
class MemberKeys {
 public:
  MemberKeys(core::json::Writer& writer, RecordMembers wanted) : writer_(writer), wanted_(wanted) {}

  // False: the member isn't wanted, and its value must not be written.
  bool begin(RecordMember member) const {
    if (!wanted_.has(member)) return false;
    writer_.key(wire_name(member));
    return true;
  }

 private:
  core::json::Writer& writer_;
  RecordMembers wanted_;
};

void write_change(core::json::Writer& writer, const storage::ChangeRecord& record,
                  const Stream& stream, const MemberKeys& wanted) {
  using enum RecordMember;
  writer.begin_object();
  if (wanted.begin(created_at)) writer.raw(core::exponent_seconds_text(record.created_at));
  if (wanted.begin(keys)) storage::write_stored_item(writer, record.keys);
  if (record.new_image && wanted.begin(new_image)) {
    storage::write_stored_item(writer, *record.new_image);
  }
  if (record.old_image && wanted.begin(old_image)) {
    storage::write_stored_item(writer, *record.old_image);
  }
  if (wanted.begin(sequence_number)) writer.string(core::sequence_number_text(record.sequence));
  if (wanted.begin(size_bytes)) {
    writer.whole(static_cast<std::int64_t>(record_size_bytes(record)));
  }
  if (wanted.begin(view_type)) writer.string(core::wire_name(stream.row.view_type));
  writer.end_object();
}

}  // namespace

void write_record(core::json::Writer& writer, const storage::ChangeRecord& record,
                  const Stream& stream, RecordForm form, RecordMembers members) {
  using enum RecordMember;
  const MemberKeys wanted(writer, members);
  const bool api = form == RecordForm::get_records;
  writer.begin_object();
  if (wanted.begin(event_id)) writer.string(id_of_event(record, stream));
  if (wanted.begin(event_name)) writer.string(kEventNames[static_cast<std::size_t>(record.event)]);
  if (wanted.begin(event_version)) writer.string("1.1");
  if (wanted.begin(event_source)) writer.string("aws:dynamodb");
  if (wanted.begin(region)) writer.string(stream.row.scope.region.get());
  if (members.any_of_change()) {
    writer.key("dynamodb");
    write_change(writer, record, stream, wanted);
  }
  if (record.expired && wanted.begin(user_identity)) {
    writer.begin_object();
    writer.member(api ? "Type" : "type", "Service");
    writer.member(api ? "PrincipalId" : "principalId", "dynamodb.amazonaws.com");
    writer.end_object();
  }
  if (!api && wanted.begin(source_arn)) writer.string(stream.arn.get());
  writer.end_object();
}

std::size_t record_size_bytes(const storage::ChangeRecord& record) {
  std::size_t size = storage::stored_size_bytes(record.keys);
  if (record.new_image) size += storage::stored_size_bytes(*record.new_image);
  if (record.old_image) size += storage::stored_size_bytes(*record.old_image);
  return size;
}

}  // namespace streams
