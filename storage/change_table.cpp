#include "storage/change_table.h"

#include "storage/change_run.h"

#include <limits>

namespace storage {
namespace {

std::int64_t to_row(core::SequenceNumber sequence) {
  // A number beyond any that we give out, as a client may send one, stands for the end.
  constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();
  return sequence.get() > static_cast<std::uint64_t>(kEnd)
             ? kEnd
             : static_cast<std::int64_t>(sequence.get());
}

core::SequenceNumber from_row(std::int64_t row) {
  return core::SequenceNumber(static_cast<std::uint64_t>(row));
}

}  // namespace

ChangeTable::ChangeTable(sqlite::Connection& connection)
    : append_(connection.prepare("INSERT INTO change_run VALUES (?, ?, ?, ?)")),
      read_(connection.prepare("SELECT created_at, records FROM change_run "
                               "WHERE shard = ? AND last_sequence >= ? ORDER BY last_sequence")),
      last_(connection.prepare("SELECT max(last_sequence) FROM change_run WHERE shard = ?")),
      // length() of a blob doesn't read it.
      oldest_(connection.prepare("SELECT last_sequence, created_at, length(records) "
                                 "FROM change_run WHERE shard = ? ORDER BY last_sequence")),
      remove_(connection.prepare("DELETE FROM change_run WHERE shard = ? AND last_sequence <= ?")) {
}

void ChangeTable::append(const std::vector<ChangeRecord>& records) {
  for (const ChangeRun& run : pack_changes(records)) {
    append_.run()
        .bind(1, to_row(run.last))
        .bind(2, run.shard)
        .bind(3, core::epoch_milliseconds(run.created_at))
        .bind_blob(4, run.records)
        .execute();
  }
}

bool ChangeTable::read(ShardNumber shard, core::SequenceNumber from, std::size_t limit,
                       const Visit& visit) {
  auto run = read_.run();
  run.bind(1, shard).bind(2, to_row(from));
  while (run.next()) {
    const auto created_at = core::from_epoch_milliseconds(run.whole(0));
    for (const ChangeRecord& record : unpack_changes(shard, created_at, run.blob(1))) {
      if (record.sequence < from) continue;
      if (limit-- == 0 || !visit(record)) return false;
    }
  }
  return true;
}

std::optional<core::SequenceNumber> ChangeTable::last_sequence(ShardNumber shard) {
  auto run = last_.run();
  run.bind(1, shard);
  if (!run.next() || run.is_null(0)) return std::nullopt;
  return from_row(run.whole(0));
}

std::optional<core::SequenceNumber> ChangeTable::find_obsolete(ShardNumber shard,
                                                               core::TimePoint before,
                                                               core::TimePoint now,
                                                               const TrimBounds& bounds) {
  auto run = oldest_.run();
  run.bind(1, shard);
  std::optional<core::SequenceNumber> last;
  int runs = 0;
  std::int64_t bytes = 0;
  for (; runs < bounds.runs && bytes < bounds.bytes && run.next(); ++runs) {
    const core::TimePoint made = core::from_epoch_milliseconds(run.whole(1));
    if (made < before) {
      last = from_row(run.whole(0));
    } else if (made <= now) {
      break;
    }
    bytes += run.whole(2);
  }
  return last;
}

void ChangeTable::remove_up_to(ShardNumber shard, core::SequenceNumber last) {
  remove_.run().bind(1, shard).bind(2, to_row(last)).execute();
}

}  // namespace storage
