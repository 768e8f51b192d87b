#pragma once

#include "server/operations/operation.h"
#include "server/services.h"

#include <string_view>

namespace server {

// Takes note when a handler writes items, so that a mapping can warn of a function that writes to
// the table that feeds it. It is seen, not guessed: by the session token that the function's
// handlers have and their SDK sends. Before the write, and whether or not it succeeds. Statements
// of PartiQL aren't looked into.
void note_handler_write(std::string_view session_token, std::string_view target,
                        const operations::Request& request, Services& services);

}  // namespace server
