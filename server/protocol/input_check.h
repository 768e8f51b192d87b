#pragma once

#include "core/front_end.h"
#include "core/json/value.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {

// Checks a body against the input of its operation: types, then constraints, as the operation's
// service words them. Answers which of DynamoDB's front ends reads it; throws in its words.
core::FrontEnd check_input(const core::json::Document& body, const InputShape& input);

}  // namespace server::protocol
