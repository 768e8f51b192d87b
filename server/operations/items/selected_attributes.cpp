#include "server/operations/items/selected_attributes.h"

#include "core/api_error.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace server::operations {
namespace {

Select select_of(std::string_view name) {
  if (name == "ALL_ATTRIBUTES") return Select::all_attributes;
  if (name == "ALL_PROJECTED_ATTRIBUTES") return Select::all_projected_attributes;
  if (name == "COUNT") return Select::count;
  return Select::specific_attributes;
}

// The parameter that names attributes; empty when there is none.
std::string_view projection_parameter(const core::json::Object& request) {
  for (const std::string_view name : {"ProjectionExpression", "AttributesToGet"}) {
    if (request.find(name)) return name;
  }
  return {};
}

std::vector<std::string_view> not_projected(const ReadSource& source,
                                            const core::expressions::Projection& projection) {
  std::vector<std::string_view> names;
  for (const auto& path : projection.paths) {
    if (!source.projects(path.attribute)) names.push_back(path.attribute);
  }
  return names;
}

// Only Query counts the fault [AWS].
[[noreturn]] void refuse_select(ReadOperation operation, std::string_view message) {
  const std::string_view count =
      operation == ReadOperation::query ? core::kOneValidationError : std::string_view();
  core::throw_validation(std::string(count).append(message));
}

}  // namespace

std::optional<Select> read_select(const core::json::Object& request, ReadOperation operation) {
  const auto stated = request.find("Select");
  if (!stated) return std::nullopt;
  const std::string_view name = stated->string();
  const Select select = select_of(name);
  const std::string_view parameter = projection_parameter(request);
  if (select != Select::specific_attributes && !parameter.empty()) {
    refuse_select(operation, fmt::format("Cannot specify the {} when choosing to get {}", parameter,
                                         select == Select::count ? "only the Count" : name));
  }
  if (select == Select::specific_attributes && parameter.empty()) {
    refuse_select(operation,
                  "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
                  "SPECIFIC_ATTRIBUTES");
  }
  // Scan says "Querying", too [AWS].
  if (select == Select::all_projected_attributes && !request.find("IndexName")) {
    refuse_select(operation,
                  "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  return select;
}

bool reads_behind_index(const ReadSource& source, std::optional<Select> select,
                        const std::optional<core::expressions::Projection>& projection) {
  if (source.whole()) return false;
  const std::string_view index = source.index->definition.name.get();
  if (select == Select::all_attributes) {
    if (!source.global()) return true;
    core::throw_validation(
        fmt::format("One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not "
                    "supported for global secondary index {} because its projection type is not "
                    "ALL",
                    index));
  }
  if (!projection) return false;
  const auto missing = not_projected(source, *projection);
  if (missing.empty() || !source.global()) return !missing.empty();
  core::throw_validation(
      fmt::format("One or more parameter values were invalid: Global secondary index {} does not "
                  "project [{}]",
                  index, fmt::join(missing, ", ")));
}

}  // namespace server::operations
