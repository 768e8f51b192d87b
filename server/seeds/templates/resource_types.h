#pragma once

#include "server/seeds/templates/conversions.h"

#include <string_view>

namespace server::seeds {

// nullptr: there is nothing here for resources of the type.
Convert* find_conversion(std::string_view type);

// Whether nothing is missing without resources of the type: nobody is kept from anything here, logs
// make themselves, and no capacity is used up.
bool is_needless(std::string_view type);

}  // namespace server::seeds
