#pragma once

#include "server/seeds/resource.h"

namespace server::seeds {

// The resources so that each comes after those that it needs or speaks of, and otherwise as they
// were. In a circle one of them comes too early, and says itself what isn't there.
Resources in_making_order(Resources resources);

}  // namespace server::seeds
