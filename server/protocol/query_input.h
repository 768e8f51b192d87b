#pragma once

#include "server/protocol/query_form.h"
#include "server/protocol/query_names.h"
#include "server/protocol/shape.h"

#include <string>
#include <string_view>

namespace server::protocol {

// The form as the body that a client of the JSON protocol would send for the same input. What the
// shape doesn't know is left out. Throws for a text that is no number or boolean where one belongs.
std::string query_input_json(const QueryForm& form, std::string_view operation, const Shape& input,
                             const QueryDialect& dialect);

}  // namespace server::protocol
