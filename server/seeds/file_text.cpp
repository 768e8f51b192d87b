#include "server/seeds/file_text.h"

#include <fstream>
#include <stdexcept>
#include <system_error>

namespace server::seeds {

std::string file_text(const std::filesystem::path& path, std::size_t max_bytes) {
  // What isn't a regular file may never end, or never begin.
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    throw std::runtime_error(path.string() + " is no file that can be read");
  }
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > max_bytes) throw std::runtime_error(path.string() + " is too large");
  std::string text(size, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(size));
  if (!file || file.gcount() != static_cast<std::streamsize>(size)) {
    throw std::runtime_error("can't read " + path.string());
  }
  return text;
}

}  // namespace server::seeds
