#pragma once

#include "core/names.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace server {

// An object as it was when it was found: one that was put over it since can't be read by this.
struct FoundObject {
  std::string bucket;
  std::string key;
  std::string file;  // which one has its bytes
  std::size_t size_bytes = 0;
};

// The server's own buckets, for operations of other services: what S3's store does without a
// client's request. Engine thread; completions come once, never before the call returns.
class ObjectAccess {
 public:
  virtual ~ObjectAccess() = default;

  // The account that a bucket belongs to; nullopt when there is no such bucket.
  virtual std::optional<core::AccountId> owner_of(const std::string& bucket) const = 0;

  // Tells nothing when it is stored, else why not.
  using PutDone = std::function<void(std::optional<std::string> failure)>;
  virtual void put(const std::string& bucket, const std::string& key, std::string content,
                   PutDone done) = 0;

  // The keys that begin with a prefix, in order, those after `after`; `most` of them.
  virtual std::vector<std::string> list(const std::string& bucket, const std::string& prefix,
                                        const std::string& after, std::size_t most) = 0;
  // nullopt when there is none.
  virtual std::optional<FoundObject> find(const std::string& bucket, const std::string& key) = 0;
  // So many bytes from there on, or what there is of them; nullopt when they can't be read.
  using ReadDone = std::function<void(std::optional<std::string> bytes)>;
  virtual void read(const FoundObject& object, std::size_t offset, std::size_t count,
                    ReadDone done) = 0;
};

}  // namespace server
