#pragma once

#include "server/seeds/value.h"

#include <string>

namespace server::seeds {

// The only file that knows yaml-cpp. Aliases are written out, "<<" is a member like any other.
// Throws Fault for what isn't one YAML document, names a member twice, or is too large.
Value read_yaml(const std::string& name, const std::string& text);

}  // namespace server::seeds
