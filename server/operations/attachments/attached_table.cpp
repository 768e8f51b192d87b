#include "server/operations/attachments/attached_table.h"

#include "core/api_error.h"
#include "server/operations/tables/store_definition.h"
#include "server/operations/tables/table_access.h"

#include <fmt/format.h>

namespace server::operations {

storage::Table& require_attached_table(Services& services, const core::Scope& scope,
                                       std::string_view name_or_arn) {
  const std::string name = table_name_from(name_or_arn, scope);
  const Transition* transition = services.table_transitions.find(scope, name, services.clock.now());
  if (transition && transition->status == TableStatus::creating) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         fmt::format("Requested resource not found: Table: {} not found", name));
  }
  return require_described_table(services, scope, name);
}

void store_attachments(Services& services, storage::Table& table,
                       core::TableAttachments attachments) {
  core::TableDefinition changed = table.definition;
  changed.attachments = std::move(attachments);
  store_definition(services, table, std::move(changed));
}

bool is_under_way(const Services& services, core::WallTime changed_at) {
  const core::WallTime now = services.clock.now();
  return services.settings.delay_transient_statuses && changed_at <= now &&
         now < changed_at + TableTransitions::kDelay;
}

}  // namespace server::operations
