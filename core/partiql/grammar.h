#pragma once

#include "core/partiql/token_stream.h"
#include "core/partiql/tree.h"

// The rules of the grammar that its parts share. Each throws ApiError(validation), whose text
// begins with "Statement wasn't well formed, can't be processed: ", for what doesn't follow it.
namespace core::partiql {

// Everything is an expression, statements too. Takes operators that bind more strongly than
// `precedence`.
Expression parse_expression(TokenStream& tokens, int precedence = 0);

// expression ("," expression)*
Expressions parse_expressions(TokenStream& tokens);

// name ("." name | "[" literal "]")*: what is written to.
Expression parse_simple_path(TokenStream& tokens);

// Each begins behind its first keyword.
Expression parse_select(TokenStream& tokens);
Expression parse_insert(TokenStream& tokens);
Expression parse_update(TokenStream& tokens);
Expression parse_delete(TokenStream& tokens);
Expression parse_from_first(TokenStream& tokens);

// ["WHERE" expression]
std::optional<Expression> parse_where(TokenStream& tokens);

// [["AS"] name] ["AT" name] ["BY" name]; answers whether there is any.
bool parse_aliases(TokenStream& tokens);

// path aliases (("," | join) path aliases ["ON" expression])*
Source parse_from_source(TokenStream& tokens);

}  // namespace core::partiql
