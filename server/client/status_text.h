#pragma once

#include "core/names.h"
#include "server/client/server_state.h"

#include <string>
#include <string_view>

namespace server::client {

// What the server has, as a screen of text: a section of aligned columns for each kind of thing
// that there is.
std::string status_text(std::string_view url, const core::Scope& scope, const ServerState& state);

}  // namespace server::client
