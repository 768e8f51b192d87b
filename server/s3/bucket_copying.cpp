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
constexpr std::size_t kBucketsAtOnce = 100;

}  // namespace

std::vector<const Bucket*> ObjectStore::saved_buckets(const core::Scope& place,
                                                      std::string_view after,
                                                      std::size_t most) const {
  std::vector<const Bucket*> found;
  for (auto at = saved_.upper_bound({place, std::string(after)});
       at != saved_.end() && at->first.first == place && found.size() < most; ++at) {
    found.push_back(&at->second);
  }
  return found;
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
  if (!scopes.account || !scopes.region) return 0;  // snapshots aren't among all
  std::vector<Bucket> gone;
  for (const Bucket* bucket : saved_buckets({*scopes.account, *scopes.region}, {}, most)) {
    gone.push_back(*bucket);
  }
  parts_.writer.transact([&] {
    for (const Bucket& bucket : gone) {
      saved_table_.erase(bucket.scope, bucket.name);
      left_places_.store({{}, bucket.place, "{}"});
    }
  });
  for (const Bucket& bucket : gone) {
    files_.discard_bucket(bucket.place);
    saved_.erase({bucket.scope, bucket.name});
  }
  return gone.size();
}

BucketSave::BucketSave(ObjectStore& store, core::Scope place)
    : store_(store), place_(std::move(place)) {
  ++store_.saves_;
}

BucketSave::~BucketSave() {
  --store_.saves_;
  for (const Bucket& copy : copies_) store_.being_made_.erase(copy.place);
}

bool BucketSave::add(const Bucket& bucket) {
  Bucket& copy = copies_.emplace_back(bucket);
  copy.scope = place_;
  copy.place = new_place(copy.name);
  store_.left_places_.store({{}, copy.place, "{}"});
  store_.being_made_.insert(copy.place);
  const std::size_t most = ObjectStore::kMaxSavedObjects - objects_;
  const auto rows = store_.table_.list(bucket.place, "", most + 1);
  if (rows.size() > most) return false;
  objects_ += rows.size();
  for (const auto& row : rows) {
    const auto object = store_.table_.find(bucket.place, row.key);
    store_.table_.store(copy.place, row.key, *object);
    files_.push_back({
        ObjectFile{bucket.place, row.key, object->file},
        copy.place
    });
  }
  return true;
}

void BucketSave::step() {
  if (files_.empty()) return store_some();
  for (std::size_t n = 0; n < kObjectsAtOnce && !files_.empty(); ++n) {
    const auto& [file, place] = files_.front();
    store_.files_.link(file, {place, file.key, file.id});
    files_.pop_front();
  }
}

void BucketSave::store_some() {
  const auto end =
      copies_.begin() + static_cast<std::ptrdiff_t>(std::min(kBucketsAtOnce, copies_.size()));
  store_.parts_.writer.transact([&] {
    for (auto copy = copies_.begin(); copy != end; ++copy) {
      store_.saved_table_.store({copy->scope, copy->name, document_of(*copy)});
      store_.left_places_.erase({}, copy->place);
    }
  });
  for (auto copy = copies_.begin(); copy != end; ++copy) {
    store_.being_made_.erase(copy->place);
    store_.saved_.emplace(std::pair(copy->scope, copy->name), *copy);
  }
  copies_.erase(copies_.begin(), end);
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
