#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct zip;

// What a zip says that it has, before anything of it is unpacked.
namespace lambda_host {

// AWS names no such limits. The largest deployments that are known have a fifth of the files: five
// times as many still fit into the 250 MB of a deployment, and each takes an inode of the disk.
inline constexpr std::size_t kMaxUnzippedEntries = 200'000;  // files, links and directories
inline constexpr std::size_t kMaxZipDepth = 100;             // names in a path

struct ArchiveEntry {
  std::string path;  // below the root, without "..", "." or a slash at its end; "." is the root
  std::uint64_t index = 0;
  mode_t mode = 0;  // Unix permission and type bits; 0 for archives made elsewhere
  bool is_directory = false;
};

// Where it lies, or it itself if it is a directory; empty: in the root.
std::string_view directory_of(const ArchiveEntry& entry);
// How many bytes of a path below the root are directories that the other one has, too.
std::size_t shared_length(std::string_view path, std::string_view other);

// In the order of their paths, so that what lies in a directory comes together; of two with one
// path the one that is the first in the zip comes first. Throws ApiError(invalid_parameter_value)
// for an empty zip, a name that leads out of the root, and for more than kMaxUnzippedEntries,
// directories that only paths name included, or a path of more names than kMaxZipDepth.
std::vector<ArchiveEntry> read_entries(zip* archive);

[[noreturn]] void throw_broken_zip();

}  // namespace lambda_host
