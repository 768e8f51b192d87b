#include "core/expressions/cursor.h"

#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace core::expressions {

namespace {

void check_size(std::string_view text, std::string_view parameter) {
  if (text.empty()) throw_invalid(parameter, "The expression can not be empty;");
  if (text.size() <= limits::kMaxExpressionBytes) return;
  std::string message = "Expression size has exceeded the maximum allowed size;";
  // Only these two tell the size [AWS].
  if (parameter == "FilterExpression" || parameter == "ConditionExpression") {
    message += fmt::format(" expression size: {}", text.size());
  }
  throw_invalid(parameter, message);
}

}  // namespace

Cursor::Cursor(std::string_view text, std::string_view parameter,
               std::span<const std::string_view> keywords, Placeholders& placeholders)
    : text_(text),
      parameter_(parameter),
      keywords_(keywords),
      placeholders_(placeholders),
      faults_(parameter) {
  check_size(text, parameter);
  tokens_ = tokenize(text);
}

const Token& Cursor::peek_next() const {
  return tokens_[position_ + 1 < tokens_.size() ? position_ + 1 : position_];
}

Token Cursor::take() {
  const Token token = peek();
  if (token.kind != TokenKind::end) ++position_;
  return token;
}

bool Cursor::skip(std::string_view symbol) {
  if (!peek().is(symbol)) return false;
  take();
  return true;
}

bool Cursor::at_keyword() const {
  return std::any_of(keywords_.begin(), keywords_.end(),
                     [&](std::string_view keyword) { return peek().is_keyword(keyword); });
}

bool Cursor::skip_keyword(std::string_view upper_case) {
  if (!peek().is_keyword(upper_case)) return false;
  take();
  return true;
}

void Cursor::expect(std::string_view symbol) {
  if (!skip(symbol)) fail_syntax();
}

void Cursor::expect_keyword(std::string_view upper_case) {
  if (!skip_keyword(upper_case)) fail_syntax();
}

void Cursor::fail_syntax() const {
  const auto end_of = [](const Token& token) { return token.offset + token.text.size(); };
  const Token& token = peek();
  const Token& before = position_ > 0 ? tokens_[position_ - 1] : token;
  const bool at_end = token.kind == TokenKind::end;
  // What is near: the token before and the one after, with the space between them. The end of the
  // text is a token, too, and a text of nothing else begins at its first space.
  const std::size_t begin = at_end && position_ == 0 ? 0 : before.offset;
  const std::string_view near = text_.substr(begin, end_of(peek_next()) - begin);
  fail(fmt::format("Syntax error; token: \"{}\", near: \"{}\"", at_end ? "<EOF>" : token.text,
                   near));
}

// AWS stops counting at the first one too many.
std::string Cursor::too_many_operators() const {
  return fmt::format("The expression contains too many operators; operator count: {}",
                     limits::kMaxExpressionOperators + 1);
}

void Cursor::finish() {
  if (peek().kind != TokenKind::end) fail_syntax();
  if (operators_ > limits::kMaxExpressionOperators) {
    faults_.note(Fault::limit, too_many_operators());
  }
  faults_.raise();
}

// Whatever nests is an operator or a function, or parentheses that are redundant without one; so
// nothing that AWS accepts is as deep as it may have operators.
Cursor::Nesting::Nesting(Cursor& cursor) : cursor_(cursor) {
  if (cursor.depth_ == limits::kMaxExpressionOperators) cursor.fail(cursor.too_many_operators());
  ++cursor.depth_;
}

}  // namespace core::expressions
