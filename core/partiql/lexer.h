#pragma once

#include "core/partiql/token.h"

#include <string_view>
#include <vector>

namespace core::partiql {

// The statement's tokens; the last one is the only `end`. Throws ApiError(validation) for what no
// token begins with, and for one that doesn't end.
std::vector<Token> tokenize(std::string_view statement);

// Throws what AWS answers to a statement that it can't read: "Statement wasn't well formed, can't
// be processed: ", and `detail`.
[[noreturn]] void throw_not_well_formed(std::string_view detail);

}  // namespace core::partiql
