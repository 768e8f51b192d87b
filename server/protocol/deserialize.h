#pragma once

#include "core/json/value.h"
#include "server/protocol/shape.h"

// Types of a whole body against the operation's input shape, before anything else looks at it: AWS
// answers SerializationException for a mismatch anywhere, however deep. Members the shape doesn't
// know are passed over, null ones count as absent.
namespace server::protocol {

// Throws ApiError(serialization) for the first mismatch in the order of the text. After it, each
// member that is there and not null has the kind its shape says; elements of lists and maps may
// still be null (check_constraints refuses them, reading an attribute value does too).
void check_types(core::json::Value body, const Shape& input);

}  // namespace server::protocol
