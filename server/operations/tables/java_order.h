#pragma once

#include <string_view>
#include <vector>

namespace server::operations {

// The order in which AWS's texts list the members of a set, as Java's HashSet prints them: by the
// low bits of their hash codes.
std::vector<std::string_view> in_java_order(std::vector<std::string_view> names);

}  // namespace server::operations
