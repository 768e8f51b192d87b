#include "lambda-host/functions/code_directory.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "core/digest.h"
#include "core/uuid.h"
#include "lambda-host/functions/zip_archive.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>
#include <system_error>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

void write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

CodeDirectory::CodeDirectory(const fs::path& root, std::string id)
    : path_(root / id), id_(std::move(id)) {}

CodeDirectory::~CodeDirectory() {
  if (remove_tree_) remove_tree_(path_);
}

void remove_tree_now(const fs::path& path) {
  std::error_code ignored;  // what can't be removed now goes at the next start
  fs::remove_all(path, ignored);
}

std::string code_sha256(std::string_view zip) {
  return core::base64_encode(core::sha256(zip));
}

PreparedCode prepare_code(std::string_view zip, const fs::path& root) {
  if (static_cast<std::int64_t>(zip.size()) >= kMaxZippedBytes) {
    throw core::ApiError(core::ErrorCode::request_entity_too_large,
                         fmt::format("Zipped size must be smaller than {} bytes", kMaxZippedBytes));
  }
  auto directory = std::make_shared<const CodeDirectory>(root, core::random_uuid());
  directory->discard();  // until a registry takes it over
  fs::create_directories(directory->task_root());
  unpack_zip(zip, directory->task_root());
  write_bytes(directory->zip_file(), zip);
  return {std::move(directory), code_sha256(zip), static_cast<std::int64_t>(zip.size())};
}

PreparedCode prepare_base64_code(std::string_view base64, const fs::path& root) {
  const auto zip = core::base64_decode(base64);
  if (!zip) {
    throw core::ApiError(core::ErrorCode::serialization,
                         "ZipFile is not valid base64-encoded data.");
  }
  return prepare_code(*zip, root);
}

}  // namespace lambda_host
