#pragma once

#include "core/scope_filter.h"
#include "server/control/control_api.h"
#include "server/worlds/resets.h"

namespace server::control {

// Ends these worlds, and before that what others keep of them: faults, and whatever drains and
// restores are about them, which are told; behind it whoever saves them. Every reset on request is
// this one (control_reset.cpp). For `done` see worlds::Resets.
void reset_scopes(const ControlParts& parts, const core::ScopeFilter& scopes,
                  const worlds::Kept& kept, worlds::Resets::Done done);

}  // namespace server::control
