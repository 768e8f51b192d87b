#pragma once

#include "core/scope_filter.h"
#include "server/services.h"

#include <cstddef>

namespace server::worlds {

// All tables with their streams, backups and whatever else is kept of them. Answers how many.
std::size_t remove_tables(Services& services, const core::ScopeFilter& scopes);
// The same, but that tables stay, with enabled streams in fresh shards.
std::size_t empty_tables(Services& services, const core::ScopeFilter& scopes);

}  // namespace server::worlds
