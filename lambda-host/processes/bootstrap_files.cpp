#include "lambda-host/processes/bootstrap_files.h"

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace lambda_host {

// Defined by sources that the build makes of bootstrap/*.
std::string_view node_bootstrap();
std::string_view python_bootstrap();

namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

BootstrapFiles::BootstrapFiles(fs::path directory) : directory_(std::move(directory)) {
  fs::create_directories(directory_);
  write_file(directory_ / "node.mjs", node_bootstrap());
  write_file(directory_ / "python.py", python_bootstrap());
}

BootstrapFiles::~BootstrapFiles() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

}  // namespace lambda_host
