#include "storage/discard_table.h"

#include "storage/byte_codec.h"
#include "storage/scope_condition.h"

#include <fmt/format.h>

namespace storage {
namespace {

constexpr const char* kColumns =
    "SELECT id, mapping, account, region, shard, discarded_at, sequences, document FROM discard ";

// As differences, which are small.
std::string write_sequences(const std::vector<core::SequenceNumber>& sequences) {
  std::string bytes;
  std::uint64_t last = 0;
  for (const core::SequenceNumber sequence : sequences) {
    put_varint(bytes, sequence.get() - last);
    last = sequence.get();
  }
  return bytes;
}

std::vector<core::SequenceNumber> read_sequences(std::string_view bytes) {
  std::vector<core::SequenceNumber> sequences;
  std::uint64_t last = 0;
  for (ByteReader reader(bytes); !reader.at_end();) {
    last += reader.varint();
    sequences.emplace_back(last);
  }
  return sequences;
}

core::Scope read_scope(sqlite::Run& run) {
  return {core::AccountId(std::string(run.text(2))), core::Region(std::string(run.text(3)))};
}

DiscardRow read_discard(sqlite::Run& run) {
  DiscardRow row;
  row.id = run.whole(0);
  row.mapping = core::MappingId(std::string(run.text(1)));
  row.scope = read_scope(run);
  row.shard = run.whole(4);
  row.discarded_at = core::from_epoch_milliseconds(run.whole(5));
  row.sequences = read_sequences(run.blob(6));
  row.document = run.text(7);
  return row;
}

ListedDiscard read_listed(sqlite::Run& run) {
  ListedDiscard listed;
  listed.id = run.whole(0);
  listed.mapping = core::MappingId(std::string(run.text(1)));
  listed.scope = read_scope(run);
  listed.discarded_at = core::from_epoch_milliseconds(run.whole(5));
  listed.records = count_varints(run.blob(6));
  listed.document = run.text(7);
  return listed;
}

}  // namespace

DiscardTable::DiscardTable(sqlite::Connection& connection)
    : insert_(connection.prepare(
          "INSERT INTO discard (mapping, account, region, shard, discarded_at, sequences, "
          "document) VALUES (?, ?, ?, ?, ?, ?, ?)")),
      trim_(connection.prepare("DELETE FROM discard WHERE id <= last_insert_rowid() - ?")),
      erase_(connection.prepare("DELETE FROM discard WHERE id = ?")),
      erase_all_(connection.prepare(fmt::format("DELETE FROM discard WHERE {}", kInScopes))),
      find_(connection.prepare(fmt::format("{}WHERE id = ?", kColumns))),
      any_(connection.prepare(fmt::format("SELECT 1 FROM discard WHERE {} LIMIT 1", kInScopes))),
      list_(connection.prepare(fmt::format(
          "{}WHERE {} AND (?3 IS NULL OR mapping = ?3) AND id > ?4 ORDER BY id LIMIT ?5", kColumns,
          kInScopes))) {}

void DiscardTable::insert(const DiscardRow& row) {
  const std::string sequences = write_sequences(row.sequences);
  insert_.run()
      .bind_text(1, row.mapping.get())
      .bind_text(2, row.scope.account.get())
      .bind_text(3, row.scope.region.get())
      .bind(4, row.shard)
      .bind(5, core::epoch_milliseconds(row.discarded_at))
      .bind_blob(6, sequences)
      .bind_text(7, row.document)
      .execute();
  trim_.run().bind(1, kMaxRows).execute();
}

void DiscardTable::erase(std::int64_t id) {
  erase_.run().bind(1, id).execute();
}

void DiscardTable::erase(const core::ScopeFilter& scopes) {
  auto run = erase_all_.run();
  bind_scopes(run, scopes).execute();
}

std::optional<DiscardRow> DiscardTable::find(std::int64_t id) {
  auto run = find_.run();
  run.bind(1, id);
  if (!run.next()) return std::nullopt;
  return read_discard(run);
}

bool DiscardTable::has_any(const core::ScopeFilter& scopes) {
  auto run = any_.run();
  return bind_scopes(run, scopes).next();
}

std::vector<ListedDiscard> DiscardTable::list(const core::ScopeFilter& scopes,
                                              std::optional<std::string_view> mapping,
                                              std::int64_t after, std::size_t most) {
  auto run = list_.run();
  bind_scopes(run, scopes).bind(4, after).bind(5, static_cast<std::int64_t>(most));
  if (mapping) run.bind_text(3, *mapping);
  std::vector<ListedDiscard> listed;
  while (run.next()) listed.push_back(read_listed(run));
  return listed;
}

}  // namespace storage
