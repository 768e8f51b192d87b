#include "core/expressions/parser.h"
#include "core/expressions/path_overlap.h"
#include "core/expressions/path_parser.h"
#include "core/expressions/update_checks.h"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace core::expressions {

namespace {

constexpr std::string_view kSections[] = {"SET", "REMOVE", "ADD", "DELETE"};

// The update so far, and all paths that it names, in order.
struct Draft {
  Update update;
  std::vector<DocumentPath> paths;
};

SetValue parse_set_operand(Cursor& cursor);

// Stands in for what can't be made: a fault was noted, so nobody will see it.
SetValue no_value() {
  return SetValue{Literal(AttributeValue())};
}

bool is_arithmetic(const SetValue& value) {
  return std::holds_alternative<Plus>(value.node) || std::holds_alternative<Minus>(value.node);
}

void note_redundant_parentheses(Cursor& cursor) {
  cursor.faults().note(Fault::redundant_parentheses, "The expression has redundant parentheses;");
}

// call := identifier "(" operand ("," operand)* ")"
SetValue parse_set_call(Cursor& cursor) {
  const Cursor::Nesting nesting(cursor);
  cursor.count_operator();
  const std::string_view name = cursor.take().text;
  cursor.expect("(");
  std::vector<SetValue> operands;
  do {
    operands.push_back(parse_set_operand(cursor));
  } while (cursor.skip(","));
  cursor.expect(")");
  Faults& faults = cursor.faults();
  if (!check_set_function_name(name, faults) || !check_set_function(name, operands, faults)) {
    return no_value();
  }
  Box<SetValue> second(std::move(operands[1]));
  if (name == "list_append") {
    return SetValue{
        ListAppend{Box<SetValue>(std::move(operands[0])), std::move(second)}
    };
  }
  return SetValue{
      IfNotExists{std::get<DocumentPath>(std::move(operands[0].node)), std::move(second)}
  };
}

// operand := "(" operand ")" | call | value | path
SetValue parse_set_operand(Cursor& cursor) {
  if (cursor.peek().is("(")) {
    const Cursor::Nesting nesting(cursor);
    cursor.take();
    if (cursor.peek().is("(")) note_redundant_parentheses(cursor);
    SetValue inner = parse_set_operand(cursor);
    cursor.expect(")");
    return inner;
  }
  if (cursor.peek().kind == TokenKind::value_placeholder) {
    return SetValue{parse_value(cursor, Fault::undefined_value)};
  }
  const bool call = cursor.peek().kind == TokenKind::identifier && cursor.peek_next().is("(");
  if (call && !cursor.at_keyword()) return parse_set_call(cursor);
  return SetValue{parse_path(cursor)};
}

SetValue parse_set_value(Cursor& cursor);

// "(" set_value ")", which may turn out to be an operand.
SetValue parse_set_parenthesized(Cursor& cursor) {
  const Cursor::Nesting nesting(cursor);
  cursor.expect("(");
  const bool doubled = cursor.peek().is("(");
  SetValue inner = parse_set_value(cursor);
  cursor.expect(")");
  // ((a) + b) needs both, ((a)) and ((a + b)) don't.
  if (doubled && !is_arithmetic(inner)) note_redundant_parentheses(cursor);
  return inner;
}

// set_value := "(" set_value ")" | operand (("+" | "-") operand)?
SetValue parse_set_value(Cursor& cursor) {
  SetValue left =
      cursor.peek().is("(") ? parse_set_parenthesized(cursor) : parse_set_operand(cursor);
  const bool plus = cursor.peek().is("+");
  if (!plus && !cursor.peek().is("-")) return left;
  if (is_arithmetic(left)) cursor.fail_syntax();  // two operands, no more [AWS]
  cursor.count_operator();
  const std::string_view symbol = cursor.take().text;
  SetValue right = parse_set_operand(cursor);
  check_arithmetic(symbol, left, right, cursor.faults());
  Box<SetValue> first(std::move(left));
  Box<SetValue> second(std::move(right));
  return plus ? SetValue{Plus{std::move(first), std::move(second)}}
              : SetValue{Minus{std::move(first), std::move(second)}};
}

// set_action := path "=" set_value
void parse_set_action(Cursor& cursor, Draft& draft) {
  DocumentPath path = parse_path(cursor);
  cursor.expect("=");
  draft.paths.push_back(path);
  SetValue value = parse_set_value(cursor);
  draft.update.sets.push_back(SetAction{std::move(path), std::move(value)});
}

// remove_action := path
void parse_remove_action(Cursor& cursor, Draft& draft) {
  draft.paths.push_back(parse_path(cursor));
  draft.update.removes.push_back(draft.paths.back());
}

// add_action := path value; delete_action alike
template <class Action>
void parse_value_action(Cursor& cursor, std::string_view section, Draft& draft,
                        std::vector<Action>& actions) {
  draft.paths.push_back(parse_path(cursor));
  Literal value = parse_value(cursor, Fault::undefined_value);
  check_section_operand(section, *value, cursor.faults());
  actions.push_back(Action{draft.paths.back(), std::move(value)});
}

std::string_view parse_section_keyword(Cursor& cursor) {
  for (const std::string_view section : kSections) {
    if (cursor.skip_keyword(section)) return section;
  }
  cursor.fail_syntax();
}

// section := ("SET" | "REMOVE" | "ADD" | "DELETE") action ("," action)*
std::string_view parse_section(Cursor& cursor, Draft& draft) {
  const std::string_view section = parse_section_keyword(cursor);
  do {
    if (section == "SET") parse_set_action(cursor, draft);
    if (section == "REMOVE") parse_remove_action(cursor, draft);
    if (section == "ADD") parse_value_action(cursor, section, draft, draft.update.adds);
    if (section == "DELETE") parse_value_action(cursor, section, draft, draft.update.deletes);
  } while (cursor.skip(","));
  return section;
}

}  // namespace

// update := section+
Update parse_update(std::string_view text, Placeholders& placeholders) {
  Cursor cursor(text, "UpdateExpression", kSections, placeholders);
  Draft draft;
  std::set<std::string_view> seen;
  do {
    const std::string_view section = parse_section(cursor, draft);
    if (!seen.insert(section).second) {
      cursor.faults().note(
          Fault::repeated_section,
          fmt::format("The \"{}\" section can only be used once in an update expression;",
                      section));
    }
  } while (cursor.at_keyword());
  check_paths(draft.paths, cursor.faults());
  cursor.finish();
  return std::move(draft.update);
}

}  // namespace core::expressions
