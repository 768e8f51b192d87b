#include "server/operations/items/filter_checks.h"

#include "core/api_error.h"
#include "core/overloaded.h"
#include "server/operations/tables/table_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace server::operations {
namespace {

using namespace core::expressions;

using Paths = std::vector<const DocumentPath*>;

void collect(const Operand& operand, Paths& paths) {
  if (const auto* path = std::get_if<DocumentPath>(&operand)) paths.push_back(path);
  if (const auto* size = std::get_if<Size>(&operand)) {
    if (const auto* path = std::get_if<DocumentPath>(&size->of)) paths.push_back(path);
  }
}

template <class... Operands>
void collect_all(Paths& paths, const Operands&... operands) {
  (collect(operands, paths), ...);
}

void collect(const Condition& condition, Paths& paths);

void collect(const std::vector<Condition>& terms, Paths& paths) {
  for (const Condition& term : terms) collect(term, paths);
}

void collect(const Condition& condition, Paths& paths) {
  std::visit(core::Overloaded{
                 [&](const Compare& n) { collect_all(paths, n.left, n.right); },
                 [&](const Between& n) { collect_all(paths, n.value, n.low, n.high); },
                 [&](const In& n) {
                   collect(n.value, paths);
                   for (const Operand& candidate : n.candidates) collect(candidate, paths);
                 },
                 [&](const AttributeExists& n) { paths.push_back(&n.path); },
                 [&](const AttributeNotExists& n) { paths.push_back(&n.path); },
                 [&](const AttributeTypeIs& n) { collect(n.value, paths); },
                 [&](const BeginsWith& n) { collect_all(paths, n.value, n.prefix); },
                 [&](const Contains& n) { collect_all(paths, n.container, n.member); },
                 [&](const Not& n) { collect(*n.inner, paths); },
                 [&](const And& n) { collect(n.terms, paths); },
                 [&](const Or& n) { collect(n.terms, paths); },
             },
             condition.node);
}

Paths paths_of(const Condition& condition) {
  Paths paths;
  collect(condition, paths);
  return paths;
}

void collect(const SetValue& value, Paths& paths) {
  std::visit(core::Overloaded{
                 [&](const DocumentPath& path) { paths.push_back(&path); },
                 [](const Literal&) {},
                 [&](const IfNotExists& n) {
                   paths.push_back(&n.path);
                   collect(*n.otherwise, paths);
                 },
                 [&](const ListAppend& n) {
                   collect(*n.head, paths);
                   collect(*n.tail, paths);
                 },
                 [&](const auto& sum) {
                   collect(*sum.left, paths);
                   collect(*sum.right, paths);
                 },
             },
             value.node);
}

// Those that it writes and those that it reads.
Paths paths_of(const Update& update) {
  Paths paths;
  for (const SetAction& action : update.sets) {
    paths.push_back(&action.path);
    collect(action.value, paths);
  }
  for (const DocumentPath& path : update.removes) paths.push_back(&path);
  for (const AddAction& action : update.adds) paths.push_back(&action.path);
  for (const DeleteAction& action : update.deletes) paths.push_back(&action.path);
  return paths;
}

bool is_index_key(const core::TableDefinition& table, std::string_view attribute) {
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [&](const auto& index) { return index.key.contains(attribute); });
}

void check_scalar_key(const core::TableDefinition& table, const DocumentPath& path) {
  if (path.steps.empty()) return;
  const bool key = table.key.contains(path.attribute);
  if (!key && !is_index_key(table, path.attribute)) return;
  core::throw_validation(fmt::format(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
      "{}: {}",
      key ? "Key" : "IndexKey", path.attribute));
}

}  // namespace

void check_scalar_keys(const core::TableDefinition& table, const Projection& projection) {
  for (const DocumentPath& path : projection.paths) check_scalar_key(table, path);
}

void check_scalar_keys(const core::TableDefinition& table, const Condition& filter) {
  for (const DocumentPath* path : paths_of(filter)) check_scalar_key(table, *path);
}

void check_scalar_keys(const core::TableDefinition& table, const Update& update) {
  for (const DocumentPath* path : paths_of(update)) check_scalar_key(table, *path);
}

void check_no_key_filtered(const core::KeySchema& key, const Condition& filter,
                           std::string_view parameter) {
  const Paths paths = paths_of(filter);
  for (const std::string& name : key_names(key)) {
    const bool filtered = std::any_of(paths.begin(), paths.end(), [&](const DocumentPath* path) {
      return path->attribute == name;
    });
    if (!filtered) continue;
    core::throw_validation(
        fmt::format("{} can only contain non-primary key attributes: Primary key attribute: {}",
                    parameter, name));
  }
}

void check_filter_projected(const ReadSource& source, const Condition& filter) {
  std::vector<std::string_view> missing;
  for (const DocumentPath* path : paths_of(filter)) {
    const bool known = std::find(missing.begin(), missing.end(), path->attribute) != missing.end();
    if (!known && !source.projects(path->attribute)) missing.push_back(path->attribute);
  }
  if (missing.empty()) return;
  core::throw_validation(
      fmt::format("One or more parameter values were invalid: Secondary index {} does not project "
                  "one or more filter attributes: [{}]",
                  source.index->definition.name.get(), fmt::join(missing, ", ")));
}

}  // namespace server::operations
