#pragma once

#include <string_view>

namespace core::partiql {

// The words that PartiQL reserves: those of SQL-92, its own, and the names of types. None of them
// can be an attribute's or a table's name without quotes.
bool is_keyword(std::string_view lower_case);

// Whether IS can ask for it: "boolean", "double_precision".
bool is_type_name(std::string_view keyword);

// Keywords that can be called like functions: "size", "exists".
bool is_function_keyword(std::string_view keyword);

// How strongly an operator between two terms binds; 0 for what is none. Words and symbols alike:
// "and", "<=".
int infix_precedence(std::string_view op);

// Of NOT, before its operand.
inline constexpr int kNotPrecedence = 30;
// What a table in FROM and the conditions behind it are read with: all operators but those that
// join whole queries.
inline constexpr int kClausePrecedence = 6;

// Any operator, also NOT and those that nothing here supports.
bool is_operator(std::string_view op);

}  // namespace core::partiql
