#include "core/api_error.h"
#include "lambda-host/functions/zip_archive.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

// A folder with one empty folder in it, "in": nothing else may ever come into the outer one.
struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "fuzz_zip.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    outer = name;
    fs::create_directory(outer / "in");
  }
  ~Folder() { fs::remove_all(outer); }
  fs::path outer;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  constexpr std::int64_t kMaxBytes = 1 << 16;
  const Folder folder;
  try {
    lambda_host::unpack_zip({reinterpret_cast<const char*>(data), size}, folder.outer / "in",
                            kMaxBytes);
  } catch (const core::ApiError&) {     // not a zip that may be unpacked
  } catch (const std::system_error&) {  // a name that the file system doesn't take
  }
  if (std::distance(fs::directory_iterator(folder.outer), fs::directory_iterator{}) != 1) {
    std::abort();
  }
  return 0;
}
