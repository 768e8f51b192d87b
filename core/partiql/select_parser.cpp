#include "core/partiql/grammar.h"
#include "core/partiql/keywords.h"
#include "core/partiql/lexer.h"

#include <utility>

namespace core::partiql {

namespace {

// Whether an alias' keyword is here; then its name has to follow.
bool skip_alias(TokenStream& tokens, std::string_view keyword, std::string_view complaint) {
  if (!tokens.skip_keyword(keyword)) return false;
  if (!tokens.peek().is_identifier()) throw_not_well_formed(complaint);
  tokens.take();
  return true;
}

bool parse_as_alias(TokenStream& tokens) {
  if (skip_alias(tokens, "as", "Expected identifier for AS-alias")) return true;
  if (!tokens.peek().is_identifier()) return false;
  tokens.take();
  return true;
}

// columns := "*" | expression alias ("," expression alias)*
void parse_columns(TokenStream& tokens, Select& select) {
  std::size_t columns = 0;
  do {
    ++columns;
    if (tokens.peek().kind == TokenKind::star) {
      tokens.take();
      select.star = true;
    } else {
      select.columns.push_back(parse_expression(tokens));
      select.aliased = parse_as_alias(tokens) || select.aliased;
    }
  } while (tokens.skip_symbol(","));
  if (!select.star || columns == 1) return;
  throw_not_well_formed(
      "Other expressions may not be present in the select list when '*' is used without dot "
      "notation.");
}

// "ORDER" "BY" expression ["ASC" | "DESC"] ("," …)*
void parse_order(TokenStream& tokens, Select& select) {
  if (!tokens.skip_keyword("order")) return;
  tokens.expect_keyword("by");
  do {
    OrderTerm term{parse_expression(tokens, kClausePrecedence)};
    term.descending = tokens.skip_keyword("desc");
    if (!term.descending) tokens.skip_keyword("asc");
    select.order.push_back(std::move(term));
  } while (tokens.skip_symbol(","));
}

// Notes the first of them only.
void parse_unsupported(TokenStream& tokens, Select& select, std::string_view keyword,
                       std::string name) {
  if (!tokens.skip_keyword(keyword)) return;
  if (keyword == "group") tokens.expect_keyword("by");
  Position position = tokens.peek().position;
  do {
    parse_expression(tokens, kClausePrecedence);
  } while (keyword == "group" && tokens.skip_symbol(","));
  if (!select.unsupported) select.unsupported = UnsupportedClause{std::move(name), position};
}

}  // namespace

bool parse_aliases(TokenStream& tokens) {
  const bool as = parse_as_alias(tokens);
  const bool at = skip_alias(tokens, "at", "Expected identifier for AT-alias");
  const bool by = skip_alias(tokens, "by", "Expected identifier for BY-alias");
  return as || at || by;
}

Source parse_from_source(TokenStream& tokens) {
  Source source{parse_expression(tokens, kClausePrecedence)};
  source.aliased = parse_aliases(tokens);
  while (tokens.peek().is_symbol(",") || tokens.peek().is_keyword("join")) {
    tokens.take();
    source.joined = true;
    parse_expression(tokens, kClausePrecedence);
    parse_aliases(tokens);
    if (tokens.skip_keyword("on")) parse_expression(tokens, kClausePrecedence);
  }
  return source;
}

std::optional<Expression> parse_where(TokenStream& tokens) {
  if (!tokens.skip_keyword("where")) return std::nullopt;
  return parse_expression(tokens, kClausePrecedence);
}

// select := ["DISTINCT" | "ALL"] columns "FROM" source [where] [order] [group] [having] [limit]
// [offset]
Expression parse_select(TokenStream& tokens) {
  const Position position = tokens.peek().position;
  Select select;
  if (tokens.skip_keyword("distinct")) {
    select.unsupported = UnsupportedClause{"DISTINCT", position};
  } else {
    tokens.skip_keyword("all");
  }
  parse_columns(tokens, select);
  if (!tokens.skip_keyword("from")) throw_not_well_formed("Expected FROM after SELECT list");
  select.from = parse_from_source(tokens);
  select.where = parse_where(tokens);
  parse_order(tokens, select);
  parse_unsupported(tokens, select, "group", "GROUP BY");
  parse_unsupported(tokens, select, "having", "HAVING");
  parse_unsupported(tokens, select, "limit", "LIMIT");
  parse_unsupported(tokens, select, "offset", "OFFSET");
  return {Box<Select>(std::move(select)), position};
}

}  // namespace core::partiql
