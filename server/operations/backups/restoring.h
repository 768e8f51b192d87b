#pragma once

#include "server/services.h"
#include "storage/table.h"

// Tables whose items are still being copied are CREATING, for as long as that takes.
namespace server::operations {

// The table was made, and may be complete already. Answers how it shows in the answer to that.
Transition begin_restoring(Services& services, const storage::Table& table,
                           const core::RestoreOrigin& origin);

// After a restart: those that aren't complete yet; and, from now on, what happens when one is.
void resume_restoring(Services& services);

}  // namespace server::operations
