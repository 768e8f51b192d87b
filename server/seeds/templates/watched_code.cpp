#include "server/seeds/templates/watched_code.h"

#include <algorithm>

namespace server::seeds {
namespace {

// No version can be published of a folder, which changes.
bool has_versions(const Value& seed, const std::string& function) {
  const Value* const versions = seed.find("versions");
  return versions &&
         std::any_of(versions->list.begin(), versions->list.end(),
                     [&](const Value& each) { return each.text_of("FunctionName") == function; });
}

}  // namespace

void watch_folders(Value& seed, const std::filesystem::path& base) {
  Value* const functions = seed.find("functions");
  if (!functions) return;
  for (Value& function : functions->list) {
    const Value* const code = function.find("Code");
    if (!code || !code->is(Value::Kind::text)) continue;
    if (has_versions(seed, function.text_of("FunctionName"))) continue;
    std::filesystem::path folder = std::filesystem::absolute(base / code->text).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "src/"
    if (!std::filesystem::is_directory(folder)) continue;
    function.set("Code", Value().set("S3Bucket", "hot-reload").set("S3Key", folder.string()));
  }
}

}  // namespace server::seeds
