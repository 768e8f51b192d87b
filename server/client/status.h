#pragma once

#include "core/names.h"
#include "server/client/server_state.h"

#include <string>

namespace server::client {

// Asks a running server what this account has in this region. Throws NoAnswer when it doesn't
// answer, or not as a Rivulet does.
ServerState ask_state(const std::string& url, const core::Scope& scope);

}  // namespace server::client
