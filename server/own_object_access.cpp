#include "server/own_object_access.h"

#include "server/s3/own_objects.h"

#include <algorithm>

namespace server {

std::optional<core::AccountId> OwnObjectAccess::owner_of(const std::string& bucket) const {
  const s3::Bucket* found = store_.find_bucket(bucket);
  if (!found) return std::nullopt;
  return found->scope.account;
}

void OwnObjectAccess::put(const std::string& bucket, const std::string& key, std::string content,
                          PutDone done) {
  s3::put_own_object(store_, run_on_worker_, bucket, key, std::move(content), std::move(done));
}

std::vector<std::string> OwnObjectAccess::list(const std::string& bucket, const std::string& prefix,
                                               const std::string& after, std::size_t most) {
  std::vector<std::string> keys;
  // The list begins at a key: behind the last one seen, which is it and the least byte.
  const std::string from = after.empty() ? prefix : after + '\0';
  for (storage::ListedObject& object : store_.list(bucket, std::max(from, prefix), most)) {
    if (!object.key.starts_with(prefix)) break;
    keys.push_back(std::move(object.key));
  }
  return keys;
}

std::optional<FoundObject> OwnObjectAccess::find(const std::string& bucket,
                                                 const std::string& key) {
  const auto object = store_.find(bucket, key);
  if (!object) return std::nullopt;
  return FoundObject{bucket, key, object->file, static_cast<std::size_t>(object->size_bytes)};
}

void OwnObjectAccess::read(const FoundObject& object, std::size_t offset, std::size_t count,
                           ReadDone done) {
  const std::size_t begin = std::min(offset, object.size_bytes);
  store_.read({object.bucket, object.key, object.file}, begin,
              std::min(count, object.size_bytes - begin), std::move(done));
}

}  // namespace server
