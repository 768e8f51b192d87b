#include "core/partiql/grammar.h"
#include "core/partiql/keywords.h"
#include "core/partiql/lexer.h"
#include "core/partiql/term_parser.h"

#include <algorithm>
#include <iterator>
#include <utility>

// Operators by their precedence: an operator takes as its right-hand side what binds more strongly
// than itself, so those of one precedence go from left to right.
namespace core::partiql {

namespace {

// The operands of an AND or OR that the operation of this operator can take over.
Expressions* find_operands(Expression& expression, std::string_view op) {
  auto* same = std::get_if<Operation>(&expression.node);
  const bool joins = same != nullptr && same->op == op && (op == "and" || op == "or");
  return joins ? &same->operands : nullptr;
}

// "a AND b AND c" is one node, and so doesn't nest. Of many operands the first ones stay where they
// are each time another comes.
Expression make_operation(const Token& op, Expression left, Expression right) {
  Operation operation{op.text, {}};
  if (auto* more = find_operands(left, op.text)) {
    operation.operands = std::move(*more);
  } else {
    operation.operands.push_back(std::move(left));
  }
  if (auto* more = find_operands(right, op.text)) {
    std::move(more->begin(), more->end(), std::back_inserter(operation.operands));
  } else {
    operation.operands.push_back(std::move(right));
  }
  return {std::move(operation), op.position};
}

Expression parse_right(TokenStream& tokens, const Token& op) {
  if (tokens.at_end())
    throw_not_well_formed("Missing right-hand side expression of infix operator");
  return parse_expression(tokens, infix_precedence(op.text));
}

// type := type_name ["(" number ("," number)* ")"]
std::string parse_type(TokenStream& tokens) {
  if (tokens.peek().kind != TokenKind::keyword || !is_type_name(tokens.peek().text)) {
    throw_not_well_formed("Expected type name");
  }
  std::string type = tokens.take().text;
  if (tokens.skip_symbol("(")) {
    parse_expressions(tokens);
    tokens.expect_symbol(")");
  }
  return type;
}

Expression parse_type_test(TokenStream& tokens, const Token& op, Expression value) {
  std::string type = parse_type(tokens);
  return {
      TypeTest{Box<Expression>(std::move(value)), std::move(type), op.text == "is_not"},
      op.position
  };
}

Expression parse_between(TokenStream& tokens, const Token& op, Expression value) {
  Expression low = parse_right(tokens, op);
  tokens.expect_keyword("and");
  if (tokens.at_end_of_statement()) throw_not_well_formed("Expected expression after AND");
  Expression high = parse_expression(tokens, infix_precedence(op.text));
  Operation between{op.text, {}};
  between.operands.push_back(std::move(value));
  between.operands.push_back(std::move(low));
  between.operands.push_back(std::move(high));
  return {std::move(between), op.position};
}

// value IN (a, b) is value IN [a, b], unless a query stands in the parentheses.
Expression parse_in(TokenStream& tokens, const Token& op, Expression value) {
  const bool query =
      tokens.peek_next().is_keyword("select") || tokens.peek_next().is_keyword("values");
  if (!tokens.peek().is_symbol("(") || query) {
    Expression right = parse_right(tokens, op);
    return make_operation(op, std::move(value), std::move(right));
  }
  const Position position = tokens.take().position;
  Expression list{ListLiteral{parse_expressions(tokens)}, position};
  tokens.expect_symbol(")");
  return make_operation(op, std::move(value), std::move(list));
}

// LIKE may have an ESCAPE, which says no more than LIKE to those who don't know LIKE.
Expression parse_like(TokenStream& tokens, const Token& op, Expression value) {
  Expression pattern = parse_right(tokens, op);
  if (tokens.skip_keyword("escape")) {
    if (tokens.at_end_of_statement()) throw_not_well_formed("Expected expression after ESCAPE");
    parse_expression(tokens, infix_precedence(op.text));
  }
  return make_operation(op, std::move(value), std::move(pattern));
}

Expression parse_infix(TokenStream& tokens, Expression left) {
  const Token op = tokens.take();
  if (op.text == "is" || op.text == "is_not") return parse_type_test(tokens, op, std::move(left));
  if (op.text == "in" || op.text == "not_in") return parse_in(tokens, op, std::move(left));
  if (op.text.ends_with("between")) return parse_between(tokens, op, std::move(left));
  if (op.text.ends_with("like")) return parse_like(tokens, op, std::move(left));
  Expression right = parse_right(tokens, op);
  return make_operation(op, std::move(left), std::move(right));
}

int infix_precedence_of(const Token& token) {
  const bool may_be = token.kind == TokenKind::symbol || token.kind == TokenKind::keyword;
  return may_be ? infix_precedence(token.text) : 0;
}

// A sign belongs to the number that it stands before.
Expression with_sign(const Token& sign, Expression term) {
  auto* number = std::get_if<NumberLiteral>(&term.node);
  if (number == nullptr) {
    Operation operation{sign.text, {}};
    operation.operands.push_back(std::move(term));
    return {std::move(operation), sign.position};
  }
  if (sign.text == "-") {
    number->text = number->text.starts_with('-') ? number->text.substr(1) : "-" + number->text;
  }
  return term;
}

// unary := ("+" | "-") unary | "NOT" expression | path_term
Expression parse_unary(TokenStream& tokens) {
  const TokenStream::Nesting nesting(tokens);
  if (tokens.peek().is_keyword("not")) {
    const Position position = tokens.take().position;
    Operation negation{"not", {}};
    negation.operands.push_back(parse_expression(tokens, kNotPrecedence));
    return {std::move(negation), position};
  }
  if (tokens.peek().is_symbol("+") || tokens.peek().is_symbol("-")) {
    const Token sign = tokens.take();
    return with_sign(sign, parse_unary(tokens));
  }
  return parse_path_term(tokens);
}

}  // namespace

Expression parse_expression(TokenStream& tokens, int precedence) {
  const TokenStream::Nesting nesting(tokens);
  Expression left = parse_unary(tokens);
  std::size_t chain = 0;
  while (precedence < infix_precedence_of(tokens.peek())) {
    const bool nests = !tokens.peek().is_keyword("and") && !tokens.peek().is_keyword("or");
    if (nests && ++chain > kMaxNesting) throw_not_well_formed("");
    left = parse_infix(tokens, std::move(left));
  }
  return left;
}

Expressions parse_expressions(TokenStream& tokens) {
  Expressions expressions;
  do {
    expressions.push_back(parse_expression(tokens));
  } while (tokens.skip_symbol(","));
  return expressions;
}

}  // namespace core::partiql
