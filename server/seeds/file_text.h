#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace server::seeds {

// The content of a regular file of at most so many bytes. Throws std::runtime_error with a text for
// the user.
std::string file_text(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace server::seeds
