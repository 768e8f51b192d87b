#pragma once

#include "core/partiql/token_stream.h"
#include "core/partiql/tree.h"

namespace core::partiql {

// term ("." name | ".*" | "[" expression "]" | "[*]")*: what operators are applied to.
Expression parse_path_term(TokenStream& tokens);

}  // namespace core::partiql
