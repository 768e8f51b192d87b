#pragma once

#include "core/front_end.h"
#include "core/json/value.h"
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {

// Which front end reads a request: the older one all requests for operations that weren't moved
// yet, and of the others those that lack a required member or nest deeper than the current one
// reads. Needs a body that passed check_types.
core::FrontEnd front_end_of(const core::json::Document& body, const InputShape& input);

}  // namespace server::protocol
