#include "lambda-host/bootstrap_files.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace lambda_host {

// Defined by sources that the build makes of bootstrap/*.
std::string_view node_bootstrap();
std::string_view python_bootstrap();

namespace {

namespace fs = std::filesystem;

fs::path make_private_directory() {
  std::string name = (fs::temp_directory_path() / "rivulet-runtime-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), name);
  return name;
}

void write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

BootstrapFiles::BootstrapFiles() : directory_(make_private_directory()) {
  write_file(directory_ / "node.mjs", node_bootstrap());
  write_file(directory_ / "python.py", python_bootstrap());
}

BootstrapFiles::~BootstrapFiles() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

}  // namespace lambda_host
