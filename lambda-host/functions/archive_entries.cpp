#include "lambda-host/functions/archive_entries.h"

#include "core/api_error.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <filesystem>

namespace lambda_host {
namespace {

[[noreturn]] void throw_invalid(std::string message) {
  throw core::ApiError(core::ErrorCode::invalid_parameter_value, std::move(message));
}

void check_count(std::size_t count) {
  if (count <= kMaxUnzippedEntries) return;
  throw_invalid(fmt::format("Uploaded file must have no more than {} files and directories",
                            kMaxUnzippedEntries));
}

// How many names a path has.
std::size_t depth(std::string_view path) {
  if (path.empty()) return 0;
  return 1 + static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

// Throws for one that is absolute or climbs.
std::string safe_path(std::string_view name) {
  const std::filesystem::path path(name);
  if (name.empty() || path.is_absolute()) throw_broken_zip();
  for (const std::filesystem::path& part : path) {
    if (part == "..") throw_broken_zip();
  }
  std::string normal = path.lexically_normal().string();
  if (normal.ends_with('/')) normal.pop_back();
  return normal;
}

mode_t mode_of(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_file_get_external_attributes(archive, index, 0, &system, &attributes);
  return system == ZIP_OPSYS_UNIX ? static_cast<mode_t>(attributes >> 16) : 0;
}

ArchiveEntry read_entry(zip_t* archive, zip_uint64_t index) {
  const char* const raw_name = zip_get_name(archive, index, ZIP_FL_ENC_GUESS);
  if (!raw_name) throw_broken_zip();
  const std::string_view name = raw_name;
  ArchiveEntry entry{safe_path(name), index, mode_of(archive, index), false};
  entry.is_directory = name.ends_with('/') || S_ISDIR(entry.mode);
  if (depth(entry.path) > kMaxZipDepth) {
    throw_invalid(fmt::format(
        "Uploaded file must have no more than {} directories within one another", kMaxZipDepth));
  }
  return entry;
}

// Of two letters in a path: what lies in a directory comes before its siblings, "a/b" before "a-b".
bool comes_before(char a, char b) {
  if (a == '/' || b == '/') return a == '/' && b != '/';
  return static_cast<unsigned char>(a) < static_cast<unsigned char>(b);
}

// In the order of their paths.
void check_directories(const std::vector<ArchiveEntry>& entries) {
  std::size_t count = 0;
  std::string_view before;
  for (const ArchiveEntry& entry : entries) {
    const std::string_view directory = directory_of(entry);
    count += entry.is_directory ? 0 : 1;
    count += depth(directory) - depth(directory.substr(0, shared_length(directory, before)));
    before = directory;
  }
  check_count(count);
}

}  // namespace

void throw_broken_zip() {
  throw_invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
}

std::string_view directory_of(const ArchiveEntry& entry) {
  const std::string_view path = entry.path;
  if (entry.is_directory) return path;
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::size_t shared_length(std::string_view path, std::string_view other) {
  const auto ends_name = [](std::string_view text, std::size_t at) {
    return at == text.size() || text[at] == '/';
  };
  const auto end = std::mismatch(path.begin(), path.end(), other.begin(), other.end()).first;
  auto length = static_cast<std::size_t>(end - path.begin());
  while (length > 0 && !(ends_name(path, length) && ends_name(other, length))) --length;
  return length;
}

std::vector<ArchiveEntry> read_entries(zip_t* archive) {
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count <= 0) throw_invalid("Uploaded file must be a non-empty zip");
  check_count(static_cast<std::size_t>(count));
  std::vector<ArchiveEntry> entries;
  for (zip_int64_t i = 0; i < count; ++i) {
    entries.push_back(read_entry(archive, static_cast<zip_uint64_t>(i)));
  }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::lexicographical_compare(a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
                                        comes_before);
  });
  check_directories(entries);
  return entries;
}

}  // namespace lambda_host
