#include "storage/files/object_path.h"

#include <fmt/format.h>

#include <utility>

namespace storage::files {
namespace {

bool needs_escape(char c, bool is_first) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f || c == '%' || c == '@' || c == '/' || (c == '.' && is_first);
}

void append(std::string& name, char c) {
  if (needs_escape(c, name.empty())) {
    fmt::format_to(std::back_inserter(name), "%{:02X}", static_cast<unsigned char>(c));
  } else {
    name.push_back(c);
  }
}

}  // namespace

ObjectPath object_path(std::string_view key, std::string_view id) {
  ObjectPath path;
  std::string name;
  const auto end_directory = [&] {
    path.directories.push_back(name.empty() ? "%" : std::exchange(name, {}));
  };
  for (const char c : key) {
    if (c == '/' && path.directories.size() < kMaxObjectDirectories) {
      end_directory();
      continue;
    }
    if (name.size() >= kMaxNameBytes) end_directory();
    append(name, c);
  }
  path.name = fmt::format("{}@{}", name.empty() ? "%" : name, id);
  return path;
}

}  // namespace storage::files
