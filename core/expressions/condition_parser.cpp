#include "core/expressions/condition_call.h"
#include "core/expressions/condition_checks.h"
#include "core/expressions/parser.h"
#include "core/expressions/path_parser.h"

#include <optional>
#include <utility>

// Parentheses may hold an operand as well as a condition, and which it is shows only behind them:
// (a) = b, (a = b). So the rules below make nodes that are either, and whoever needs one of the two
// asks for it.
namespace core::expressions {

namespace {

constexpr std::string_view kKeywords[] = {"AND", "OR", "NOT", "BETWEEN", "IN"};

struct Node {
  std::variant<Operand, Condition> value;
  std::string_view function = {};  // its name, if this is just a call
  bool parenthesized = false;
};

Node parse_or(Cursor& cursor);

// Stands in for what can't be made: a fault was noted, so nobody will see it.
Operand no_operand() {
  return Operand(Literal(AttributeValue()));
}
Condition no_condition() {
  return Condition{And{}};
}

bool can_be_operand(const Node& node) {
  return std::holds_alternative<Operand>(node.value) || !node.function.empty();
}

Operand as_operand(Node node, Cursor& cursor) {
  if (auto* operand = std::get_if<Operand>(&node.value)) return std::move(*operand);
  if (node.function.empty()) cursor.fail_syntax();
  note_misused_function(node.function, cursor.faults());
  return no_operand();
}

Condition as_condition(Node node, Cursor& cursor) {
  const bool is_operand = std::holds_alternative<Operand>(node.value);
  if (node.function.empty()) {
    if (is_operand) cursor.fail_syntax();
  } else {
    if (is_operand) note_misused_function(node.function, cursor.faults());
    cursor.faults().next_condition();
  }
  return is_operand ? no_condition() : std::get<Condition>(std::move(node.value));
}

Operand parse_operand(Cursor& cursor);

// operands := "(" operand ("," operand)* ")"
std::vector<Operand> parse_operands(Cursor& cursor) {
  std::vector<Operand> operands;
  cursor.expect("(");
  do {
    operands.push_back(parse_operand(cursor));
  } while (cursor.skip(","));
  cursor.expect(")");
  return operands;
}

// call := identifier operands
Node parse_call(Cursor& cursor) {
  const Cursor::Nesting nesting(cursor);
  cursor.count_operator();
  const std::string_view name = cursor.take().text;
  std::vector<Operand> operands = parse_operands(cursor);
  Faults& faults = cursor.faults();
  if (!check_function_name(name, faults) || !check_function(name, operands, faults)) {
    const bool condition = name != "size";
    return condition ? Node{no_condition(), name} : Node{no_operand(), name};
  }
  return Node{make_call(name, std::move(operands)), name};
}

// parenthesized := "(" condition ")" path_step*
Node parse_parenthesized(Cursor& cursor) {
  const Cursor::Nesting nesting(cursor);
  cursor.expect("(");
  Node node = parse_or(cursor);
  cursor.expect(")");
  if (node.parenthesized) {
    cursor.faults().note(Fault::redundant_parentheses, "The expression has redundant parentheses;");
  }
  node.parenthesized = true;
  auto* operand = std::get_if<Operand>(&node.value);
  auto* path = operand != nullptr ? std::get_if<DocumentPath>(operand) : nullptr;
  if (path != nullptr && (cursor.peek().is(".") || cursor.peek().is("["))) {
    parse_path_steps(cursor, *path);
    node.parenthesized = false;
  }
  return node;
}

// primary := parenthesized | call | value | path
Node parse_primary(Cursor& cursor) {
  if (cursor.peek().is("(")) return parse_parenthesized(cursor);
  if (cursor.peek().kind == TokenKind::value_placeholder) {
    return Node{Operand(parse_value(cursor, Fault::undefined_name))};
  }
  const bool call = cursor.peek().kind == TokenKind::identifier && cursor.peek_next().is("(");
  if (call && !cursor.at_keyword()) return parse_call(cursor);
  return Node{Operand(parse_path(cursor))};
}

// operand := primary
Operand parse_operand(Cursor& cursor) {
  return as_operand(parse_primary(cursor), cursor);
}

std::optional<Comparator> find_comparator(const Token& token) {
  if (token.is("=")) return Comparator::equal;
  if (token.is("<>")) return Comparator::not_equal;
  if (token.is("<")) return Comparator::less;
  if (token.is("<=")) return Comparator::less_or_equal;
  if (token.is(">")) return Comparator::greater;
  if (token.is(">=")) return Comparator::greater_or_equal;
  return std::nullopt;
}

// between := operand "BETWEEN" operand "AND" operand
Condition parse_between(Cursor& cursor, Operand value) {
  Operand low = parse_operand(cursor);
  cursor.expect_keyword("AND");
  Operand high = parse_operand(cursor);
  check_between(value, low, high, cursor.faults());
  return Condition{
      Between{std::move(value), std::move(low), std::move(high)}
  };
}

// in := operand "IN" operands
Condition parse_in(Cursor& cursor, Operand value) {
  std::vector<Operand> candidates = parse_operands(cursor);
  check_in(value, candidates, cursor.faults());
  return Condition{
      In{std::move(value), std::move(candidates)}
  };
}

Condition parse_compare(Cursor& cursor, Operand left, Comparator comparator,
                        std::string_view symbol) {
  Operand right = parse_operand(cursor);
  check_comparison(symbol, left, right, cursor.faults());
  return Condition{
      Compare{std::move(left), comparator, std::move(right)}
  };
}

Node finish_leaf(Cursor& cursor, Condition condition) {
  cursor.count_operator();
  cursor.faults().next_condition();
  return Node{std::move(condition)};
}

// comparison := primary (comparator operand | between | in)?
Node parse_comparison(Cursor& cursor) {
  Node left = parse_primary(cursor);
  if (!can_be_operand(left)) return left;
  if (const auto comparator = find_comparator(cursor.peek())) {
    const std::string_view symbol = cursor.take().text;
    return finish_leaf(
        cursor, parse_compare(cursor, as_operand(std::move(left), cursor), *comparator, symbol));
  }
  if (cursor.skip_keyword("BETWEEN")) {
    return finish_leaf(cursor, parse_between(cursor, as_operand(std::move(left), cursor)));
  }
  if (cursor.skip_keyword("IN")) {
    return finish_leaf(cursor, parse_in(cursor, as_operand(std::move(left), cursor)));
  }
  return left;
}

// negation := "NOT" negation | comparison
Node parse_not(Cursor& cursor) {
  if (!cursor.skip_keyword("NOT")) return parse_comparison(cursor);
  const Cursor::Nesting nesting(cursor);
  cursor.count_operator();
  return Node{Condition{Not{Box<Condition>(as_condition(parse_not(cursor), cursor))}}};
}

// What AND and OR have in common: one or more terms with the keyword between them.
template <class Junction>
Node parse_terms(Cursor& cursor, std::string_view keyword, Node (*parse_term)(Cursor&)) {
  Node first = parse_term(cursor);
  if (!cursor.peek().is_keyword(keyword)) return first;
  Junction junction;
  junction.terms.push_back(as_condition(std::move(first), cursor));
  while (cursor.skip_keyword(keyword)) {
    cursor.count_operator();
    junction.terms.push_back(as_condition(parse_term(cursor), cursor));
  }
  return Node{Condition{std::move(junction)}};
}

// conjunction := negation ("AND" negation)*
Node parse_and(Cursor& cursor) {
  return parse_terms<And>(cursor, "AND", parse_not);
}

// condition := conjunction ("OR" conjunction)*
Node parse_or(Cursor& cursor) {
  return parse_terms<Or>(cursor, "OR", parse_and);
}

}  // namespace

Condition parse_condition(std::string_view text, std::string_view parameter,
                          Placeholders& placeholders) {
  Cursor cursor(text, parameter, kKeywords, placeholders);
  Condition condition = as_condition(parse_or(cursor), cursor);
  cursor.finish();
  return condition;
}

}  // namespace core::expressions
