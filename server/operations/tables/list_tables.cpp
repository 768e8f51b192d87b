#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/tables/table_operations.h"
#include "storage/catalog.h"

#include <algorithm>

namespace server::operations {
namespace {

std::vector<std::string> names_after(Services& services, const core::Scope& scope,
                                     std::string_view after) {
  std::vector<std::string> names;
  for (const storage::Table* table : services.catalog.list(scope, after)) {
    names.push_back(table->definition.name.get());
  }
  const std::size_t known = names.size();
  for (std::string& name : services.table_transitions.deleting(scope, services.clock.now())) {
    if (name > after) names.push_back(std::move(name));
  }
  std::inplace_merge(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(known),
                     names.end());
  return names;
}

}  // namespace

std::string list_tables(const Request& request, Services& services) {
  const auto start = request.body.find("ExclusiveStartTableName");
  const auto stated_limit = request.body.find("Limit");
  const auto limit = static_cast<std::size_t>(stated_limit ? stated_limit->integer()
                                                           : core::limits::kMaxListTablesLimit);
  auto names = names_after(services, request.scope, start ? start->string() : "");

  core::json::Writer writer;
  writer.begin_object();
  if (names.size() > limit) {
    names.resize(limit);
    writer.member("LastEvaluatedTableName", names.back());
  }
  writer.key("TableNames").begin_array();
  for (const auto& name : names) writer.string(name);
  return writer.end_array().end_object().take();
}

}  // namespace server::operations
