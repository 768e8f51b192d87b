#pragma once

#include "server/seeds/fault.h"
#include "server/seeds/value.h"

#include <map>
#include <string>
#include <string_view>

namespace server::seeds {

// Values that were given to a template's parameters, by their names.
using Overrides = std::map<std::string, std::string, std::less<>>;

// Without the blanks around it.
std::string_view trimmed(std::string_view text);

// "Key=Value Other=\"with blanks\"", or "ParameterKey=Key,ParameterValue=Value …".
Overrides parse_overrides(std::string_view text);

// The parameters of a template with their values: what was given, or the defaults. Lists are lists.
// One that has neither has a fault, for whoever speaks of it. Throws Fault for a value that
// AllowedValues don't allow, and for one of a parameter that isn't there.
std::map<std::string, Value, std::less<>> parameter_values(const Value& document,
                                                           const Overrides& given,
                                                           const std::string& file);

}  // namespace server::seeds
