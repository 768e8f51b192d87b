#pragma once

#include "core/api_error.h"
#include "core/json/value.h"
#include "server/protocol/model/input_shapes.h"

// The constraints of an operation's input model, which AWS checks before the operation sees its
// input. It reports up to ten violations in one message:
//
//   2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member
//   must not be null; Value '[]' at 'keySchema' failed to satisfy constraint: Member must have
//   length greater than or equal to 1
//
// An element of a list or a map is reported with its whole collection, the members below it by
// their path: 'keySchema.1.member.keyType', 'requestItems.Orders.member.keys'.
namespace server::protocol {

// Throws ApiError(code) with the text of that front end; CloudWatch Logs answers
// InvalidParameterException where the others answer ValidationException. Needs a body that passed
// check_types. After it, no list or map holds null where its shape asks for anything but attribute
// values.
void check_constraints(core::json::Value body, const InputShape& input, core::FrontEnd front_end,
                       core::ErrorCode code = core::ErrorCode::validation);

}  // namespace server::protocol
