#include "lambda-host/functions/code_folder.h"

#include "core/uuid.h"
#include "lambda-host/constraints.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

// "/home/me/dist/" and "/home/me/./dist" are "/home/me/dist".
std::string normal(const fs::path& path) {
  fs::path normal = path.lexically_normal();
  if (!normal.has_filename() && normal.has_relative_path()) normal = normal.parent_path();
  return normal.string();
}

void require_folder(const std::string& folder) {
  std::error_code ignored;
  const fs::file_status status = fs::status(folder, ignored);
  if (!fs::exists(status)) {
    throw_invalid_parameter(fmt::format("There is no folder {} to run a function from.", folder));
  }
  if (!fs::is_directory(status)) {
    throw_invalid_parameter(
        fmt::format("{} is no folder. Give the one in which the handler's file lies.", folder));
  }
  if (::access(folder.c_str(), R_OK | X_OK) != 0) {
    throw_invalid_parameter(fmt::format("Rivulet may not read the folder {}.", folder));
  }
}

}  // namespace

PreparedCode prepare_folder(const std::string& folder, const storage::files::OwnedDirectory& root) {
  if (folder.find('\0') != std::string::npos) {  // the kernel would read the path up to there only
    throw_invalid_parameter("The path of a folder can't have a NUL character.");
  }
  if (!fs::path(folder).is_absolute()) {
    throw_invalid_parameter(fmt::format(
        "{} is no absolute path. The bucket {} stands for folders of this machine: give the S3Key "
        "from the root on, /home/me/project for instance.",
        folder, kHotReloadBucket));
  }
  const std::string path = normal(folder);
  require_folder(path);
  auto directory = std::make_shared<const CodeDirectory>(root, core::random_uuid(), path);
  directory->discard();  // until a registry takes it over
  root.directory().make(directory->id());
  return {std::move(directory), code_sha256(path), 0};
}

void refuse_to_publish(const std::string& folder) {
  if (folder.empty()) return;
  throw_invalid_parameter(fmt::format(
      "A version is frozen, and the folder {} isn't. Upload the code as a zip to publish it.",
      folder));
}

}  // namespace lambda_host
