#pragma once

#include "server/seeds/resource.h"

#include <optional>
#include <string>

namespace server::seeds {

// What is found there, or nullptr.
const Value* find_at(const Value& answer, const Where& where);

// What differs first, as a sentence: "its KeySchema[0].AttributeName is \"id\", and the seed says
// \"pk\"". nullopt when `found` has all that is wanted. What is wanted to be empty or false may be
// missing. Lists of maps that have a name (AttributeName, IndexName, Key) have no order. References
// are compared by what they stand for, but not the host and port of queue URLs, which are those of
// the start that made it; what isn't known yet is no difference.
std::optional<std::string> difference(const Value& wanted, const Value& found,
                                      const Known& known = {});

}  // namespace server::seeds
