#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"

namespace server::operations {

// What a table that is restored is told to be: what its source was, with the request's overrides.
// As on AWS it has neither stream nor time to live, recovery, tags, class, protection and policies.
// The caller gives it a name, a scope, an id and a time. Throws ValidationException for overrides
// that don't fit the source.
core::TableDefinition restored_definition(const core::json::Object& request,
                                          const core::TableDefinition& source,
                                          const core::Scope& target);

}  // namespace server::operations
