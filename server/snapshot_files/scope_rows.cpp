#include "server/snapshot_files/scope_rows.h"

#include "core/scope_filter.h"
#include "server/worlds/pages.h"
#include "storage/resource_table.h"
#include "storage/row_copy.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace server::snapshot_files {
namespace {

// What a piece may have.
constexpr std::size_t kRows = 500;
constexpr std::size_t kBytes = std::size_t{256} << 10;

constexpr int kNumbers = 5;  // columns of a message: the first are numbers, some of them NULL
constexpr int kFirstText = 1 + kNumbers;
constexpr int kContentTexts = 6;
constexpr const char* kMessages =
    "SELECT id, sent_at, visible_at, receive_count, first_received_at, last_received_at, "
    "source_arn, message_id, body, message_content.attributes, sender_id, trace_header, group_id "
    "FROM message JOIN message_content USING (id) WHERE bucket = ? AND id > ? ORDER BY id";
constexpr const char* kInsertMessage =
    "INSERT INTO message (bucket, sent_at, visible_at, receive_count, first_received_at, "
    "last_received_at, source_arn) VALUES (?, ?, ?, ?, ?, ?, ?)";

std::optional<std::int64_t> optional_whole(const storage::sqlite::Run& run, int column) {
  if (run.is_null(column)) return std::nullopt;
  return run.whole(column);
}

// Whether a piece has all that it may.
class Piece {
 public:
  bool is_full() const { return rows_ >= kRows || bytes_ >= kBytes; }
  void add(std::size_t bytes) {
    ++rows_;
    bytes_ += bytes;
  }

 private:
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

ScopeRows::ScopeRows(storage::sqlite::Connection& from, storage::Catalog& tables,
                     storage::LogTable& logs, const worlds::Snapshot& snapshot,
                     const std::vector<std::string>& bucket_places, storage::sqlite::Connection& to)
    : from_(from),
      to_(to),
      snapshot_(snapshot),
      as_(core::snapshot_scope(snapshot.name)),
      tables_(to),
      queues_(to),
      messages_(to),
      logs_(to),
      log_copy_(from, logs, snapshot.place, logs_, as_) {
  plan_tables(tables);
  plan_queues();
  plan_objects(bucket_places);
  plans_.add([this] { return log_copy_.note(worlds::kPage); });
  plans_.add([this] {
    steps_.add([this] { return log_copy_.step(); });
    steps_.add([this, last = Document()]() mutable { return copy_documents(last); });
    return false;
  });
  plans_.take(worlds::kPagesAtOnce);
}

bool ScopeRows::step() {
  return worlds::take(plans_, steps_);
}

void ScopeRows::plan_tables(storage::Catalog& tables) {
  plans_.add(worlds::pages_of_tables(tables, snapshot_.place,
                                     [this](const storage::Table* table) { plan(*table); }));
}

// An index that isn't filled, and the order of expiry, are filled by whoever has the copy.
void ScopeRows::plan(const storage::Table& source) {
  struct Progress {
    std::unique_ptr<storage::Table> copy;  // goes with its last piece
    std::int64_t last_row = 0;
    std::string last_key;
  };
  const auto progress = std::make_shared<Progress>();
  steps_.add([this, &source, progress] {
    core::TableDefinition definition = source.definition;
    definition.scope = as_;
    progress->copy = tables_.store_new(std::move(definition));
    storage::copy_counts(tables_, source, *progress->copy);
    return false;
  });
  steps_.add([this, &source, progress] {
    return copy_items(source, *progress->copy, progress->last_row);
  });
  for (std::size_t n = 0; n < source.indexes.size(); ++n) {
    steps_.add([this, &source, n, progress] {
      if (progress->copy->indexes[n].filled_to) return false;
      const bool more = copy_entries(source, n, *progress->copy, progress->last_key);
      if (!more) progress->last_key.clear();
      return more;
    });
  }
}

bool ScopeRows::copy_items(const storage::Table& source, storage::Table& copy,
                           std::int64_t& last_row) {
  auto select =
      from_.prepare(fmt::format("SELECT rowid, key, item FROM {} WHERE rowid > ? ORDER BY rowid",
                                storage::ItemTable::name(source.id)));
  auto insert = to_.prepare(fmt::format("INSERT INTO {} (rowid, key, item) VALUES (?, ?, ?)",
                                        storage::ItemTable::name(copy.id)));
  auto run = select.run();
  run.bind(1, last_row);
  for (Piece piece; run.next();) {
    if (piece.is_full()) return true;
    last_row = run.whole(0);
    insert.run().bind(1, last_row).bind_blob(2, run.blob(1)).bind_blob(3, run.blob(2)).execute();
    piece.add(run.blob(2).size());
  }
  return false;
}

bool ScopeRows::copy_entries(const storage::Table& source, std::size_t index, storage::Table& copy,
                             std::string& last_key) {
  storage::Index& target = copy.indexes[index];
  auto select =
      from_.prepare("SELECT key, item FROM index_entry WHERE id = ? AND key > ? ORDER BY key");
  std::string key = last_key;
  auto run = select.run();
  run.bind(1, source.indexes[index].entries.id()).bind_blob(2, key);
  for (Piece piece; run.next();) {
    if (piece.is_full()) return true;
    last_key = run.blob(0);
    target.entries.insert(last_key, run.whole(1));
    piece.add(last_key.size());
  }
  return false;
}

void ScopeRows::plan_queues() {
  plans_.add(worlds::by_pages(
      [this](const std::string& after) {
        return storage::QueueTable(from_).list(snapshot_.place, after, worlds::kPage);
      },
      [](const storage::Queue& queue) { return queue.name.get(); },
      [this](const storage::Queue& queue) { plan(queue); }));
}

void ScopeRows::plan(const storage::Queue& queue) {
  const auto last_id = std::make_shared<std::int64_t>(0);
  const auto bucket = std::make_shared<std::int64_t>(0);
  steps_.add([this, queue, bucket] {
    storage::Queue copy = queue;
    copy.scope = as_;
    copy.bucket = *bucket = messages_.create_bucket();
    queues_.create(copy);
    return false;
  });
  steps_.add([this, from = queue.bucket, bucket, last_id] {
    return copy_messages(from, *bucket, *last_id);
  });
}

bool ScopeRows::copy_messages(std::int64_t from, std::int64_t to, std::int64_t& last_id) {
  auto select = from_.prepare(kMessages);
  auto insert = to_.prepare(kInsertMessage);
  auto insert_content = to_.prepare("INSERT INTO message_content VALUES (?, ?, ?, ?, ?, ?, ?)");
  auto run = select.run();
  run.bind(1, from).bind(2, last_id);
  for (Piece piece; run.next();) {
    if (piece.is_full()) return true;
    last_id = run.whole(0);
    auto message = insert.run();
    message.bind(1, to);
    for (int n = 1; n <= kNumbers; ++n) message.bind_optional(1 + n, optional_whole(run, n));
    message.bind_text(1 + kFirstText, run.text(kFirstText)).execute();
    auto content = insert_content.run();
    content.bind(1, to_.last_insert_rowid());
    for (int n = 1; n <= kContentTexts; ++n) content.bind_text(1 + n, run.text(kFirstText + n));
    content.execute();
    piece.add(run.text(kFirstText + 2).size());
  }
  return false;
}

void ScopeRows::plan_objects(const std::vector<std::string>& places) {
  if (places.empty()) return;
  plans_.add([this, places] {
    steps_.add([this, places, next = std::size_t{0}, last_id = std::int64_t{0}]() mutable {
      if (copy_objects(places[next], last_id)) return true;
      last_id = 0;
      return ++next < places.size();
    });
    return false;
  });
}

bool ScopeRows::copy_objects(const std::string& place, std::int64_t& last_id) {
  auto select = from_.prepare(
      "SELECT id, key, file, size_bytes, etag, modified_at, document FROM object "
      "WHERE bucket = ? AND id > ? ORDER BY id");
  auto insert = to_.prepare(
      "INSERT INTO object (bucket, key, file, size_bytes, etag, modified_at, document) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  auto run = select.run();
  run.bind_text(1, place).bind(2, last_id);
  for (Piece piece; run.next();) {
    if (piece.is_full()) return true;
    last_id = run.whole(0);
    insert.run()
        .bind_text(1, place)
        .bind_blob(2, run.blob(1))
        .bind_text(3, run.text(2))
        .bind(4, run.whole(3))
        .bind_text(5, run.text(4))
        .bind(6, run.whole(5))
        .bind_text(7, run.text(6))
        .execute();
    piece.add(run.text(6).size());
  }
  return false;
}

// One kind after the other, as the table's key begins with it.
bool ScopeRows::copy_documents(Document& last) {
  if (!last.kind.empty() && copy_documents_of_kind(last)) return true;
  auto kinds = from_.prepare("SELECT min(kind) FROM resource WHERE kind > ?");
  const std::string before = last.kind;
  auto run = kinds.run();
  run.bind_text(1, before);
  if (!run.next() || run.is_null(0)) return false;
  last = {std::string(run.text(0)), ""};
  return true;
}

bool ScopeRows::copy_documents_of_kind(Document& last) {
  Piece piece;
  auto documents =
      storage::ResourceTable(from_, last.kind).list(snapshot_.place, last.name, worlds::kPage);
  storage::ResourceTable copies(to_, last.kind);
  for (storage::Resource& each : documents) {
    if (piece.is_full()) return true;
    last.name = each.name;
    piece.add(each.document.size());
    each.scope = as_;
    copies.store(each);
  }
  return documents.size() == worlds::kPage;
}

}  // namespace server::snapshot_files
