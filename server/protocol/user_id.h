#pragma once

#include "core/names.h"

#include <string>

namespace server::protocol {

// The id of the IAM user whom an account's requests come from here: always the same. IAM's ids of
// users are "AIDA" and 17 more capitals and digits.
std::string user_id(const core::AccountId& account);

}  // namespace server::protocol
