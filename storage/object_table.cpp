#include "storage/object_table.h"

namespace storage {
namespace {

std::int64_t stored_time(core::WallTime time) {
  return core::epoch_milliseconds(time);
}

}  // namespace

ObjectTable::ObjectTable(sqlite::Connection& connection)
    : find_(connection.prepare("SELECT file, size_bytes, etag, modified_at, document FROM object "
                               "WHERE bucket = ? AND key = ?")),
      store_(connection.prepare(
          "INSERT INTO object (bucket, key, file, size_bytes, etag, modified_at, document) "
          "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET file = excluded.file, "
          "size_bytes = excluded.size_bytes, etag = excluded.etag, "
          "modified_at = excluded.modified_at, document = excluded.document")),
      erase_(connection.prepare("DELETE FROM object WHERE bucket = ? AND key = ?")),
      erase_some_(connection.prepare("DELETE FROM object WHERE id IN "
                                     "(SELECT id FROM object WHERE bucket = ? LIMIT ?) "
                                     "RETURNING id")),
      count_bytes_(connection.prepare("SELECT total(size_bytes) FROM object WHERE bucket = ?")),
      list_(connection.prepare("SELECT key, size_bytes, etag, modified_at FROM object "
                               "WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?")),
      add_spare_(connection.prepare("INSERT INTO spare_file (id, bucket, key) VALUES (?, ?, ?)")),
      erase_spare_(connection.prepare("DELETE FROM spare_file WHERE id = ?")),
      load_spares_(connection.prepare("SELECT id, bucket, key FROM spare_file")) {}

std::optional<StoredObject> ObjectTable::find(std::string_view bucket, std::string_view key) {
  auto run = find_.run();
  run.bind_text(1, bucket).bind_blob(2, key);
  if (!run.next()) return std::nullopt;
  return StoredObject{std::string(run.text(0)), run.whole(1), std::string(run.text(2)),
                      core::from_epoch_milliseconds(run.whole(3)), std::string(run.text(4))};
}

void ObjectTable::store(std::string_view bucket, std::string_view key, const StoredObject& object) {
  store_.run()
      .bind_text(1, bucket)
      .bind_blob(2, key)
      .bind_text(3, object.file)
      .bind(4, object.size_bytes)
      .bind_text(5, object.etag)
      .bind(6, stored_time(object.modified_at))
      .bind_text(7, object.document)
      .execute();
}

void ObjectTable::erase(std::string_view bucket, std::string_view key) {
  erase_.run().bind_text(1, bucket).bind_blob(2, key).execute();
}

std::size_t ObjectTable::erase_some(std::string_view bucket, std::size_t most) {
  auto run = erase_some_.run();
  run.bind_text(1, bucket).bind(2, static_cast<std::int64_t>(most));
  std::size_t erased = 0;
  while (run.next()) ++erased;
  return erased;
}

std::size_t ObjectTable::count_bytes(std::string_view bucket) {
  auto run = count_bytes_.run();
  run.bind_text(1, bucket);
  return run.next() ? static_cast<std::size_t>(run.whole(0)) : 0;
}

bool ObjectTable::has_any(std::string_view bucket) {
  return !list(bucket, "", 1).empty();
}

std::vector<ListedObject> ObjectTable::list(std::string_view bucket, std::string_view from,
                                            std::size_t most) {
  auto run = list_.run();
  run.bind_text(1, bucket).bind_blob(2, from).bind(3, static_cast<std::int64_t>(most));
  std::vector<ListedObject> objects;
  while (run.next()) {
    objects.push_back({std::string(run.blob(0)), run.whole(1), std::string(run.text(2)),
                       core::from_epoch_milliseconds(run.whole(3))});
  }
  return objects;
}

void ObjectTable::add_spare(const SpareFile& file) {
  add_spare_.run().bind_text(1, file.id).bind_text(2, file.bucket).bind_blob(3, file.key).execute();
}

void ObjectTable::erase_spare(std::string_view id) {
  erase_spare_.run().bind_text(1, id).execute();
}

std::vector<SpareFile> ObjectTable::load_spares() {
  auto run = load_spares_.run();
  std::vector<SpareFile> files;
  while (run.next()) {
    files.push_back({std::string(run.text(0)), std::string(run.text(1)), std::string(run.blob(2))});
  }
  return files;
}

}  // namespace storage
