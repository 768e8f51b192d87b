#pragma once

#include "core/json/value.h"
#include "server/faults/fault.h"

namespace server::control {

// What a request to set a fault asks for. Throws ApiError(validation) for what can't be, by itself:
// whether there is such a table or mapping isn't looked at.
faults::FaultSettings read_fault(const core::json::Object& body, core::ScopeFilter scopes);

}  // namespace server::control
