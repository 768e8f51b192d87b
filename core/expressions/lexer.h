#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace core::expressions {

enum class TokenKind {
  identifier,         // a letter, then letters, digits and '_'
  number,             // digits
  name_placeholder,   // #name
  value_placeholder,  // :value
  symbol,             // ( ) [ ] , . = <> < <= > >= + -
  unknown,            // one character that no expression knows
  end,
};

// Views into the expression's text.
struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
  std::size_t offset = 0;

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  // Keywords have no case: AND, between, Set.
  bool is_keyword(std::string_view upper_case) const;
};

// Never fails: what is wrong is found by the parser, token by token, as AWS does. The last token is
// the only `end`.
std::vector<Token> tokenize(std::string_view text);

}  // namespace core::expressions
