#include "storage/files/temporary_directory.h"

#include "core/uuid.h"
#include "storage/files/data_directory.h"
#include "storage/files/marker.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <string>

namespace storage::files {
namespace {

constexpr std::string_view kPrefix = "rivulet-data-";
constexpr std::size_t kDigits = 16;

bool is_name(std::string_view name) {
  if (!name.starts_with(kPrefix) || name.size() != kPrefix.size() + kDigits) return false;
  return name.find_first_not_of("0123456789abcdef", kPrefix.size()) == std::string_view::npos;
}

Directory place() {
  return Directory::open(std::filesystem::temp_directory_path());
}

// What somebody else made, or may write to, proves nothing.
bool is_private_of_this_user(const Directory& directory) {
  struct stat status;
  return ::fstat(directory.descriptor(), &status) == 0 && status.st_uid == ::geteuid() &&
         (status.st_mode & 0777) == 0700;
}

// Everything but the mark goes by way of the trash, which goes last.
bool is_content(const std::string& name) {
  return name != kMarkerName && name != kTrashName;
}

void discard_all(const Directory& own, Trash& trash) {
  for (const std::string& name : own.names()) {
    if (is_content(name)) trash.take(own, name);
  }
}

bool has_content(const Directory& own) {
  const auto names = own.names();
  return std::any_of(names.begin(), names.end(), is_content);
}

void remove_emptied(const Directory& parent, const Directory& root, const Directory& own) {
  if (!own.remove_empty(kTrashName)) return;
  own.remove_file(kMarkerName);
  root.remove_empty(kOwnName);
  parent.remove_empty(root.path().filename());
}

// True when there is more to delete in it.
bool remove_some(const Directory& parent, const Directory& root, std::size_t entries,
                 const BeforeRemoval& before) {
  if (!is_private_of_this_user(root)) return false;
  const auto own = root.find(kOwnName);
  if (!own || !is_private_of_this_user(*own)) return false;
  const auto lock = claim_abandoned(*own, DirectoryKind::temporary);
  if (!lock) return false;
  if (has_content(*own)) before(own->path());
  Trash trash(own->find_or_make(kTrashName));
  discard_all(*own, trash);
  if (trash.remove_some(entries)) return true;
  remove_emptied(parent, root, *own);
  return false;
}

}  // namespace

Directory make_temporary_directory() {
  return place().make(std::string(kPrefix) + core::random_hex(kDigits));
}

void remove_temporary_directory(const Directory& root, const Directory& own,
                                Trash& trash) noexcept {
  try {
    discard_all(own, trash);
    while (trash.remove_some(std::numeric_limits<std::size_t>::max())) {
    }
    remove_emptied(Directory::open(root.path().parent_path()), root, own);
  } catch (const std::exception& error) {
    spdlog::warn("removing {}: {}", root.path().string(), error.what());
  }
}

bool remove_abandoned(std::size_t entries, const BeforeRemoval& before) noexcept {
  try {
    const Directory parent = place();
    const auto names = parent.names();
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      if (!is_name(name)) return false;
      const auto root = parent.find(name);
      return root && remove_some(parent, *root, entries, before);
    });
  } catch (const std::exception& error) {
    spdlog::warn("removing what killed servers left: {}", error.what());
    return false;
  }
}

}  // namespace storage::files
