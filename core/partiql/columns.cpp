#include "core/partiql/columns.h"

#include "core/api_error.h"
#include "core/overloaded.h"
#include "core/partiql/values.h"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace core::partiql {

namespace {

// The last name of a path, and the indexes behind it.
std::string column_name(const expressions::DocumentPath& path) {
  std::string name = path.attribute;
  for (const auto& step : path.steps) {
    std::visit(Overloaded{
                   [&](const std::string& key) { name = key; },
                   [&](std::size_t index) { name += fmt::format("[{}]", index); },
               },
               step);
  }
  return name;
}

}  // namespace

std::optional<Columns> to_columns(const Select& select) {
  if (select.aliased) throw_validation("Aliasing is not supported");
  if (select.star) return std::nullopt;
  Columns columns;
  std::set<std::string> known;
  for (const Expression& column : select.columns) {
    expressions::DocumentPath path = to_path(column);
    std::string name = column_name(path);
    if (!known.insert(name).second) {
      throw_validation(fmt::format("Duplicate identifiers in select clause: {}", name));
    }
    columns.names.push_back(std::move(name));
    columns.projection.paths.push_back(std::move(path));
  }
  return columns;
}

Item pick(const Columns& columns, const Item& item) {
  Item picked;
  for (std::size_t i = 0; i < columns.names.size(); ++i) {
    const AttributeValue* value = expressions::find(item, columns.projection.paths[i]);
    if (value != nullptr) picked.insert_or_assign(columns.names[i], *value);
  }
  return picked;
}

}  // namespace core::partiql
