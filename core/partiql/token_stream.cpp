#include "core/partiql/token_stream.h"

#include "core/ascii.h"
#include "core/partiql/lexer.h"

#include <fmt/format.h>

#include <string>

namespace core::partiql {

namespace {

std::string_view symbol_name(std::string_view symbol) {
  if (symbol == "(") return "LEFT_PAREN";
  if (symbol == ")") return "RIGHT_PAREN";
  if (symbol == "]") return "RIGHT_BRACKET";
  if (symbol == "}") return "RIGHT_CURLY";
  if (symbol == ">>") return "RIGHT_DOUBLE_ANGLE_BRACKET";
  if (symbol == ":") return "COLON";
  return symbol;
}

std::string upper_case(std::string_view lower) {
  std::string upper(lower);
  for (char& c : upper) c = is_letter(c) ? static_cast<char>(c & ~0x20) : c;
  return upper;
}

}  // namespace

TokenStream::TokenStream(std::string_view statement) : tokens_(tokenize(statement)) {}

bool TokenStream::at_end_of_statement() const {
  return at_end() || (peek().is_symbol(";") && peek_next().kind == TokenKind::end);
}

const Token& TokenStream::take() {
  const Token& token = peek();
  if (!at_end()) ++at_;
  return token;
}

bool TokenStream::skip_symbol(std::string_view symbol) {
  if (!peek().is_symbol(symbol)) return false;
  take();
  return true;
}

bool TokenStream::skip_keyword(std::string_view lower_case) {
  if (!peek().is_keyword(lower_case)) return false;
  take();
  return true;
}

void TokenStream::expect_symbol(std::string_view symbol) {
  if (skip_symbol(symbol)) return;
  throw_not_well_formed(fmt::format("Expected {}", symbol_name(symbol)));
}

void TokenStream::expect_keyword(std::string_view lower_case) {
  if (skip_keyword(lower_case)) return;
  throw_not_well_formed(fmt::format("Expected {}", upper_case(lower_case)));
}

TokenStream::Nesting::Nesting(TokenStream& tokens) : tokens_(tokens) {
  if (tokens_.depth_ == kMaxNesting) throw_not_well_formed("");
  ++tokens_.depth_;
}

}  // namespace core::partiql
