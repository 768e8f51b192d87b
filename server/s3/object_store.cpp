#include "server/s3/object_store.h"

#include "core/uuid.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

namespace server::s3 {
namespace {

using storage::StoredObject;
using storage::files::ObjectFile;

constexpr std::size_t kFileIdDigits = 16;
// How many rows go in one turn: the others are left to remove_some.
constexpr std::size_t kRowsAtOnce = 500;
constexpr std::size_t kFilesAtOnce = 50;
constexpr std::size_t kPlacesAtOnce = 20;

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
      saved_table_(parts_.connection, "saved-bucket"),
      left_places_(parts_.connection, "left-bucket"),
      table_(parts_.connection),
      files_(parts_.directory, parts_.durable) {
  for (const storage::Resource& resource : bucket_table_.load_all()) {
    buckets_.emplace(resource.name, stored_bucket(resource));
  }
  for (const storage::Resource& resource : saved_table_.load_all()) {
    saved_.emplace(std::pair(resource.scope, resource.name), stored_bucket(resource));
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

std::string ObjectStore::place_of(std::string_view name) const {
  const Bucket* const bucket = find_bucket(name);
  return bucket ? bucket->place : std::string(name);
}

bool ObjectStore::is_free(const std::string& place) {
  const auto left = left_places_.load_all();
  return !table_.has_any(place) && std::none_of(left.begin(), left.end(), [&](const auto& each) {
    return each.name == place;
  });
}

void ObjectStore::create_bucket(const Bucket& bucket) {
  Bucket created = bucket;
  created.place = is_free(bucket.name) ? bucket.name : new_place(bucket.name);
  parts_.writer.transact([&] {
    bucket_table_.store({created.scope, created.name, document_of(created)});
  });
  buckets_.emplace(created.name, created);
}

bool ObjectStore::delete_bucket(const std::string& name) {
  parts_.writer.flush();  // what was removed in this turn is gone then
  const Bucket bucket = buckets_.at(name);
  if (table_.has_any(bucket.place)) return false;
  erase_buckets({bucket});
  return true;
}

void ObjectStore::discard_bucket(const std::string& name) {
  erase_buckets({buckets_.at(name)});
}

void ObjectStore::erase_buckets(const std::vector<Bucket>& gone) {
  parts_.writer.transact([&] {
    for (const Bucket& bucket : gone) {
      leave_place(bucket.place);
      bucket_table_.erase(bucket.scope, bucket.name);
    }
  });
  for (const Bucket& bucket : gone) buckets_.erase(bucket.name);
  for (const Bucket& bucket : gone) discard_files(bucket.place);
}

// In a transaction.
void ObjectStore::leave_place(const std::string& place) {
  if (saves_ > 0 || table_.has_any(place)) left_places_.store({{}, place, "{}"});
}

void ObjectStore::discard_files(const std::string& place) {
  if (saves_ == 0) files_.discard_bucket(place);  // else remove_some does
}

std::vector<const Bucket*> ObjectStore::buckets_of(const core::ScopeFilter& scopes,
                                                   std::string_view after, std::size_t most) const {
  std::vector<const Bucket*> found;
  for (auto at = buckets_.upper_bound(after); at != buckets_.end() && found.size() < most; ++at) {
    if (scopes.covers(at->second.scope)) found.push_back(&at->second);
  }
  return found;
}

bool ObjectStore::empty_bucket(const std::string& name) {
  const auto found = buckets_.find(name);
  if (found == buckets_.end()) return false;
  Bucket bucket;
  parts_.writer.transact([&] { bucket = emptied(found->second); });
  discard_files(found->second.place);
  found->second = std::move(bucket);
  return true;
}

// In a transaction. An upload that is under way finds its bucket elsewhere, and fails.
Bucket ObjectStore::emptied(const Bucket& bucket) {
  leave_place(bucket.place);
  Bucket emptied = bucket;
  emptied.place = new_place(bucket.name);
  bucket_table_.store({emptied.scope, emptied.name, document_of(emptied)});
  return emptied;
}

bool ObjectStore::remove_held() {
  const std::size_t count = std::min(held_.size(), kFilesAtOnce);
  for (std::size_t n = 0; n < count; ++n) {
    remove_spare(held_.back());
    held_.pop_back();
  }
  return count > 0;
}

bool ObjectStore::remove_some() {
  if (saves_ > 0) return false;
  if (remove_held()) return true;
  std::size_t places = 0;
  std::size_t rows = 0;
  for (const storage::Resource& left : left_places_.load_all()) {
    if (places == kPlacesAtOnce || rows == kRowsAtOnce) break;
    if (being_made_.contains(left.name)) continue;
    parts_.writer.transact([&] {
      rows += table_.erase_some(left.name, kRowsAtOnce - rows);
      if (rows < kRowsAtOnce) left_places_.erase({}, left.name);
    });
    files_.discard_bucket(left.name);
    ++places;
  }
  return places > 0;
}

std::size_t ObjectStore::delete_buckets(const core::ScopeFilter& scopes, std::size_t most) {
  std::vector<Bucket> gone;
  for (const Bucket* bucket : buckets_of(scopes, {}, most)) gone.push_back(*bucket);
  erase_buckets(gone);
  return gone.size();
}

std::optional<StoredObject> ObjectStore::find(std::string_view bucket, std::string_view key) {
  return table_.find(place_of(bucket), key);
}

void ObjectStore::put(NewObject object, PutDone done) {
  ObjectFile file{place_of(object.bucket), object.key, core::random_hex(kFileIdDigits)};
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
  const Bucket* const bucket = find_bucket(object.bucket);
  if (!bucket || bucket->place != put.file.bucket) return WriteVerdict::no_bucket;
  const auto previous = table_.find(bucket->place, object.key);
  const auto verdict =
      decide_write(object.condition, previous ? std::optional(previous->etag) : std::nullopt);
  if (verdict != WriteVerdict::done) return verdict;
  put.given_up.reset();
  if (previous) put.given_up = ObjectFile{bucket->place, object.key, previous->file};
  if (previous) table_.add_spare(spare(*put.given_up));
  table_.erase_spare(put.file.id);
  table_.store(bucket->place, object.key,
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
  const std::string place = place_of(removal.bucket);
  for (const std::string& key : removal.keys) {
    const auto found = table_.find(place, key);
    const auto verdict =
        decide_write(removal.condition, found ? std::optional(found->etag) : std::nullopt);
    if (verdict != WriteVerdict::done) return verdict;
    if (!found) continue;
    removal.given_up.push_back({place, key, found->file});
    table_.add_spare(spare(removal.given_up.back()));
    table_.erase(place, key);
  }
  return WriteVerdict::done;
}

void ObjectStore::remove_spare(const ObjectFile& file) {
  if (saves_ > 0) return held_.push_back(file);
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
  const ObjectFile place{place_of(file.bucket), file.key, file.id};
  const auto read = std::make_shared<Read>(Read{files_.open(place), std::nullopt});
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
