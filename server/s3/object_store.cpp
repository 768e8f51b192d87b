#include "server/s3/object_store.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/uuid.h"

#include <spdlog/spdlog.h>

#include <exception>

namespace server::s3 {
namespace {

using storage::StoredObject;
using storage::files::ObjectFile;

constexpr std::size_t kFileIdDigits = 16;
constexpr const char* kCreatedAt = "CreationDate";  // in milliseconds

std::string document_of(const Bucket& bucket) {
  core::json::Writer writer;
  writer.begin_object().member(kCreatedAt, core::epoch_milliseconds(bucket.created_at));
  return writer.end_object().take();
}

Bucket bucket_of(const storage::Resource& resource) {
  const auto document = core::json::Document::parse(resource.document);
  const auto created_at = document.root().object().find(kCreatedAt);
  return {resource.name, resource.scope,
          core::from_epoch_milliseconds(created_at ? created_at->integer() : 0)};
}

storage::SpareFile spare(const ObjectFile& file) {
  return {file.id, file.bucket, file.key};
}

}  // namespace

// One object on its way.
struct ObjectStore::Put {
  NewObject object;
  PutDone done;
  ObjectFile file;
  core::WallTime modified_at;
  bool written = false;
  WriteVerdict verdict = WriteVerdict::disk_failed;
  std::optional<ObjectFile> given_up = {};  // by the row, or this one if the row didn't take it
};

struct ObjectStore::Removal {
  std::string bucket;
  std::vector<std::string> keys;
  WriteCondition condition;
  WriteVerdict verdict = WriteVerdict::done;
  std::vector<ObjectFile> given_up = {};
};

ObjectStore::ObjectStore(Parts parts)
    : parts_(std::move(parts)),
      bucket_table_(parts_.connection, "bucket"),
      table_(parts_.connection),
      files_(parts_.directory, parts_.durable) {
  for (const storage::Resource& resource : bucket_table_.load_all()) {
    buckets_.emplace(resource.name, bucket_of(resource));
  }
  remove_spares_of_last_run();
}

void ObjectStore::remove_spares_of_last_run() {
  const auto spares = table_.load_spares();
  if (spares.empty()) return;
  for (const storage::SpareFile& file : spares) files_.remove({file.bucket, file.key, file.id});
  parts_.writer.transact([&] {
    for (const storage::SpareFile& file : spares) table_.erase_spare(file.id);
  });
}

const Bucket* ObjectStore::find_bucket(std::string_view name) const {
  const auto found = buckets_.find(name);
  return found == buckets_.end() ? nullptr : &found->second;
}

std::vector<const Bucket*> ObjectStore::buckets_of(const core::AccountId& account) const {
  std::vector<const Bucket*> found;
  for (const auto& [name, bucket] : buckets_) {
    if (bucket.scope.account == account) found.push_back(&bucket);
  }
  return found;
}

void ObjectStore::create_bucket(const Bucket& bucket) {
  parts_.writer.transact([&] {
    bucket_table_.store({bucket.scope, bucket.name, document_of(bucket)});
  });
  buckets_.emplace(bucket.name, bucket);
}

bool ObjectStore::delete_bucket(const std::string& name) {
  parts_.writer.flush();  // what was removed in this turn is gone then
  if (table_.has_any(name)) return false;
  const Bucket& bucket = buckets_.at(name);
  parts_.writer.transact([&] { bucket_table_.erase(bucket.scope, name); });
  buckets_.erase(name);
  files_.discard_bucket(name);
  return true;
}

std::vector<const Bucket*> ObjectStore::buckets_of(const core::ScopeFilter& scopes) const {
  std::vector<const Bucket*> found;
  for (const auto& [name, bucket] : buckets_) {
    if (scopes.covers(bucket.scope)) found.push_back(&bucket);
  }
  return found;
}

std::size_t ObjectStore::empty_buckets(const core::ScopeFilter& scopes) {
  const auto emptied = buckets_of(scopes);
  parts_.writer.transact([&] {
    for (const Bucket* bucket : emptied) table_.erase_all(bucket->name);
  });
  for (const Bucket* bucket : emptied) files_.discard_bucket(bucket->name);
  return emptied.size();
}

std::size_t ObjectStore::delete_buckets(const core::ScopeFilter& scopes) {
  empty_buckets(scopes);
  parts_.writer.transact([&] {
    for (const Bucket* bucket : buckets_of(scopes))
      bucket_table_.erase(bucket->scope, bucket->name);
  });
  return std::erase_if(buckets_,
                       [&](const auto& entry) { return scopes.covers(entry.second.scope); });
}

std::optional<StoredObject> ObjectStore::find(std::string_view bucket, std::string_view key) {
  return table_.find(bucket, key);
}

void ObjectStore::put(NewObject object, PutDone done) {
  ObjectFile file{object.bucket, object.key, core::random_hex(kFileIdDigits)};
  const auto put = std::make_shared<Put>(
      Put{std::move(object), std::move(done), std::move(file), parts_.clock.now()});
  parts_.writer.submit([this, put] { table_.add_spare(spare(put->file)); },
                       [this, put](bool committed) {
                         if (committed) return write_file(put);
                         put->done(put->verdict, put->modified_at);
                       });
}

void ObjectStore::write_file(const std::shared_ptr<Put>& put) {
  const auto write = [this, put] {
    try {
      files_.write(put->file, put->object.content);
      put->written = true;
    } catch (const std::exception& error) {
      spdlog::error("S3: {}", error.what());
    }
  };
  parts_.run_on_worker(write, [this, put] {
    if (put->written) return commit(put);
    remove_spare(put->file);
    put->done(put->verdict, put->modified_at);
  });
}

void ObjectStore::commit(const std::shared_ptr<Put>& put) {
  parts_.writer.submit([this, put] { put->verdict = take_over(*put); },
                       [this, put](bool committed) {
                         if (!committed) put->verdict = WriteVerdict::disk_failed;
                         if (!committed) put->given_up = put->file;
                         if (put->given_up) remove_spare(*put->given_up);
                         put->done(put->verdict, put->modified_at);
                       });
}

// In the commit's transaction.
WriteVerdict ObjectStore::take_over(Put& put) {
  const NewObject& object = put.object;
  put.given_up = put.file;
  if (!find_bucket(object.bucket)) return WriteVerdict::no_bucket;
  const auto previous = table_.find(object.bucket, object.key);
  const auto verdict =
      decide_write(object.condition, previous ? std::optional(previous->etag) : std::nullopt);
  if (verdict != WriteVerdict::done) return verdict;
  put.given_up.reset();
  if (previous) put.given_up = ObjectFile{object.bucket, object.key, previous->file};
  if (previous) table_.add_spare(spare(*put.given_up));
  table_.erase_spare(put.file.id);
  table_.store(object.bucket, object.key,
               {put.file.id, static_cast<std::int64_t>(object.content.size()), object.etag,
                put.modified_at, object.document});
  return verdict;
}

void ObjectStore::remove(const std::string& bucket, std::vector<std::string> keys,
                         WriteCondition condition, RemoveDone done) {
  const auto removal =
      std::make_shared<Removal>(Removal{bucket, std::move(keys), std::move(condition)});
  parts_.writer.submit([this, removal] { removal->verdict = remove_rows(*removal); },
                       [this, removal, done = std::move(done)](bool committed) {
                         if (!committed) return done(WriteVerdict::disk_failed);
                         for (const ObjectFile& file : removal->given_up) remove_spare(file);
                         done(removal->verdict);
                       });
}

// In a transaction. The condition is that of a single key.
WriteVerdict ObjectStore::remove_rows(Removal& removal) {
  for (const std::string& key : removal.keys) {
    const auto found = table_.find(removal.bucket, key);
    const auto verdict =
        decide_write(removal.condition, found ? std::optional(found->etag) : std::nullopt);
    if (verdict != WriteVerdict::done) return verdict;
    if (!found) continue;
    removal.given_up.push_back({removal.bucket, key, found->file});
    table_.add_spare(spare(removal.given_up.back()));
    table_.erase(removal.bucket, key);
  }
  return WriteVerdict::done;
}

void ObjectStore::remove_spare(const ObjectFile& file) {
  parts_.run_on_worker(
      [this, file] { files_.remove(file); },
      [this, file] { parts_.writer.submit([this, file] { table_.erase_spare(file.id); }, {}); });
}

// Opened at once: the file may be replaced and removed before a worker is free.
void ObjectStore::read(const ObjectFile& file, std::size_t offset, std::size_t count,
                       ReadDone done) {
  struct Read {
    storage::files::Descriptor file;
    std::optional<std::string> bytes;
  };
  const auto read = std::make_shared<Read>(Read{files_.open(file), std::nullopt});
  const auto take = [read, offset, count] {
    try {
      read->bytes = storage::files::read_bytes(read->file, offset, count);
    } catch (const std::exception& error) {
      spdlog::error("S3: {}", error.what());
    }
  };
  parts_.run_on_worker(take, [read, done = std::move(done)] { done(std::move(read->bytes)); });
}

}  // namespace server::s3
