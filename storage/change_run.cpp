#include "storage/change_run.h"

#include "storage/byte_codec.h"

#include <algorithm>

namespace storage {
namespace {

// What a reader decodes at once, and what is trimmed at once. A record that has more stays whole.
constexpr std::size_t kLongRunBytes = 16 << 10;

constexpr unsigned char kEventMask = 3;
constexpr unsigned char kExpired = 4;
constexpr unsigned char kHasNewImage = 8;
constexpr unsigned char kHasOldImage = 16;

unsigned char what_is_in(const ChangeRecord& record) {
  auto what = static_cast<unsigned char>(record.event);
  if (record.expired) what |= kExpired;
  if (record.new_image) what |= kHasNewImage;
  if (record.old_image) what |= kHasOldImage;
  return what;
}

void put_record(std::string& out, std::uint64_t sequence, const ChangeRecord& record) {
  put_varint(out, sequence);
  out.push_back(static_cast<char>(what_is_in(record)));
  put_text(out, record.keys);
  if (record.new_image) put_text(out, *record.new_image);
  if (record.old_image) put_text(out, *record.old_image);
}

// The run that the record belongs to, which may be a new one.
ChangeRun& run_for(const ChangeRecord& record, std::vector<ChangeRun>& runs) {
  const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                   [&](const ChangeRun& run) { return run.shard == record.shard; });
  const bool takes_it = newest != runs.rend() && newest->created_at == record.created_at &&
                        newest->records.size() < kLongRunBytes;
  if (takes_it) return *newest;
  return runs.emplace_back(ChangeRun{record.shard, {}, record.created_at, {}});
}

}  // namespace

std::vector<ChangeRun> pack_changes(const std::vector<ChangeRecord>& records) {
  std::vector<ChangeRun> runs;
  for (const ChangeRecord& record : records) {
    ChangeRun& run = run_for(record, runs);
    put_record(run.records, record.sequence.get() - run.last.get(), record);
    run.last = record.sequence;
  }
  std::sort(runs.begin(), runs.end(),
            [](const ChangeRun& a, const ChangeRun& b) { return a.last < b.last; });
  return runs;
}

std::vector<ChangeRecord> unpack_changes(ShardNumber shard, core::WallTime created_at,
                                         std::string_view records) {
  std::vector<ChangeRecord> unpacked;
  std::uint64_t sequence = 0;
  for (ByteReader reader(records); !reader.at_end();) {
    ChangeRecord& record = unpacked.emplace_back();
    record.shard = shard;
    record.created_at = created_at;
    sequence += reader.varint();
    record.sequence = core::SequenceNumber(sequence);
    const unsigned char what = reader.byte();
    record.event = static_cast<ChangeEvent>(what & kEventMask);
    record.expired = (what & kExpired) != 0;
    record.keys = reader.text();
    if (what & kHasNewImage) record.new_image = reader.text();
    if (what & kHasOldImage) record.old_image = reader.text();
  }
  return unpacked;
}

}  // namespace storage
