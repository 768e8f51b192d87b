#include "lambda-host/functions/zip_archive.h"

#include "core/api_error.h"
#include "lambda-host/functions/archive_entries.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

struct CloseArchive {
  void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

struct SymbolicLink {
  fs::path at;
  std::string target;
};

[[noreturn]] void throw_too_large(std::int64_t max_bytes) {
  throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                       fmt::format("Unzipped size must be smaller than {} bytes", max_bytes));
}

[[noreturn]] void throw_system(const fs::path& path) {
  // A name that no file system takes is the zip's fault; a full disk is ours.
  if (errno == ENAMETOOLONG || errno == EISDIR || errno == ENOTDIR || errno == EEXIST ||
      errno == EINVAL) {
    throw_broken_zip();
  }
  throw std::system_error(errno, std::generic_category(), path.string());
}

Archive open_archive(std::string_view zip) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(zip.data(), zip.size(), 0, &error);
  zip_t* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (!archive && source) zip_source_free(source);
  zip_error_fini(&error);
  if (!archive) throw_broken_zip();
  return Archive(archive);
}

// Reads an entry piece by piece and counts down what is left of the limit: the sizes a zip
// declares may be lies.
class EntryReader {
 public:
  EntryReader(zip_t* archive, zip_uint64_t index) : file_(zip_fopen_index(archive, index, 0)) {
    if (!file_) throw_broken_zip();
  }

  std::string_view read(std::int64_t& bytes_left, std::int64_t max_bytes) {
    const zip_int64_t n = zip_fread(file_.get(), buffer_.data(), buffer_.size());
    if (n < 0) throw_broken_zip();
    bytes_left -= n;
    if (bytes_left < 0) throw_too_large(max_bytes);
    return {buffer_.data(), static_cast<std::size_t>(n)};
  }

 private:
  std::unique_ptr<zip_file_t, CloseEntry> file_;
  std::vector<char> buffer_ = std::vector<char>(65536);
};

class OutputFile {
 public:
  OutputFile(const fs::path& path, mode_t mode)
      : path_(path),
        descriptor_(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode)) {
    if (descriptor_ < 0) throw_system(path_);
    ::fchmod(descriptor_, mode);  // whatever the umask
  }
  ~OutputFile() { ::close(descriptor_); }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw_system(path_);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

 private:
  fs::path path_;
  int descriptor_;
};

// A name beside the path, for what takes its place at once.
fs::path aside(const fs::path& path) {
  return path.parent_path() / ".rivulet-replaces";
}

class Unpacker {
 public:
  Unpacker(std::string_view zip, const fs::path& root, std::int64_t max_bytes)
      : archive_(open_archive(zip)),
        root_(fs::canonical(root)),
        max_bytes_(max_bytes),
        bytes_left_(max_bytes) {}

  // How many bytes it unpacked.
  std::int64_t run() {
    const std::vector<ArchiveEntry> entries = read_entries(archive_.get());
    refuse_oversized(entries);
    for (const ArchiveEntry& entry : entries) unpack(entry);
    make_links();
    return max_bytes_ - bytes_left_;
  }

 private:
  // Before anything is written; a zip bomb that lies is met by the reader.
  void refuse_oversized(const std::vector<ArchiveEntry>& entries) const {
    auto declared = static_cast<zip_uint64_t>(max_bytes_);
    for (const ArchiveEntry& entry : entries) {
      zip_stat_t stat;
      if (zip_stat_index(archive_.get(), entry.index, 0, &stat) != 0) throw_broken_zip();
      if (!(stat.valid & ZIP_STAT_SIZE)) continue;
      if (stat.size > declared) throw_too_large(max_bytes_);
      declared -= stat.size;
    }
  }

  void unpack(const ArchiveEntry& entry) {
    make_directories(directory_of(entry));
    if (entry.is_directory) return;
    const fs::path path = root_ / entry.path;
    const mode_t mode = entry.mode;
    if (S_ISLNK(mode)) {
      links_.push_back({path, read_all(entry.index)});
    } else {
      // A file that its owner can't read would be of no use; without bits, the usual ones.
      write_file(entry.index, path, (mode & 0777) != 0 ? (mode & 0755) | 0600 : 0644);
    }
  }

  // Those below the root that the last one doesn't have, too.
  void make_directories(std::string_view directory) {
    std::size_t end = shared_length(directory, made_);
    while (end < directory.size()) {
      end = std::min(directory.find('/', end + 1), directory.size());
      make_directory(root_ / directory.substr(0, end));
    }
    made_ = directory;
  }

  static void make_directory(const fs::path& path) {
    if (::mkdir(path.c_str(), kDirectoryMode) == 0) {
      ::chmod(path.c_str(), kDirectoryMode);  // whatever the umask
    } else if (errno != EEXIST || !fs::is_directory(path)) {
      throw_system(path);
    }
  }

  void write_file(zip_uint64_t index, const fs::path& path, mode_t mode) {
    if (fs::is_symlink(path)) {  // another zip's: a file takes its place, and isn't written through
      const fs::path placed = aside(path);
      const OutputFile empty(placed, mode);
      fs::rename(placed, path);
    }
    EntryReader entry(archive_.get(), index);
    const OutputFile file(path, mode);
    while (true) {
      const std::string_view bytes = entry.read(bytes_left_, max_bytes_);
      if (bytes.empty()) return;
      file.write(bytes);
    }
  }

  std::string read_all(zip_uint64_t index) {
    EntryReader entry(archive_.get(), index);
    std::string text;
    while (true) {
      const std::string_view bytes = entry.read(bytes_left_, max_bytes_);
      if (bytes.empty()) return text;
      text.append(bytes);
    }
  }

  // Links come last: while files are written there is none that could lead a write astray. Then
  // each is resolved as the kernel would, since text alone can't tell where a link through links
  // leads.
  void make_links() const {
    for (const SymbolicLink& link : links_) {
      const fs::path placed = aside(link.at);
      if (link.target.find('\0') != std::string::npos || link.target.starts_with('/') ||
          ::symlink(link.target.c_str(), placed.c_str()) != 0 ||
          ::rename(placed.c_str(), link.at.c_str()) != 0) {
        throw_broken_zip();
      }
    }
    for (const SymbolicLink& link : links_) {
      std::error_code error;
      const fs::path resolved = fs::weakly_canonical(link.at.parent_path() / link.target, error);
      if (error || !is_inside(resolved)) throw_broken_zip();
    }
  }

  bool is_inside(const fs::path& path) const {
    const fs::path relative = path.lexically_relative(root_);
    return !relative.empty() && *relative.begin() != "..";
  }

  Archive archive_;
  fs::path root_;
  std::int64_t max_bytes_;
  std::int64_t bytes_left_;
  std::string made_;  // the directory that was made last
  std::vector<SymbolicLink> links_;
};

}  // namespace

void unpack_zip(std::string_view zip, const fs::path& directory, std::int64_t max_bytes) {
  Unpacker(zip, directory, max_bytes).run();
}

std::int64_t overlay_zip(std::string_view zip, const fs::path& directory, std::int64_t max_bytes) {
  return Unpacker(zip, directory, max_bytes).run();
}

}  // namespace lambda_host
