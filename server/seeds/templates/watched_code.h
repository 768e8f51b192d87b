#pragma once

#include "server/seeds/value.h"

#include <filesystem>

namespace server::seeds {

// Functions whose code is a folder run from it where it lies, and see it edited: the bucket
// "hot-reload" stands for folders of this machine. Paths are relative to `base`.
void watch_folders(Value& seed, const std::filesystem::path& base);

}  // namespace server::seeds
