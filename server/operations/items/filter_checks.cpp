#include "server/operations/items/filter_checks.h"

#include "core/api_error.h"
#include "core/expressions/expression_paths.h"
#include "server/operations/tables/table_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace server::operations {
namespace {

using namespace core::expressions;

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
  const auto paths = paths_of(filter);
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
  std::set<std::string_view> known;
  for (const DocumentPath* path : paths_of(filter)) {
    if (source.projects(path->attribute) || !known.insert(path->attribute).second) continue;
    missing.push_back(path->attribute);
  }
  if (missing.empty()) return;
  core::throw_validation(
      fmt::format("One or more parameter values were invalid: Secondary index {} does not project "
                  "one or more filter attributes: [{}]",
                  source.index->definition.name.get(), fmt::join(missing, ", ")));
}

}  // namespace server::operations
