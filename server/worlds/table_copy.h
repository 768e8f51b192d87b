#pragma once

#include "core/names.h"
#include "server/services.h"

#include <cstddef>

namespace server::worlds {

enum class Streams { none, fresh };

// Makes the tables of one scope anew in another, which has none, as they are at this moment. What
// is large is copied bit by bit from now on: Table::being_copied_to. Answers how many.
std::size_t copy_tables(Services& services, const core::Scope& from, const core::Scope& to,
                        const core::Scope& origin, Streams streams);

// Whether items of some table of the scope are still being copied.
bool is_being_copied_to(Services& services, const core::Scope& scope);

}  // namespace server::worlds
