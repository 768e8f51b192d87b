#include "storage/change_table.h"

#include "storage/change_run.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace storage {
namespace {

constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
constexpr int kSegmentBits = 5;
// A look reads a run as a whole that has no more bytes: it is most likely all in one page.
constexpr int kReadWholeBytes = 4096;

std::int64_t to_row(core::SequenceNumber sequence) {
  // A number beyond any that we give out, as a client may send one, stands for the end.
  return sequence.get() > static_cast<std::uint64_t>(kEnd)
             ? kEnd
             : static_cast<std::int64_t>(sequence.get());
}

core::SequenceNumber from_row(std::int64_t row) {
  return core::SequenceNumber(static_cast<std::uint64_t>(row));
}

// Shard ?1's runs whose last number is from ?2 to ?3. CROSS JOIN: the segments come first.
std::string runs_of_shard(std::string_view columns, std::string_view order = "ASC") {
  return fmt::format(
      "SELECT {0} FROM change_segment CROSS JOIN change_run "
      "ON last_sequence BETWEEN max(segment << {1}, ?2) AND min((segment << {1}) + {2}, ?3) "
      "WHERE change_segment.shard = ?1 AND segment BETWEEN ?2 >> {1} AND ?3 >> {1} "
      "AND change_run.shard = ?1 ORDER BY segment {3}, last_sequence {3}",
      columns, kSegmentBits, (1 << kSegmentBits) - 1, order);
}

}  // namespace

ChangeTable::ChangeTable(sqlite::Connection& connection)
    : connection_(connection),
      append_(connection.prepare("INSERT INTO change_run VALUES (?, ?, ?, ?)")),
      note_(connection.prepare("INSERT OR IGNORE INTO change_segment VALUES (?, ?)")),
      read_(connection.prepare(runs_of_shard("created_at, records"))),
      // length() of a blob doesn't read it, nor does a CASE that has no use for it.
      look_(connection.prepare(
          runs_of_shard(fmt::format("last_sequence, created_at, length(records), "
                                    "CASE WHEN length(records) <= {} THEN records END",
                                    kReadWholeBytes)))),
      last_(connection.prepare(runs_of_shard("last_sequence", "DESC"))),
      oldest_(connection.prepare(runs_of_shard("last_sequence, created_at, length(records)"))),
      remove_(connection.prepare("DELETE FROM change_run WHERE last_sequence IN (" +
                                 runs_of_shard("last_sequence") + ")")),
      remove_segments_(connection.prepare(fmt::format(
          "DELETE FROM change_segment WHERE shard = ? AND segment < ? >> {}", kSegmentBits))) {}

void ChangeTable::append(const std::vector<ChangeRecord>& records) {
  for (const ChangeRun& run : pack_changes(records)) {
    append_.run()
        .bind(1, to_row(run.last))
        .bind(2, run.shard)
        .bind(3, core::epoch_milliseconds(run.created_at))
        .bind_blob(4, run.records)
        .execute();
    note_segment(run.shard, run.last);
  }
}

void ChangeTable::note_segment(ShardNumber shard, core::SequenceNumber last) {
  const std::int64_t segment = to_row(last) >> kSegmentBits;
  const auto [noted, is_new] = noted_.try_emplace(shard, segment);
  if (!is_new && noted->second == segment) return;
  note_.run().bind(1, shard).bind(2, segment).execute();
  noted->second = segment;
}

bool ChangeTable::read(ShardNumber shard, core::SequenceNumber from, std::size_t limit,
                       const Visit& visit) {
  auto run = read_.run();
  run.bind(1, shard).bind(2, to_row(from)).bind(3, kEnd);
  while (run.next()) {
    const auto created_at = core::from_epoch_milliseconds(run.whole(0));
    for (const ChangeRecord& record : unpack_changes(shard, created_at, run.blob(1))) {
      if (record.sequence < from) continue;
      if (limit-- == 0 || !visit(record)) return false;
    }
  }
  return true;
}

bool ChangeTable::look(ShardNumber shard, core::SequenceNumber from, std::size_t limit,
                       const VisitHead& visit) {
  sqlite::BlobReader blobs(connection_, "change_run", "records");
  auto run = look_.run();
  run.bind(1, shard).bind(2, to_row(from)).bind(3, kEnd);
  std::size_t passed_bytes = 0;
  const auto see = [&](const ChangeHead& head) {
    passed_bytes += head.read_bytes;
    if (head.sequence < from) return true;
    ChangeHead seen = head;
    seen.read_bytes = std::exchange(passed_bytes, 0);
    return limit-- > 0 && visit(seen);
  };
  while (run.next()) {
    if (!look_at_run(run, blobs, see)) return false;
  }
  return true;
}

bool ChangeTable::look_at_run(const sqlite::Run& run, sqlite::BlobReader& blobs,
                              const VisitHead& visit) {
  const std::int64_t row = run.whole(0);
  const bool is_whole = !run.is_null(3);
  const std::string_view whole = is_whole ? run.blob(3) : std::string_view();
  const FetchBytes fetch = [&](std::size_t offset, std::size_t bytes) {
    return is_whole ? whole.substr(offset) : blobs.read(row, offset, bytes);
  };
  return visit_heads(static_cast<std::size_t>(run.whole(2)),
                     core::from_epoch_milliseconds(run.whole(1)), fetch, visit);
}

std::optional<ChangeTable::Made> ChangeTable::first_made(ShardNumber shard,
                                                         core::SequenceNumber from) {
  auto run = oldest_.run();
  run.bind(1, shard).bind(2, to_row(from)).bind(3, kEnd);
  if (!run.next()) return std::nullopt;
  return Made{from_row(run.whole(0)), core::from_epoch_milliseconds(run.whole(1))};
}

std::optional<core::SequenceNumber> ChangeTable::last_sequence(ShardNumber shard) {
  auto run = last_.run();
  run.bind(1, shard).bind(2, 0).bind(3, kEnd);
  if (!run.next()) return std::nullopt;
  return from_row(run.whole(0));
}

std::optional<core::SequenceNumber> ChangeTable::find_obsolete(ShardNumber shard,
                                                               core::WallTime before,
                                                               const core::Clock& clock,
                                                               const TrimBounds& bounds) {
  auto run = oldest_.run();
  run.bind(1, shard).bind(2, 0).bind(3, kEnd);
  std::optional<core::SequenceNumber> last;
  int runs = 0;
  std::int64_t bytes = 0;
  for (; runs < bounds.runs && bytes < bounds.bytes && run.next(); ++runs) {
    const core::WallTime made = core::from_epoch_milliseconds(run.whole(1));
    const core::WallTime dated = clock.dated(made);
    const core::SequenceNumber sequence = from_row(run.whole(0));
    if (dated < before || sequence < bounds.below) {
      last = sequence;
    } else if (dated == made) {
      break;
    }
    bytes += run.whole(2);
  }
  return last;
}

void ChangeTable::remove_up_to(ShardNumber shard, core::SequenceNumber last) {
  remove_.run().bind(1, shard).bind(2, 0).bind(3, to_row(last)).execute();
  remove_segments_.run().bind(1, shard).bind(2, to_row(last)).execute();
}

}  // namespace storage
