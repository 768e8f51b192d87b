#include "core/partiql/term_parser.h"

#include "core/ascii.h"
#include "core/partiql/grammar.h"
#include "core/partiql/keywords.h"
#include "core/partiql/lexer.h"

#include <fmt/format.h>

#include <utility>

namespace core::partiql {

namespace {

// "(" [expressions] ")", whose first is taken.
Expressions parse_arguments(TokenStream& tokens) {
  if (tokens.skip_symbol(")")) return {};
  Expressions arguments = parse_expressions(tokens);
  tokens.expect_symbol(")");
  return arguments;
}

bool is_aggregate(std::string_view name) {
  return name == "count" || name == "avg" || name == "max" || name == "min" || name == "sum";
}

// name "(" ("*" | ["DISTINCT" | "ALL"] expression) ")"
Expression parse_aggregate(TokenStream& tokens, std::string name, Position position) {
  Call call{std::move(name), {}, true};
  if (tokens.peek().kind == TokenKind::star) {
    if (call.name != "count") throw_not_well_formed(fmt::format("{}(*) is not allowed", call.name));
    tokens.take();
    tokens.expect_symbol(")");
    return {std::move(call), position};
  }
  if (!tokens.skip_keyword("distinct")) tokens.skip_keyword("all");
  call.arguments = parse_arguments(tokens);
  if (call.arguments.size() != 1) throw_not_well_formed("Aggregate functions are always unary");
  return {std::move(call), position};
}

// call := name "(" arguments ")"
Expression parse_call(TokenStream& tokens) {
  const Token name = tokens.take();
  tokens.expect_symbol("(");
  std::string lower = in_lower_case(name.text);
  if (name.kind == TokenKind::keyword && is_aggregate(lower)) {
    return parse_aggregate(tokens, std::move(lower), name.position);
  }
  if (tokens.peek().kind == TokenKind::star) {
    throw_not_well_formed(fmt::format("{}(*) is not allowed", lower));
  }
  return {
      Call{std::move(lower), parse_arguments(tokens)},
      name.position
  };
}

// "(" expression ")", or of several a list
Expression parse_group(TokenStream& tokens, Position position) {
  Expressions group = parse_expressions(tokens);
  tokens.expect_symbol(")");
  if (group.size() == 1) return std::move(group.front());
  return {ListLiteral{std::move(group)}, position};
}

// Elements up to the closing symbol; there may be none.
Expressions parse_elements(TokenStream& tokens, std::string_view closing) {
  if (tokens.skip_symbol(closing)) return {};
  Expressions elements = parse_expressions(tokens);
  tokens.expect_symbol(closing);
  return elements;
}

// "{" [expression ":" expression ("," expression ":" expression)*] "}"
Expression parse_struct(TokenStream& tokens, Position position) {
  StructLiteral literal;
  if (tokens.skip_symbol("}")) return {std::move(literal), position};
  do {
    Expression name = parse_expression(tokens);
    tokens.expect_symbol(":");
    literal.fields.push_back(Field{std::move(name), parse_expression(tokens)});
  } while (tokens.skip_symbol(","));
  tokens.expect_symbol("}");
  return {std::move(literal), position};
}

// CREATE TABLE name | DROP TABLE name
Expression parse_definition(TokenStream& tokens, const Token& keyword) {
  const bool creates = keyword.text == "create";
  if (!tokens.skip_keyword("table")) {
    throw_not_well_formed(creates ? "Unexpected token following CREATE"
                                  : "Unexpected token following DROP");
  }
  if (!tokens.peek().is_identifier()) throw_not_well_formed("Expected identifier!");
  tokens.take();
  if (!tokens.at_end_of_statement()) {
    throw_not_well_formed(creates ? "Unexpected tokens after CREATE statement!"
                                  : "Unexpected tokens after DROP statement!");
  }
  return {UnsupportedNode{creates ? "CreateTable" : "DropTable"}, keyword.position};
}

Expression parse_statement_keyword(TokenStream& tokens) {
  const Token keyword = tokens.take();
  if (keyword.text == "select") return parse_select(tokens);
  if (keyword.text == "from") return parse_from_first(tokens);
  if (keyword.text == "create" || keyword.text == "drop") return parse_definition(tokens, keyword);
  // Each of these has to be a statement by itself: here we are in its expression and its unary.
  if (tokens.depth() > 2) {
    throw_not_well_formed(
        fmt::format("Keyword {} only expected at the top level in the query", keyword.text));
  }
  if (keyword.text == "insert_into") return parse_insert(tokens);
  if (keyword.text == "update") return parse_update(tokens);
  return parse_delete(tokens);
}

bool begins_statement(std::string_view keyword) {
  return keyword == "select" || keyword == "from" || keyword == "insert_into" ||
         keyword == "update" || keyword == "delete" || keyword == "create" || keyword == "drop";
}

Expression parse_keyword(TokenStream& tokens) {
  const Token& keyword = tokens.peek();
  const Position position = keyword.position;
  if (begins_statement(keyword.text)) return parse_statement_keyword(tokens);
  if (is_operator(keyword.text)) throw_not_well_formed("Unexpected operator");
  if (is_function_keyword(keyword.text) && tokens.peek_next().is_symbol("(")) {
    return parse_call(tokens);
  }
  const std::string word = tokens.take().text;
  if (word == "true" || word == "false") return {BooleanLiteral{word == "true"}, position};
  if (word == "null") return {NullLiteral{}, position};
  if (word == "missing") return {MissingLiteral{}, position};
  const bool alias = word == "as" || word == "at" || word == "by" || word == "for";
  throw_not_well_formed(alias ? "Unexpected term" : "Unexpected keyword");
}

Expression parse_symbol(TokenStream& tokens) {
  const Token symbol = tokens.take();
  if (symbol.text == "(") return parse_group(tokens, symbol.position);
  if (symbol.text == "[") return {ListLiteral{parse_elements(tokens, "]")}, symbol.position};
  if (symbol.text == "<<") return {BagLiteral{parse_elements(tokens, ">>")}, symbol.position};
  if (symbol.text == "{") return parse_struct(tokens, symbol.position);
  throw_not_well_formed(is_operator(symbol.text) ? "Unexpected operator" : "Unexpected term");
}

// term := literal | parameter | name | call | "(" … ")" | "[" … "]" | "<<" … ">>" | "{" … "}" |
// statement
Expression parse_term(TokenStream& tokens) {
  const Token& token = tokens.peek();
  switch (token.kind) {
    case TokenKind::keyword: return parse_keyword(tokens);
    case TokenKind::symbol: return parse_symbol(tokens);
    case TokenKind::identifier:
    case TokenKind::quoted_identifier:
      if (tokens.peek_next().is_symbol("(")) return parse_call(tokens);
      tokens.take();
      return {Identifier{token.text}, token.position};
    case TokenKind::string: tokens.take(); return {StringLiteral{token.text}, token.position};
    case TokenKind::number: tokens.take(); return {NumberLiteral{token.text}, token.position};
    case TokenKind::parameter:
      tokens.take();
      return {Parameter{tokens.count_parameter()}, token.position};
    case TokenKind::star:
    case TokenKind::end: break;
  }
  throw_not_well_formed("Unexpected term");
}

PathStep parse_dot_step(TokenStream& tokens, bool simple) {
  const Token& token = tokens.peek();
  if (token.is_identifier()) return tokens.take().text;
  if (token.kind != TokenKind::star) throw_not_well_formed("Invalid path dot component");
  if (simple) throw_not_well_formed("Invalid path dot component for simple path");
  tokens.take();
  return EveryAttribute{};
}

bool is_literal(const Expression& expression) {
  return std::holds_alternative<StringLiteral>(expression.node) ||
         std::holds_alternative<NumberLiteral>(expression.node);
}

PathStep parse_bracket_step(TokenStream& tokens, bool simple) {
  if (tokens.peek().kind == TokenKind::star) {
    tokens.take();
    tokens.expect_symbol("]");
    if (simple) throw_not_well_formed("Invalid path component for simple path");
    return Everything{};
  }
  Expression index = parse_expression(tokens);
  tokens.expect_symbol("]");
  if (simple && !is_literal(index)) {
    throw_not_well_formed("Invalid path component for simple path");
  }
  return Box<Expression>(std::move(index));
}

Expression parse_steps(TokenStream& tokens, Expression root, bool simple) {
  std::vector<PathStep> steps;
  for (;;) {
    if (tokens.skip_symbol(".")) {
      steps.push_back(parse_dot_step(tokens, simple));
    } else if (tokens.skip_symbol("[")) {
      steps.push_back(parse_bracket_step(tokens, simple));
    } else {
      break;
    }
  }
  if (steps.empty()) return root;
  const Position position = root.position;
  return {
      Path{Box<Expression>(std::move(root)), std::move(steps)},
      position
  };
}

}  // namespace

Expression parse_path_term(TokenStream& tokens) {
  return parse_steps(tokens, parse_term(tokens), false);
}

Expression parse_simple_path(TokenStream& tokens) {
  if (!tokens.peek().is_identifier()) throw_not_well_formed("Expected identifier for simple path");
  const Token& name = tokens.take();
  return parse_steps(tokens, Expression{Identifier{name.text}, name.position}, true);
}

}  // namespace core::partiql
