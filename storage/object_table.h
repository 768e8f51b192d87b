#pragma once

#include "core/clock.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What is known of an S3 object; its bytes are a file (files/bucket_files.h).
struct StoredObject {
  std::string file;  // the file's id
  std::int64_t size_bytes = 0;
  std::string etag;  // without quotes
  core::WallTime modified_at;
  std::string document;  // JSON of the owner's making
};

struct ListedObject {
  std::string key;
  std::int64_t size_bytes = 0;
  std::string etag;
  core::WallTime modified_at;
};

// A file that no object has, though it may be there: one that is being written, or that was given
// up and has yet to be removed.
struct SpareFile {
  std::string id;
  std::string bucket;
  std::string key;
};

// The objects of all buckets, by bucket and key in the order of the keys' bytes. A bucket is named
// here by its place, which is another one each time that it loses all that it has. Writes are made
// within somebody's transaction.
class ObjectTable {
 public:
  explicit ObjectTable(sqlite::Connection& connection);

  std::optional<StoredObject> find(std::string_view bucket, std::string_view key);
  void store(std::string_view bucket, std::string_view key, const StoredObject& object);
  void erase(std::string_view bucket, std::string_view key);
  // So many of a bucket's, at most. Answers how many there were.
  std::size_t erase_some(std::string_view bucket, std::size_t most);
  std::size_t count_bytes(std::string_view bucket);
  bool has_any(std::string_view bucket);
  // The first ones whose keys are the given one or behind it.
  std::vector<ListedObject> list(std::string_view bucket, std::string_view from, std::size_t most);

  void add_spare(const SpareFile& file);
  void erase_spare(std::string_view id);
  std::vector<SpareFile> load_spares();

 private:
  sqlite::Statement find_;
  sqlite::Statement store_;
  sqlite::Statement erase_;
  sqlite::Statement erase_some_;
  sqlite::Statement count_bytes_;
  sqlite::Statement list_;
  sqlite::Statement add_spare_;
  sqlite::Statement erase_spare_;
  sqlite::Statement load_spares_;
};

}  // namespace storage
