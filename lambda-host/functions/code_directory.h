#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// The code of one upload on the disk:
//
//   <root>/<id>/code.zip   the zip as it came
//   <root>/<id>/task/      its content: the handler's working directory
//
// <root> is `functions` below the data directory and holds nothing else.
namespace lambda_host {

// Removes a directory with all it holds: at once, or by handing it to a worker thread.
using RemoveTree = std::function<void(std::filesystem::path)>;
void remove_tree_now(const std::filesystem::path& path);

class CodeDirectory {
 public:
  CodeDirectory(const std::filesystem::path& root, std::string id);
  ~CodeDirectory();
  CodeDirectory(const CodeDirectory&) = delete;
  CodeDirectory& operator=(const CodeDirectory&) = delete;

  const std::string& id() const { return id_; }
  std::filesystem::path zip_file() const { return path_ / "code.zip"; }
  std::filesystem::path task_root() const { return path_ / "task"; }

  // The directory goes when the last owner does, by way of `remove_tree`.
  void discard(RemoveTree remove_tree = remove_tree_now) const {
    remove_tree_ = std::move(remove_tree);
  }
  void keep() const { remove_tree_ = nullptr; }

 private:
  std::filesystem::path path_;
  std::string id_;
  mutable RemoveTree remove_tree_;
};

// Code that lies ready to become a function's. It goes from the disk again unless a registry takes
// it over.
struct PreparedCode {
  std::shared_ptr<const CodeDirectory> directory;
  std::string sha256;  // base64
  std::int64_t size_bytes = 0;
};

inline constexpr std::int64_t kMaxZippedBytes = 52428800;  // 50 MB (Lambda quotas)

// Unpacks a zip into a fresh directory below `root`. Touches nothing else, so it may run on a
// worker thread. Throws ApiError(invalid_parameter_value) for what isn't a usable zip, and
// ApiError(request_entity_too_large) for one above kMaxZippedBytes.
PreparedCode prepare_code(std::string_view zip, const std::filesystem::path& root);
// The same for `ZipFile` as it stands in the JSON body.
PreparedCode prepare_base64_code(std::string_view base64, const std::filesystem::path& root);
// The hash alone: what UpdateFunctionCode with DryRun answers.
std::string code_sha256(std::string_view zip);

}  // namespace lambda_host
