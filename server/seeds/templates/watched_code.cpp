#include "server/seeds/templates/watched_code.h"

namespace server::seeds {

void watch_folders(Value& seed, const std::filesystem::path& base) {
  Value* const functions = seed.find("functions");
  if (!functions) return;
  for (Value& function : functions->list) {
    const Value* const code = function.find("Code");
    if (!code || !code->is(Value::Kind::text)) continue;
    std::filesystem::path folder = std::filesystem::absolute(base / code->text).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "src/"
    if (!std::filesystem::is_directory(folder)) continue;
    function.set("Code", Value().set("S3Bucket", "hot-reload").set("S3Key", folder.string()));
  }
}

}  // namespace server::seeds
