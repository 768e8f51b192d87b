#pragma once

#include <string_view>

namespace server {

// CMakeLists.txt reads the project's version from here.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace server
