#include "core/api_error.h"
#include "server/s3/object_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

// Buckets that are saved, and made anew elsewhere. Copies have rows of their own and share the
// bytes: their files are links, since bytes never change. What a kill cuts off is left to
// remove_some.
namespace server::s3 {
namespace {

using storage::files::ObjectFile;

// To link one whose key has many slashes takes half a millisecond.
constexpr std::size_t kObjectsAtOnce = 8;

core::ScopeFilter only(const core::Scope& scope) {
  return {scope.account, scope.region};
}

}  // namespace

std::vector<const Bucket*> ObjectStore::saved_buckets(const core::Scope& place) const {
  std::vector<const Bucket*> found;
  for (const Bucket& bucket : saved_) {
    if (bucket.scope == place) found.push_back(&bucket);
  }
  return found;
}

std::size_t ObjectStore::count_objects(const core::Scope& scope, std::size_t most) {
  parts_.writer.flush();
  std::size_t count = 0;
  for (const Bucket* bucket : buckets_of(only(scope))) {
    if (count < most) count += table_.list(bucket->place, "", most - count).size();
  }
  return count;
}

bool ObjectStore::copy_some(const std::string& from, const std::string& to, std::string& next_key) {
  parts_.writer.flush();
  auto rows = table_.list(from, next_key, kObjectsAtOnce + 1);
  const bool more = rows.size() > kObjectsAtOnce;
  if (more) {
    next_key = rows.back().key;
    rows.pop_back();
  }
  parts_.writer.transact([&] {
    for (const auto& row : rows) {
      const auto object = table_.find(from, row.key);
      files_.link({from, row.key, object->file}, {to, row.key, object->file});
      table_.store(to, row.key, *object);
    }
  });
  return more;
}

std::size_t ObjectStore::delete_saved(const core::ScopeFilter& scopes, std::size_t most) {
  std::set<std::string> places;
  parts_.writer.transact([&] {
    for (const Bucket& bucket : saved_) {
      if (places.size() == most) break;
      if (!scopes.covers(bucket.scope)) continue;
      saved_table_.erase(bucket.scope, bucket.name);
      left_places_.store({{}, bucket.place, "{}"});
      places.insert(bucket.place);
    }
  });
  for (const std::string& place : places) files_.discard_bucket(place);
  std::erase_if(saved_, [&](const Bucket& bucket) { return places.contains(bucket.place); });
  return places.size();
}

BucketSave::BucketSave(ObjectStore& store, const core::Scope& from, const core::Scope& place)
    : store_(store) {
  store_.parts_.writer.transact([&] {
    for (const Bucket* bucket : store_.buckets_of(only(from))) save_rows(*bucket, place);
  });
  ++store_.saves_;
  for (const Bucket& copy : copies_) store_.being_made_.insert(copy.place);
}

BucketSave::~BucketSave() {
  --store_.saves_;
  for (const Bucket& copy : copies_) store_.being_made_.erase(copy.place);
}

// In a transaction.
void BucketSave::save_rows(const Bucket& bucket, const core::Scope& place) {
  Bucket& copy = copies_.emplace_back(bucket);
  copy.scope = place;
  copy.place = new_place(copy.name);
  store_.left_places_.store({{}, copy.place, "{}"});
  for (const auto& row : store_.table_.list(bucket.place, "", ObjectStore::kMaxSavedObjects)) {
    const auto object = store_.table_.find(bucket.place, row.key);
    store_.table_.store(copy.place, row.key, *object);
    files_.push_back({
        ObjectFile{bucket.place, row.key, object->file},
        copy.place
    });
  }
}

bool BucketSave::step() {
  const std::size_t end = std::min(next_ + kObjectsAtOnce, files_.size());
  for (; next_ < end; ++next_) {
    const auto& [file, place] = files_[next_];
    store_.files_.link(file, {place, file.key, file.id});
  }
  if (next_ < files_.size()) return true;
  store_.parts_.writer.transact([&] {
    for (const Bucket& copy : copies_) {
      store_.saved_table_.store({copy.scope, copy.name, document_of(copy)});
      store_.left_places_.erase({}, copy.place);
    }
  });
  store_.saved_.insert(store_.saved_.end(), copies_.begin(), copies_.end());
  return false;
}

BucketRestore::BucketRestore(ObjectStore& store, const Bucket& saved, std::string name,
                             const core::Scope& to)
    : store_(store),
      bucket_{std::move(name), to, saved.created_at, new_place(saved.name)},
      from_(saved.place) {}

BucketRestore::~BucketRestore() {
  store_.being_made_.erase(bucket_.place);
}

bool BucketRestore::step() {
  auto& writer = store_.parts_.writer;
  if (store_.being_made_.insert(bucket_.place).second) {
    writer.transact([&] { store_.left_places_.store({{}, bucket_.place, "{}"}); });
  }
  if (store_.copy_some(from_, bucket_.place, next_key_)) return true;
  if (store_.find_bucket(bucket_.name)) {
    throw core::ApiError(core::ErrorCode::resource_conflict,
                         fmt::format("Bucket {} was made while it was restored.", bucket_.name));
  }
  writer.transact([&] {
    store_.bucket_table_.store({bucket_.scope, bucket_.name, document_of(bucket_)});
    store_.left_places_.erase({}, bucket_.place);
  });
  store_.buckets_.emplace(bucket_.name, bucket_);
  return false;
}

}  // namespace server::s3
