#include "core/partiql/statement.h"

#include "core/api_error.h"
#include "core/partiql/grammar.h"
#include "core/partiql/lexer.h"
#include "core/partiql/operation_names.h"

#include <fmt/format.h>

#include <utility>

namespace core::partiql {

namespace {

// At most this many names: the table's and an index's.
constexpr std::size_t kMaxSourceNames = 2;

std::vector<std::string> names_of(const Expression& path) {
  if (const auto* name = std::get_if<Identifier>(&path.node)) return {name->name};
  const auto* steps = std::get_if<Path>(&path.node);
  const auto* root = steps != nullptr ? std::get_if<Identifier>(&steps->root->node) : nullptr;
  if (root == nullptr) {
    throw_validation(fmt::format("Unexpected path component at {}", text(path.position)));
  }
  std::vector<std::string> names{root->name};
  for (const PathStep& step : steps->steps) {
    const auto* name = std::get_if<std::string>(&step);
    if (name == nullptr) {
      throw_validation(
          "Invalid path dot component in this operation, expecting either an IDENTIFIER or STAR.");
    }
    names.push_back(*name);
  }
  return names;
}

TableReference read_source(const Source& source) {
  if (source.joined) {
    throw_validation("Only select from a single table or index is supported.");
  }
  if (source.aliased) throw_validation("Aliasing is not supported");
  const std::vector<std::string> names = names_of(source.path);
  if (names.size() > kMaxSourceNames) {
    throw_validation("A path may contain at most 2 components in the FROM clause");
  }
  for (const std::string& name : names) {
    if (name.empty()) throw_validation("Path component cannot be an empty string");
  }
  return {names.front(), names.size() == kMaxSourceNames ? names.back() : std::string()};
}

TableReference read_table(const Change& change) {
  TableReference reference = read_source(change.table);
  if (reference.index.empty()) return reference;
  throw_validation(change.kind == ChangeKind::insert
                       ? "FROM clause may only contain a single table name in data manipulation "
                         "statements"
                       : "This operation is not supported on an index");
}

// EXISTS of one query.
const Select* find_existence_check(const Expression& expression) {
  const auto* call = std::get_if<Call>(&expression.node);
  if (call == nullptr || call->name != "exists" || call->arguments.size() != 1) return nullptr;
  const auto* select = std::get_if<Box<Select>>(&call->arguments.front().node);
  return select != nullptr ? &**select : nullptr;
}

Statement make_statement(const Expression& expression) {
  if (const auto* select = std::get_if<Box<Select>>(&expression.node)) {
    return {**select, read_source((*select)->from)};
  }
  if (const auto* change = std::get_if<Box<Change>>(&expression.node)) {
    return {**change, read_table(**change)};
  }
  if (const Select* select = find_existence_check(expression)) {
    return {ExistsCheck{*select}, read_source(select->from)};
  }
  throw_validation(fmt::format("Unsupported operation: {}", operation_name(expression)));
}

}  // namespace

Statement parse_statement(std::string_view text) {
  TokenStream tokens(text);
  const Expression expression = parse_expression(tokens);
  if (!tokens.at_end_of_statement()) {
    throw_not_well_formed(tokens.peek().is_symbol(";")
                              ? "Unexpected token after semicolon. (Only one query is allowed.)"
                              : "Unexpected token after expression");
  }
  Statement statement = make_statement(expression);
  statement.parameters = tokens.parameters();
  return statement;
}

}  // namespace core::partiql
