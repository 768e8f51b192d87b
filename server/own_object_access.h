#pragma once

#include "server/object_access.h"
#include "server/s3/object_store.h"
#include "server/services.h"

namespace server {

// ObjectAccess over the buckets that this server has. The store must outlive it.
class OwnObjectAccess : public ObjectAccess {
 public:
  OwnObjectAccess(s3::ObjectStore& store, RunOnWorker run_on_worker)
      : store_(store), run_on_worker_(std::move(run_on_worker)) {}

  std::optional<core::AccountId> owner_of(const std::string& bucket) const override;
  void put(const std::string& bucket, const std::string& key, std::string content,
           PutDone done) override;
  std::vector<std::string> list(const std::string& bucket, const std::string& prefix,
                                const std::string& after, std::size_t most) override;
  std::optional<FoundObject> find(const std::string& bucket, const std::string& key) override;
  void read(const FoundObject& object, std::size_t offset, std::size_t count,
            ReadDone done) override;

 private:
  s3::ObjectStore& store_;
  RunOnWorker run_on_worker_;
};

}  // namespace server
