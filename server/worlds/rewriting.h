#pragma once

#include "core/names.h"

#include <string>

namespace server::worlds {

// The text with ARNs and queue URLs of one scope made another's: ":us-east-1:000000000000:",
// "::000000000000:" (IAM has no regions) and "/000000000000/".
std::string rewritten(std::string text, const core::Scope& from, const core::Scope& to);

}  // namespace server::worlds
