#pragma once

#include "server/services.h"
#include "storage/table.h"

namespace server::operations {

// Stores a changed definition of the table, which neither adds nor removes indexes, and assigns it.
void store_definition(Services& services, storage::Table& table, core::TableDefinition changed);

}  // namespace server::operations
