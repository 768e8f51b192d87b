#include "lambda-host/functions/code_directory.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "core/digest.h"
#include "core/uuid.h"
#include "lambda-host/functions/zip_archive.h"

#include <fmt/format.h>

namespace lambda_host {

using storage::files::OwnedDirectory;

CodeDirectory::CodeDirectory(OwnedDirectory root, std::string id, std::string folder)
    : root_(std::move(root)), id_(std::move(id)), folder_(std::move(folder)) {}

CodeDirectory::~CodeDirectory() {
  if (discarded_) root_.discard(id_);
}

void CodeDirectory::make_opt() const {
  if (const auto own = root_.directory().find(id_)) own->make("opt", kDirectoryMode);
}

std::string code_sha256(std::string_view zip) {
  return core::base64_encode(core::sha256(zip));
}

PreparedCode prepare_code(std::string_view zip, const OwnedDirectory& root) {
  if (static_cast<std::int64_t>(zip.size()) >= kMaxZippedBytes) {
    throw core::ApiError(core::ErrorCode::request_entity_too_large,
                         fmt::format("Zipped size must be smaller than {} bytes", kMaxZippedBytes));
  }
  auto directory = std::make_shared<const CodeDirectory>(root, core::random_uuid());
  directory->discard();  // until a registry takes it over
  const auto made = root.directory().make(directory->id());
  made.make("task", kDirectoryMode);
  unpack_zip(zip, directory->task_root());
  made.write_file("code.zip", zip);
  return {std::move(directory), code_sha256(zip), static_cast<std::int64_t>(zip.size())};
}

PreparedCode prepare_base64_code(std::string_view base64, const OwnedDirectory& root) {
  const auto zip = core::base64_decode(base64);
  if (!zip) {
    throw core::ApiError(core::ErrorCode::serialization,
                         "ZipFile is not valid base64-encoded data.");
  }
  return prepare_code(*zip, root);
}

}  // namespace lambda_host
