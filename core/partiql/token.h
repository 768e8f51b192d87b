#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core::partiql {

// Where something stands in a statement, all counted in characters, line and column from 1.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t length = 0;
};

// "1:8:5": how AWS prints it at the end of an error text.
std::string text(const Position& position);

enum class TokenKind {
  identifier,
  quoted_identifier,  // "Music"
  keyword,
  string,     // 'text'
  number,     // without a sign
  parameter,  // ?
  symbol,
  star,  // a * that stands for everything, not one that multiplies
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  // Without quotes and doubled quotes; a keyword in lower case. Words that are one keyword together
  // are joined: insert_into.
  std::string text;
  Position position;

  bool is_symbol(std::string_view symbol) const {
    return kind == TokenKind::symbol && text == symbol;
  }
  bool is_keyword(std::string_view lower_case) const {
    return kind == TokenKind::keyword && text == lower_case;
  }
  bool is_identifier() const {
    return kind == TokenKind::identifier || kind == TokenKind::quoted_identifier;
  }
};

}  // namespace core::partiql
