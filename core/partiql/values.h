#pragma once

#include "core/expressions/document_path.h"
#include "core/expressions/literal.h"
#include "core/partiql/tree.h"

#include <span>

// Values and paths of a statement as the expressions of item operations have them. All throw
// ApiError(validation) with AWS's texts.
namespace core::partiql {

// What the request gives for the statement's question marks: as many as there are.
using Parameters = std::span<const expressions::Literal>;

// Whether it is a value by itself: a literal of any type, or a parameter.
bool is_value(const Expression& expression);

// Of a value. Lists, sets and maps are made of literals only. Throws for what isn't a value, what
// no attribute can hold, and numbers out of range: "… under root.a[1]".
expressions::Literal to_literal(const Expression& expression, Parameters parameters);

bool is_path(const Expression& expression);

// Throws for what isn't a path that can lead to an attribute.
expressions::DocumentPath to_path(const Expression& expression);

// The item of INSERT … VALUE. Its attributes may be parameters, and so may the whole.
Item to_item(const Expression& expression, Parameters parameters);

}  // namespace core::partiql
