#pragma once

#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "server/control/call.h"
#include "server/control/control_api.h"

namespace server::control {

// The mapping that the path's first parameter names. Throws ApiError(resource_not_found) when the
// request's scopes have none of that id.
const lambda_host::EventSourceMapping& require_mapping(const ControlParts& parts, const Call& call);

// The member "warnings" with what is most likely a mistake about the mapping, if anything is.
void write_warnings(core::json::Writer& writer, const ControlParts& parts,
                    const lambda_host::EventSourceMapping& mapping);

}  // namespace server::control
