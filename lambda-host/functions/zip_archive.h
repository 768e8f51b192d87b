#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace lambda_host {

inline constexpr std::int64_t kMaxUnzippedBytes = 262144000;  // 250 MB (Lambda quotas)

inline constexpr mode_t kDirectoryMode = 0755;

// Unpacks a zip into `directory`, which must exist and be empty. Keeps permission bits, but nobody
// else than the owner may write, whatever the zip and the umask say. Nothing is
// written outside the directory, and no symbolic link leads out of it, whatever the zip says.
// Throws ApiError(invalid_parameter_value) for a zip that is broken, empty, or too large, or has
// too many entries (archive_entries.h); what was written till then stays for the caller to remove.
// Throws std::system_error when the disk fails.
void unpack_zip(std::string_view zip, const std::filesystem::path& directory,
                std::int64_t max_bytes = kMaxUnzippedBytes);
// The same over what the directory has already: a file or a link of the same name is replaced.
// Answers how many bytes were unpacked.
std::int64_t overlay_zip(std::string_view zip, const std::filesystem::path& directory,
                         std::int64_t max_bytes);

}  // namespace lambda_host
