#include "storage/files/bucket_files.h"

#include "storage/files/object_path.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <optional>
#include <stdexcept>
#include <vector>

namespace storage::files {
namespace {

// The bucket's directory and those below it, in their order.
std::vector<std::string> directories_of(const ObjectFile& file, ObjectPath path) {
  path.directories.insert(path.directories.begin(), file.bucket);
  return std::move(path.directories);
}

// From the bucket's to the file's; not all of them when some aren't there.
std::vector<Directory> open_chain(const Directory& root, const std::vector<std::string>& names) {
  std::vector<Directory> chain;
  for (const std::string& name : names) {
    auto next = (chain.empty() ? root : chain.back()).find(name);
    if (!next) break;
    chain.push_back(*std::move(next));
  }
  return chain;
}

std::vector<Directory> make_chain(const Directory& root, const std::vector<std::string>& names) {
  std::vector<Directory> chain;
  for (const std::string& name : names) {
    chain.push_back((chain.empty() ? root : chain.back()).find_or_make(name));
  }
  return chain;
}

void sync(const Descriptor& file, const std::vector<Directory>& chain, const Directory& root) {
  if (::fsync(file.get()) != 0) throw_errno("can't write " + chain.back().path().string());
  for (const Directory& directory : chain) directory.sync();
  root.sync();
}

}  // namespace

void BucketFiles::write(const ObjectFile& file, std::string_view bytes) {
  const ObjectPath path = object_path(file.key, file.id);
  std::vector<Directory> chain;
  Descriptor made;
  {
    const std::lock_guard lock(mutex_);
    chain = make_chain(directory_.directory(), directories_of(file, path));
    made = chain.back().create_file(path.name);
  }
  write_all(made.get(), bytes, chain.back().path() / path.name);
  if (durable_) sync(made, chain, directory_.directory());
}

void BucketFiles::link(const ObjectFile& from, const ObjectFile& to) {
  const ObjectPath path = object_path(from.key, from.id);
  const ObjectPath new_path = object_path(to.key, to.id);
  const auto names = directories_of(from, path);
  const std::lock_guard lock(mutex_);
  const auto chain = open_chain(directory_.directory(), names);
  const auto new_chain = make_chain(directory_.directory(), directories_of(to, new_path));
  const Directory& target = new_chain.back();
  if (chain.size() < names.size() || ::linkat(chain.back().descriptor(), path.name.c_str(),
                                              target.descriptor(), new_path.name.c_str(), 0) != 0) {
    throw_errno("can't link an object of " + from.bucket);
  }
  if (!durable_) return;
  for (const Directory& directory : new_chain) directory.sync();
  directory_.directory().sync();
}

void BucketFiles::remove(const ObjectFile& file) noexcept {
  try {
    const ObjectPath path = object_path(file.key, file.id);
    const auto names = directories_of(file, path);
    const std::lock_guard lock(mutex_);
    const auto chain = open_chain(directory_.directory(), names);
    if (chain.size() == names.size()) chain.back().remove_file(path.name);
    for (std::size_t depth = chain.size(); depth-- > 0;) {
      const Directory& parent = depth == 0 ? directory_.directory() : chain[depth - 1];
      if (!parent.remove_empty(names[depth])) break;
    }
  } catch (const std::exception& error) {
    spdlog::warn("deleting an object of {}: {}", file.bucket, error.what());
  }
}

Descriptor BucketFiles::open(const ObjectFile& file) const {
  const ObjectPath path = object_path(file.key, file.id);
  std::optional<Directory> place = directory_.directory().find(file.bucket);
  for (const std::string& name : path.directories) {
    if (place) place = place->find(name);
  }
  return place ? place->open_file(path.name) : Descriptor();
}

std::string read_bytes(const Descriptor& file, std::size_t offset, std::size_t count) {
  if (!file) throw std::runtime_error("the file of an object isn't there");
  std::string bytes(count, '\0');
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t n = ::pread(file.get(), bytes.data() + filled, count - filled,
                              static_cast<off_t>(offset + filled));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_errno("can't read an object");
    if (n == 0) throw std::runtime_error("a file of an object is shorter than the object");
    filled += static_cast<std::size_t>(n);
  }
  return bytes;
}

}  // namespace storage::files
