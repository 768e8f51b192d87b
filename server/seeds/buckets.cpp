#include "server/seeds/file_text.h"
#include "server/seeds/section.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::seeds {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxObjectBytes = std::size_t{64} << 20;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// In another region than us-east-1, S3 wants to be told which.
std::string configuration(const core::Region& region) {
  if (region.get() == "us-east-1") return {};
  return fmt::format(
      "<CreateBucketConfiguration><LocationConstraint>{}</LocationConstraint>"
      "</CreateBucketConfiguration>",
      region.get());
}

void add_objects(const Entry& entry, const std::string& bucket_path, Resource& resource) {
  const std::string name = entry.value.text_of("objects");
  if (name.empty()) return;
  const fs::path folder = entry.ground.folder / name;
  try {
    for (const fs::path& file : files_below(folder)) {
      const std::string key = file.lexically_relative(folder).generic_string();
      const std::string path = bucket_path + "/" + url_part(key, "/");
      resource.after.push_back(s3("PUT", path, file_text(file, kMaxObjectBytes)));
      resource.undo.push_back(s3("DELETE", path));
    }
  } catch (const std::exception& error) {
    throw Fault(entry.place_of("objects"), error.what());
  }
}

}  // namespace

void add_bucket(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"Bucket", "objects"};
  entry.refuse_unknown(kMembers);
  const std::string name = entry.require_text("Bucket");
  const std::string path = "/" + url_part(name);
  Resource resource;
  resource.what = "bucket " + name;
  resource.place = entry.place();
  resource.look = s3("GET", path + "?location");
  resource.make = s3("PUT", path, configuration(entry.ground.scope.region));
  add_objects(entry, path, resource);
  resource.undo.push_back(s3("DELETE", path));
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
