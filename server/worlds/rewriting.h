#pragma once

#include "core/names.h"

#include <string>

namespace server::worlds {

// The text with ARNs and queue URLs of one scope made another's: ":us-east-1:000000000000:",
// "::000000000000:" (IAM has no regions) and "/000000000000/".
std::string rewritten(std::string text, const core::Scope& from, const core::Scope& to);

// The name that a bucket of the one has in the other: with its account, where it has the account.
// Names of buckets are everybody's, so what needs to be there for each has it in its name.
std::string bucket_name_in(const core::Scope& to, std::string name, const core::Scope& from);
// The text with a name made another.
std::string renamed(std::string text, const std::string& from, const std::string& to);

}  // namespace server::worlds
