#include "server/s3/own_objects.h"

#include "server/s3/checksums.h"
#include "server/s3/object_description.h"
#include "server/s3/upload.h"

#include <memory>
#include <utility>

namespace server::s3 {
namespace {

std::optional<std::string> failure_of(WriteVerdict verdict) {
  if (verdict == WriteVerdict::done) return std::nullopt;
  return verdict == WriteVerdict::no_bucket ? "The specified bucket does not exist"
                                            : "The object can't be stored.";
}

// AWS lets Lambda read a bucket of its caller's only.
std::optional<ObjectContent> refusal(const ObjectStore& store, const core::Scope& scope,
                                     const std::string& bucket) {
  const Bucket* const found = store.find_bucket(bucket);
  if (!found) return ObjectContent{"", "NoSuchBucket", "The specified bucket does not exist"};
  if (found->scope.account != scope.account) {
    return ObjectContent{"", "AccessDenied", "Access Denied"};
  }
  return std::nullopt;
}

}  // namespace

void put_own_object(ObjectStore& store, const RunOnWorker& run_on_worker, const std::string& bucket,
                    const std::string& key, std::string content,
                    std::function<void(std::optional<std::string>)> done) {
  const auto received = std::make_shared<Received>();
  const auto receive_it = [received, content = std::move(content)]() mutable {
    Upload upload;
    upload.body = std::move(content);
    upload.wanted_checksum = kDefaultChecksum;
    *received = receive(std::move(upload));
  };
  run_on_worker(receive_it, [&store, received, bucket, key, done = std::move(done)] {
    ObjectDescription description;
    description.checksum_algorithm = received->checksum_algorithm;
    description.checksum = received->checksum;
    store.put({bucket, key, std::move(received->content), received->etag, to_json(description), {}},
              [done](WriteVerdict verdict, core::WallTime) { done(failure_of(verdict)); });
  });
}

void read_own_object(ObjectStore& store, const core::Scope& scope, const std::string& bucket,
                     const std::string& key, std::size_t max_bytes,
                     const std::function<void(ObjectContent)>& done) {
  if (auto refused = refusal(store, scope, bucket)) return done(*std::move(refused));
  const auto object = store.find(bucket, key);
  if (!object) return done({"", "NoSuchKey", "The specified key does not exist."});
  const auto size = static_cast<std::size_t>(object->size_bytes);
  if (size > max_bytes) return done({"", "EntityTooLarge", "The object is too large."});
  store.read({bucket, key, object->file}, 0, size, [done](std::optional<std::string> bytes) {
    if (!bytes) return done({"", "InternalError", "The object can't be read."});
    done({*std::move(bytes)});
  });
}

}  // namespace server::s3
