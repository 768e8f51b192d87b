#include "storage/files/marker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>

namespace storage::files {
namespace {

struct Mark {
  DirectoryKind kind;
  int format;
};

std::string first_words(DirectoryKind kind) {
  return kind == DirectoryKind::data ? "Rivulet data directory, format "
                                     : "Rivulet temporary directory, format ";
}

std::string text_of(DirectoryKind kind) {
  return fmt::format(
      "{}{}\nRivulet made what lies beside this file, and deletes it when it isn't needed any "
      "more.\n",
      first_words(kind), kFormat);
}

std::optional<Mark> parse(std::string_view text) {
  for (const DirectoryKind kind : {DirectoryKind::data, DirectoryKind::temporary}) {
    const std::string words = first_words(kind);
    if (!text.starts_with(words)) continue;
    const std::string_view rest = text.substr(words.size());
    int format = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), format);
    if (error == std::errc() && end != rest.data() + rest.size() && *end == '\n' && format > 0) {
      return Mark{kind, format};
    }
  }
  return std::nullopt;
}

// Doesn't wait for anybody, should it be a pipe.
Descriptor open_marker(const Directory& directory, int flags) {
  return Descriptor(::openat(directory.descriptor(), kMarkerName,
                             O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0600));
}

bool is_file(const Descriptor& file) {
  struct stat status;
  return ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
}

std::string read_marker(const Descriptor& file) {
  std::array<char, 256> bytes;
  const ssize_t n = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  return n > 0 ? std::string(bytes.data(), static_cast<std::size_t>(n)) : std::string();
}

bool try_lock(const Descriptor& file) {
  return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

[[noreturn]] void throw_not_ours(const Directory& directory) {
  throw std::runtime_error(
      fmt::format("{} wasn't made by Rivulet, so it isn't used: the file {} in it doesn't say so",
                  directory.path().string(), kMarkerName));
}

// On the disk before anything else is: a directory that is ours must never look as if it weren't.
void write_marker(const Descriptor& file, const Directory& directory, DirectoryKind kind) {
  const std::string text = text_of(kind);
  const bool written =
      ::fchmod(file.get(), 0600) == 0 &&
      ::pwrite(file.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  if (!written) throw_errno("can't write " + (directory.path() / kMarkerName).string());
  if (kind == DirectoryKind::temporary) return;
  ::fsync(file.get());
  ::fsync(directory.descriptor());
}

void require(const Mark& mark, const Directory& directory, DirectoryKind kind) {
  if (mark.format > kFormat) {
    throw std::runtime_error(
        fmt::format("{} was written by a newer Rivulet (format {}, this one knows {})",
                    directory.path().string(), mark.format, kFormat));
  }
  if (mark.kind != kind) {
    throw std::runtime_error(
        fmt::format("{} belongs to a server with --in-memory", directory.path().string()));
  }
}

}  // namespace

Descriptor claim(const Directory& directory, DirectoryKind kind) {
  if (!directory.contains(kMarkerName) && !directory.names().empty()) throw_not_ours(directory);
  Descriptor file = open_marker(directory, O_CREAT);
  if (!file && errno != ELOOP) {
    throw_errno("can't write " + (directory.path() / kMarkerName).string());
  }
  if (!file || !is_file(file)) throw_not_ours(directory);
  if (!try_lock(file)) throw InUse(directory.path().string() + " is in use by another process");
  const std::string text = read_marker(file);
  if (const auto mark = parse(text)) {
    require(*mark, directory, kind);
  } else if (text.empty() && directory.names().size() == 1) {
    write_marker(file, directory, kind);
  } else {
    throw_not_ours(directory);
  }
  return file;
}

// Read before it is locked: one that is just being made stays unlocked for its maker.
std::optional<Descriptor> claim_abandoned(const Directory& directory, DirectoryKind kind) {
  Descriptor file = open_marker(directory, 0);
  if (!file || !is_file(file)) return std::nullopt;
  const auto mark = parse(read_marker(file));
  if (!mark || mark->kind != kind || mark->format != kFormat) return std::nullopt;
  if (!try_lock(file)) return std::nullopt;
  return file;
}

}  // namespace storage::files
