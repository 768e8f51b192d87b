#pragma once

#include "storage/files/owned_directory.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace storage::files {

// The bytes of one version of an S3 object.
struct ObjectFile {
  std::string bucket;  // its place: no slash, no point in the beginning
  std::string key;
  std::string id;  // hexadecimal digits, for no other file
};

// The files of all buckets: <directory>/BUCKET/ and an object_path. What is written is never
// changed, only removed. Directories come and go with the files in them.
class BucketFiles {
 public:
  // A durable file survives power loss, once it is written.
  BucketFiles(OwnedDirectory directory, bool durable)
      : directory_(std::move(directory)), durable_(durable) {}

  // On a worker thread. Throws std::runtime_error; part of the file may be there then.
  void write(const ObjectFile& file, std::string_view bytes);
  // Another name for the bytes of a file, which must be there. Takes a moment. Throws
  // std::runtime_error.
  void link(const ObjectFile& from, const ObjectFile& to);
  // On a worker thread. Nothing happens when it isn't there.
  void remove(const ObjectFile& file) noexcept;
  // Open for reading: it stays readable when it is removed. Empty if it isn't there. Any thread.
  Descriptor open(const ObjectFile& file) const;
  // The bucket's directory is gone, with all in it. Any thread.
  void discard_bucket(const std::string& bucket) const noexcept { directory_.discard(bucket); }

 private:
  OwnedDirectory directory_;
  bool durable_;
  std::mutex mutex_;  // a directory isn't removed as empty while a file is about to be made in it
};

// So many bytes of a file from there on. Throws std::runtime_error when they aren't there.
std::string read_bytes(const Descriptor& file, std::size_t offset, std::size_t count);

}  // namespace storage::files
