#include "server/s3/address.h"
#include "server/s3/s3_error.h"
#include "storage/files/object_path.h"

#include <cstdlib>
#include <string>
#include <string_view>

namespace {

bool is_safe(std::string_view name) {
  constexpr std::size_t kMaxFileName = 255;  // NAME_MAX
  return !name.empty() && name.size() <= kMaxFileName && name.front() != '.' &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

}  // namespace

// A request's target to the file of the object that it names: whatever the key, each name is one
// that stays in its directory, and no directory looks like a file.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view target(reinterpret_cast<const char*>(data), size);
  const auto address = server::s3::address_of("localhost", target);
  try {
    server::s3::check_key(address.key);
  } catch (const server::s3::S3Error&) {  // refused; its path must be safe all the same
  }
  const auto path = storage::files::object_path(address.key, "0123456789abcdef");
  if (path.directories.size() > 2 * storage::files::kMaxObjectDirectories + size / 64) std::abort();
  for (const std::string& name : path.directories) {
    if (!is_safe(name) || name.find('@') != std::string::npos) std::abort();
  }
  if (!is_safe(path.name) || !path.name.ends_with("@0123456789abcdef")) std::abort();
  return 0;
}
