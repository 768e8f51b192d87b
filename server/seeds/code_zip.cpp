#include "server/seeds/code_zip.h"

#include "server/seeds/file_text.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

namespace server::seeds {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 50'000;
constexpr std::size_t kMaxBytes = 262'144'000;  // 250 MB unzipped (Lambda quotas)
// The first moment that a zip can name, so that equal files make equal zips.
constexpr zip_uint16_t kFirstDate = (1 << 5) | 1;

struct Member {
  std::string name;
  std::string bytes;
  bool is_executable = false;
};

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Free {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

[[noreturn]] void fail(const std::string& why) {
  throw std::runtime_error("can't make a zip: " + why);
}

void add(zip_t* archive, const Member& member) {
  zip_source_t* const source =
      zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0);
  if (!source) fail(zip_strerror(archive));
  const zip_int64_t index = zip_file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    fail(zip_strerror(archive));
  }
  const auto at = static_cast<zip_uint64_t>(index);
  zip_file_set_dostime(archive, at, 0, kFirstDate, 0);
  constexpr zip_uint32_t kFile = 0100644;
  constexpr zip_uint32_t kProgram = 0100755;
  const zip_uint32_t mode = member.is_executable ? kProgram : kFile;
  zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, mode << 16);
}

std::string bytes_of(zip_source_t* source) {
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) fail("no memory");
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) fail("no memory");
  return bytes;
}

std::string zip_of(const std::vector<Member>& members) {
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, Free> source(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!source) fail(zip_error_strerror(&error));
  zip_source_keep(source.get());  // the archive has one, and we another
  std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(source.get(), ZIP_TRUNCATE, &error));
  if (!archive) fail(zip_error_strerror(&error));
  for (const Member& member : members) add(archive.get(), member);
  if (zip_close(archive.get()) != 0) fail(zip_strerror(archive.get()));
  static_cast<void>(archive.release());
  return bytes_of(source.get());
}

bool is_executable(const fs::path& path) {
  return (fs::status(path).permissions() & fs::perms::owner_exec) != fs::perms::none;
}

std::vector<Member> members_of(const fs::path& folder) {
  std::vector<Member> members;
  std::size_t bytes = 0;
  const auto options = fs::directory_options::follow_directory_symlink;
  for (const auto& entry : fs::recursive_directory_iterator(folder, options)) {
    if (!entry.is_regular_file()) continue;
    members.push_back({entry.path().lexically_relative(folder).generic_string(),
                       file_text(entry.path(), kMaxBytes), is_executable(entry.path())});
    bytes += members.back().bytes.size();
    if (bytes > kMaxBytes || members.size() > kMaxFiles) {
      fail(folder.string() + " has more than 250 MB or 50,000 files");
    }
  }
  std::sort(members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  return members;
}

}  // namespace

std::string zip_of_folder(const fs::path& folder) {
  const auto members = members_of(folder);
  if (members.empty()) fail(folder.string() + " has no files");
  return zip_of(members);
}

std::string zip_of_text(const std::string& name, const std::string& text) {
  return zip_of({
      {name, text}
  });
}

std::string read_code(const fs::path& path) {
  if (fs::is_directory(path)) return zip_of_folder(path);
  return file_text(path, kMaxBytes);
}

}  // namespace server::seeds
