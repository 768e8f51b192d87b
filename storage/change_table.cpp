#include "storage/change_table.h"

#include <cassert>

namespace storage {
namespace {

constexpr int kSequenceBits = 40;
constexpr std::int64_t kSequenceMask = (std::int64_t{1} << kSequenceBits) - 1;

std::int64_t position(ShardNumber shard, core::SequenceNumber sequence) {
  const auto counter = static_cast<std::int64_t>(sequence.get());
  // A number beyond any that we give out, as a client may send one, stands for the shard's end.
  return shard << kSequenceBits | (counter > kSequenceMask ? kSequenceMask : counter);
}

core::SequenceNumber sequence_at(std::int64_t position) {
  return core::SequenceNumber(static_cast<std::uint64_t>(position & kSequenceMask));
}

std::optional<std::string> optional_blob(const sqlite::Run& run, int column) {
  if (run.is_null(column)) return std::nullopt;
  return std::string(run.blob(column));
}

ChangeRecord read_record(ShardNumber shard, const sqlite::Run& run) {
  ChangeRecord record;
  record.shard = shard;
  record.sequence = sequence_at(run.whole(0));
  record.created_at = core::from_epoch_milliseconds(run.whole(1));
  record.event = static_cast<ChangeEvent>(run.whole(2));
  record.expired = run.whole(3) != 0;
  record.keys = run.blob(4);
  record.new_image = optional_blob(run, 5);
  record.old_image = optional_blob(run, 6);
  return record;
}

}  // namespace

ChangeTable::ChangeTable(sqlite::Connection& connection)
    : append_(connection.prepare("INSERT INTO change_record VALUES (?, ?, ?, ?, ?, ?, ?)")),
      read_(connection.prepare(
          "SELECT position, created_at, event, expired, keys, new_image, old_image "
          "FROM change_record WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?")),
      last_(connection.prepare("SELECT max(position) FROM change_record WHERE position BETWEEN ? "
                               "AND ?")),
      // length() of a blob doesn't read it.
      oldest_(connection.prepare(
          "SELECT position, created_at, "
          "length(keys) + ifnull(length(new_image), 0) + ifnull(length(old_image), 0) "
          "FROM change_record WHERE position BETWEEN ? AND ? ORDER BY position")),
      remove_(connection.prepare("DELETE FROM change_record WHERE position BETWEEN ? AND ?")) {}

void ChangeTable::append(const ChangeRecord& record) {
  assert(static_cast<std::int64_t>(record.sequence.get()) < kSequenceMask);
  append_.run()
      .bind(1, position(record.shard, record.sequence))
      .bind(2, core::epoch_milliseconds(record.created_at))
      .bind(3, static_cast<std::int64_t>(record.event))
      .bind(4, std::int64_t{record.expired})
      .bind_blob(5, record.keys)
      .bind_optional_blob(6, record.new_image)
      .bind_optional_blob(7, record.old_image)
      .execute();
}

bool ChangeTable::read(ShardNumber shard, core::SequenceNumber from, std::size_t limit,
                       const Visit& visit) {
  auto run = read_.run();
  run.bind(1, position(shard, from))
      .bind(2, position(shard, core::SequenceNumber(kSequenceMask)))
      .bind(3, static_cast<std::int64_t>(limit));
  std::size_t visited = 0;
  while (run.next()) {
    ++visited;
    if (!visit(read_record(shard, run))) return false;
  }
  return visited < limit;
}

std::optional<core::SequenceNumber> ChangeTable::last_sequence(ShardNumber shard) {
  auto run = last_.run();
  run.bind(1, position(shard, core::SequenceNumber(0)))
      .bind(2, position(shard, core::SequenceNumber(kSequenceMask)));
  if (!run.next() || run.is_null(0)) return std::nullopt;
  return sequence_at(run.whole(0));
}

std::optional<core::SequenceNumber> ChangeTable::find_obsolete(ShardNumber shard,
                                                               core::TimePoint before,
                                                               core::TimePoint now,
                                                               const TrimBounds& bounds) {
  auto run = oldest_.run();
  run.bind(1, position(shard, core::SequenceNumber(0)))
      .bind(2, position(shard, core::SequenceNumber(kSequenceMask)));
  std::optional<core::SequenceNumber> last;
  std::size_t records = 0;
  std::int64_t bytes = 0;
  for (; records < bounds.records && bytes < bounds.bytes && run.next(); ++records) {
    const core::TimePoint made = core::from_epoch_milliseconds(run.whole(1));
    if (made < before) {
      last = sequence_at(run.whole(0));
    } else if (made <= now) {
      break;
    }
    bytes += run.whole(2);
  }
  return last;
}

void ChangeTable::remove_up_to(ShardNumber shard, core::SequenceNumber last) {
  remove_.run()
      .bind(1, position(shard, core::SequenceNumber(0)))
      .bind(2, position(shard, last))
      .execute();
}

}  // namespace storage
