#pragma once

#include "core/table_definition.h"
#include "server/operations/operation.h"

namespace server::operations {

// What a request's members say about a new table, but for its stream, with AWS's checks in AWS's
// order: those of CreateTable, and of an import's TableCreationParameters.
core::TableDefinition read_new_table(const Request& request, const Services& services);

// Throws ResourceInUseException, "Table already exists: NAME".
void check_name_is_free(Services& services, const core::TableDefinition& table);

}  // namespace server::operations
