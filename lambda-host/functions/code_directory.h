#pragma once

#include "storage/files/owned_directory.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The code of one upload on the disk:
//
//   <root>/<id>/code.zip   the zip as it came
//   <root>/<id>/task/      its content: the handler's working directory
//   <root>/<id>/opt/       what the function's layers bring, if it has some
//
// Code that is run from a folder of the user's has only the last of these: the folder itself takes
// the place of task/, and there is no zip (code_folder.h).
//
// <root> is the data directory's place for functions (storage/files/data_directory.h).
namespace lambda_host {

class CodeDirectory {
 public:
  // `folder` is the user's; empty: the code is ours.
  CodeDirectory(storage::files::OwnedDirectory root, std::string id, std::string folder = {});
  ~CodeDirectory();
  CodeDirectory(const CodeDirectory&) = delete;
  CodeDirectory& operator=(const CodeDirectory&) = delete;

  const std::string& id() const { return id_; }
  std::filesystem::path zip_file() const { return root_.path() / id_ / "code.zip"; }
  const std::string& folder() const { return folder_; }
  std::filesystem::path task_root() const {
    return folder_.empty() ? root_.path() / id_ / "task" : std::filesystem::path(folder_);
  }
  std::filesystem::path opt_root() const { return root_.path() / id_ / "opt"; }
  // Makes that directory, which must not be there.
  void make_opt() const;

  // Whether the directory in <root> goes, in constant time, when the last owner does.
  void discard() const { discarded_ = true; }
  void keep() const { discarded_ = false; }

 private:
  storage::files::OwnedDirectory root_;
  std::string id_;
  std::string folder_;
  mutable bool discarded_ = false;
};

// A layer as a function has it.
struct LayerUse {
  std::string arn;
  std::int64_t size_bytes = 0;  // of its zip

  friend bool operator==(const LayerUse&, const LayerUse&) = default;
};

// Code that lies ready to become a function's. It goes from the disk again unless a registry takes
// it over.
struct PreparedCode {
  std::shared_ptr<const CodeDirectory> directory;
  std::string sha256;  // base64
  std::int64_t size_bytes = 0;
  std::vector<LayerUse> layers = {};  // those that are in its opt/
};

inline constexpr std::int64_t kMaxZippedBytes = 52428800;  // 50 MB (Lambda quotas)

// Unpacks a zip into a fresh directory below `root`. Touches nothing else, so it may run on a
// worker thread. Throws ApiError(invalid_parameter_value) for what isn't a usable zip, and
// ApiError(request_entity_too_large) for one above kMaxZippedBytes.
PreparedCode prepare_code(std::string_view zip, const storage::files::OwnedDirectory& root);
// The same for `ZipFile` as it stands in the JSON body.
PreparedCode prepare_base64_code(std::string_view base64,
                                 const storage::files::OwnedDirectory& root);
// The hash alone: what UpdateFunctionCode with DryRun answers.
std::string code_sha256(std::string_view zip);

}  // namespace lambda_host
