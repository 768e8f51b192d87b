#pragma once

#include "core/scope_filter.h"
#include "server/control/control_api.h"
#include "server/worlds/reset.h"

namespace server::control {

// Ends these worlds, and with them what others keep of them: faults, and whatever drains, saves and
// restores are about them, which are told. Every reset on request is this one (control_reset.cpp).
worlds::ResetCounts reset_scopes(const ControlParts& parts, const core::ScopeFilter& scopes,
                                 const worlds::Kept& kept);

}  // namespace server::control
