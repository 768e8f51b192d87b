#include "lambda-host/processes/bootstrap_files.h"

#include "lambda-host/processes/orphans.h"

#include <exception>
#include <string_view>
#include <utility>

namespace lambda_host {

// Defined by sources that the build makes of bootstrap/*.
std::string_view node_mjs();
std::string_view node_assignment_mjs();
std::string_view node_errors_mjs();
std::string_view node_handler_mjs();
std::string_view node_log_mjs();
std::string_view node_stream_mjs();
std::string_view python_py();
std::string_view rivulet_assignment_py();
std::string_view rivulet_debugger_py();
std::string_view rivulet_json_py();
std::string_view rivulet_log_py();
std::string_view handler_keeper();

namespace {

using storage::files::Directory;

constexpr const char* kDirectoryName = "runtime";

struct Source {
  const char* name;
  std::string_view (*text)();
};
constexpr Source kSources[] = {
    {"node.mjs",              node_mjs             },
    {"node_assignment.mjs",   node_assignment_mjs  },
    {"node_errors.mjs",       node_errors_mjs      },
    {"node_handler.mjs",      node_handler_mjs     },
    {"node_log.mjs",          node_log_mjs         },
    {"node_stream.mjs",       node_stream_mjs      },
    {"python.py",             python_py            },
    {"rivulet_assignment.py", rivulet_assignment_py},
    {"rivulet_debugger.py",   rivulet_debugger_py  },
    {"rivulet_json.py",       rivulet_json_py      },
    {"rivulet_log.py",        rivulet_log_py       },
};

void put_right(const Directory& directory, const char* name, std::string_view bytes, mode_t mode) {
  if (!directory.has(name, bytes, mode)) directory.write_file(name, bytes, mode);
}

}  // namespace

void kill_users_of(const std::filesystem::path& place) {
  const auto path = place / kDirectoryName;
  if (std::filesystem::exists(path)) kill_left_behind(path);
}

BootstrapFiles::BootstrapFiles(storage::files::OwnedDirectory place)
    : place_(std::move(place)), path_(place_.path() / kDirectoryName) {
  // They are there only if the last program that used them was killed.
  kill_users_of(place_.path());
  restore();
}

void BootstrapFiles::restore() const {
  const Directory directory = place_.directory().find_or_make(kDirectoryName);
  for (const Source& source : kSources) put_right(directory, source.name, source.text(), 0600);
  put_right(directory, kKeeperName, handler_keeper(), 0700);
}

BootstrapFiles::~BootstrapFiles() {
  try {
    const auto made = place_.find_or_make(kDirectoryName);
    for (const Source& source : kSources) made.directory().remove_file(source.name);
    made.directory().remove_file(kKeeperName);
    made.discard("__pycache__");  // Python's
    place_.directory().remove_empty(kDirectoryName);
  } catch (const std::exception&) {
    // It stays, and the next program puts it right.
  }
}

}  // namespace lambda_host
