#include "core/partiql/grammar.h"
#include "core/partiql/keywords.h"
#include "core/partiql/lexer.h"

#include <utility>

namespace core::partiql {

namespace {

// assignment := path "=" expression
Assignment parse_assignment(TokenStream& tokens) {
  Expression target = parse_simple_path(tokens);
  if (!tokens.skip_symbol("=")) throw_not_well_formed("Expected '='");
  return {std::move(target), parse_expression(tokens)};
}

// operations := ("SET" assignment ("," assignment)* | "REMOVE" path)+
void parse_operations(TokenStream& tokens, Change& change) {
  for (;;) {
    if (tokens.skip_keyword("set")) {
      do {
        change.operations.emplace_back(parse_assignment(tokens));
      } while (tokens.skip_symbol(","));
    } else if (tokens.skip_keyword("remove")) {
      change.operations.emplace_back(Removal{parse_simple_path(tokens)});
    } else {
      break;
    }
  }
  if (change.operations.empty()) throw_not_well_formed("Expected data manipulation");
}

Returning parse_returning_kind(TokenStream& tokens) {
  if (tokens.skip_keyword("all_old")) return Returning::all_old;
  if (tokens.skip_keyword("modified_old")) return Returning::modified_old;
  if (tokens.skip_keyword("all_new")) return Returning::all_new;
  if (tokens.skip_keyword("modified_new")) return Returning::modified_new;
  throw_not_well_formed("Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
}

// ["RETURNING" ("ALL" | "MODIFIED") ("OLD" | "NEW") "*"]
void parse_returning(TokenStream& tokens, Change& change) {
  if (!tokens.skip_keyword("returning")) return;
  change.returning = parse_returning_kind(tokens);
  if (tokens.peek().kind != TokenKind::star) {
    throw_not_well_formed("Unsupported syntax in RETURNING columns.");
  }
  tokens.take();
}

Source parse_table(TokenStream& tokens) {
  Source table{parse_simple_path(tokens)};
  table.aliased = parse_aliases(tokens);
  return table;
}

Expression make_change(Change change, Position position) {
  return {Box<Change>(std::move(change)), position};
}

}  // namespace

// insert := path "VALUE" expression
Expression parse_insert(TokenStream& tokens) {
  const Position position = tokens.peek().position;
  Change change;
  change.table.path = parse_simple_path(tokens);
  if (!tokens.skip_keyword("value")) {
    parse_expression(tokens);
    return {UnsupportedNode{"Insert"}, position};
  }
  change.value = parse_expression(tokens);
  return make_change(std::move(change), position);
}

// update := path aliases operations [where] [returning]
Expression parse_update(TokenStream& tokens) {
  const Position position = tokens.peek().position;
  Change change;
  change.kind = ChangeKind::update;
  change.table = parse_table(tokens);
  parse_operations(tokens, change);
  change.where = parse_where(tokens);
  parse_returning(tokens, change);
  return make_change(std::move(change), position);
}

// from_first := source [where] operations [returning]: an update the other way round
Expression parse_from_first(TokenStream& tokens) {
  const Position position = tokens.peek().position;
  Change change;
  change.kind = ChangeKind::update;
  change.table = parse_from_source(tokens);
  change.where = parse_where(tokens);
  parse_operations(tokens, change);
  parse_returning(tokens, change);
  return make_change(std::move(change), position);
}

// delete := "FROM" path aliases [where] [returning]
Expression parse_delete(TokenStream& tokens) {
  const Position position = tokens.peek().position;
  if (!tokens.skip_keyword("from")) throw_not_well_formed("Expected FROM after DELETE");
  Change change;
  change.kind = ChangeKind::remove;
  change.table = parse_table(tokens);
  change.where = parse_where(tokens);
  parse_returning(tokens, change);
  return make_change(std::move(change), position);
}

}  // namespace core::partiql
