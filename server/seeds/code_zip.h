#pragma once

#include <filesystem>
#include <string>

namespace server::seeds {

// A zip of all files below the folder, as Lambda takes it; the same files make the same bytes,
// whenever they were written. Symbolic links are followed. Throws std::runtime_error with a text
// for the user: it can't be read, or has more than Lambda takes.
std::string zip_of_folder(const std::filesystem::path& folder);

// A zip of one file with that content.
std::string zip_of_text(const std::string& name, const std::string& text);

// A folder's zip, or the bytes of a file that is one.
std::string read_code(const std::filesystem::path& path);

}  // namespace server::seeds
