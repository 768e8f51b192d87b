#pragma once

#include "core/expressions/cursor.h"
#include "core/expressions/document_path.h"
#include "core/expressions/literal.h"

// The grammar rules that all expressions have in common.
namespace core::expressions {

// path := name ("." name | "[" number "]")*
DocumentPath parse_path(Cursor& cursor);

// Whether a path can begin here.
bool at_path(const Cursor& cursor);

// ("." name | "[" number "]")*: continues a path whose beginning stood in parentheses.
void parse_path_steps(Cursor& cursor, DocumentPath& path);

// value := ":" name. NULL when it isn't defined, which is noted as a fault.
Literal parse_value(Cursor& cursor, Fault undefined);

}  // namespace core::expressions
