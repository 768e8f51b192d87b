#include "lambda-host/processes/bootstrap_files.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace lambda_host {

// Defined by sources that the build makes of bootstrap/*.
std::string_view node_mjs();
std::string_view node_errors_mjs();
std::string_view node_handler_mjs();
std::string_view node_log_mjs();
std::string_view node_stream_mjs();
std::string_view python_py();
std::string_view rivulet_json_py();
std::string_view rivulet_log_py();
std::string_view handler_keeper();

namespace {

namespace fs = std::filesystem;

struct Source {
  const char* name;
  std::string_view (*text)();
};
constexpr Source kSources[] = {
    {"node.mjs",         node_mjs        },
    {"node_errors.mjs",  node_errors_mjs },
    {"node_handler.mjs", node_handler_mjs},
    {"node_log.mjs",     node_log_mjs    },
    {"node_stream.mjs",  node_stream_mjs },
    {"python.py",        python_py       },
    {"rivulet_json.py",  rivulet_json_py },
    {"rivulet_log.py",   rivulet_log_py  },
};

bool has(const fs::path& path, std::string_view bytes) {
  std::ifstream file(path, std::ios::binary);
  std::string found(bytes.size() + 1, '\0');  // room to see that there is more
  file.read(found.data(), static_cast<std::streamsize>(found.size()));
  return std::string_view(found.data(), static_cast<std::size_t>(file.gcount())) == bytes;
}

// A new file under the old one's name: a program that runs can't be written over.
void write_file(const fs::path& path, std::string_view bytes, fs::perms permissions) {
  const fs::path unfinished = path.string() + ".new";
  std::ofstream file(unfinished, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + unfinished.string());
  fs::permissions(unfinished, permissions);
  fs::rename(unfinished, path);
}

bool is_executable(const fs::path& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

BootstrapFiles::BootstrapFiles(fs::path directory) : directory_(std::move(directory)) {
  restore();
}

void BootstrapFiles::restore() const {
  fs::create_directories(directory_);
  constexpr fs::perms kText = fs::perms::owner_read | fs::perms::owner_write;
  for (const Source& source : kSources) {
    const fs::path path = directory_ / source.name;
    if (!has(path, source.text())) write_file(path, source.text(), kText);
  }
  const fs::path keeper = directory_ / kKeeperName;
  if (has(keeper, handler_keeper()) && is_executable(keeper)) return;
  write_file(keeper, handler_keeper(), kText | fs::perms::owner_exec);
}

BootstrapFiles::~BootstrapFiles() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

}  // namespace lambda_host
