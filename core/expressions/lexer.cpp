#include "core/expressions/lexer.h"

#include "core/ascii.h"

#include <algorithm>

namespace core::expressions {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_name_part(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}
// The second and later bytes of a UTF-8 character.
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

template <class Predicate>
std::size_t run_length(std::string_view text, std::size_t from, Predicate belongs) {
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size()));
  return static_cast<std::size_t>(std::find_if_not(begin, text.end(), belongs) - begin);
}

std::size_t symbol_length(std::string_view text) {
  constexpr std::string_view kPairs[] = {"<>", "<=", ">="};
  for (const std::string_view pair : kPairs) {
    if (text.substr(0, 2) == pair) return 2;
  }
  constexpr std::string_view kSingles = "()[],.=<>+-";
  return kSingles.find(text.front()) == std::string_view::npos ? 0 : 1;
}

// The token at the front of a text that is neither empty nor begins with a space.
Token first_token(std::string_view text) {
  const auto make = [&](TokenKind kind, std::size_t length) {
    return Token{kind, text.substr(0, length), 0};
  };
  const char c = text.front();
  // Names can't begin with '_' [AWS], placeholders can.
  if (is_letter(c)) return make(TokenKind::identifier, run_length(text, 0, is_name_part));
  // Nor do numbers go on behind a zero: 01 is two tokens [AWS].
  if (is_digit(c)) return make(TokenKind::number, c == '0' ? 1 : run_length(text, 0, is_digit));
  if (c == '#' || c == ':') {
    const std::size_t length = run_length(text, 1, is_name_part);
    if (length > 0) {
      const auto kind = c == '#' ? TokenKind::name_placeholder : TokenKind::value_placeholder;
      return make(kind, length + 1);
    }
  }
  if (const std::size_t length = symbol_length(text); length > 0) {
    return make(TokenKind::symbol, length);
  }
  return make(TokenKind::unknown, 1 + run_length(text, 1, is_continuation));
}

}  // namespace

bool Token::is_keyword(std::string_view upper_case) const {
  const auto same = [](char a, char b) { return (is_letter(a) ? (a & ~0x20) : a) == b; };
  return kind == TokenKind::identifier &&
         std::equal(text.begin(), text.end(), upper_case.begin(), upper_case.end(), same);
}

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t offset = 0;
  for (;;) {
    offset += run_length(text, offset, is_space);
    if (offset == text.size()) break;
    Token token = first_token(text.substr(offset));
    token.offset = offset;
    offset += token.text.size();
    tokens.push_back(token);
  }
  tokens.push_back(Token{TokenKind::end, text.substr(text.size()), text.size()});
  return tokens;
}

}  // namespace core::expressions
