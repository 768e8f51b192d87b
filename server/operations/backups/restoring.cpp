#include "server/operations/backups/restoring.h"

#include "storage/copies.h"

namespace server::operations {
namespace {

// Until somebody ends it.
Transition endless(const core::RestoreOrigin& origin) {
  Transition transition{TableStatus::creating, core::WallTime::max()};
  transition.restored_from = origin;
  return transition;
}

void begin(Services& services, const storage::Table& table, Transition transition) {
  services.table_transitions.begin(table.definition.scope, table.definition.name.get(),
                                   std::move(transition));
}

}  // namespace

Transition begin_restoring(Services& services, const storage::Table& table,
                           const core::RestoreOrigin& origin) {
  Transition transition = endless(origin);
  if (table.being_copied_to) {
    begin(services, table, transition);
  } else if (services.settings.delay_transient_statuses) {
    transition.until = services.clock.now() + TableTransitions::kDelay;
    begin(services, table, transition);
  }
  return transition;
}

void resume_restoring(Services& services) {
  for (const storage::Table* table : services.copies.targets()) {
    begin(services, *table,
          endless(table->definition.restored_from.value_or(core::RestoreOrigin())));
  }
  services.copies.add_listener([&services](const storage::Table& table) {
    services.table_transitions.end(table.definition.scope, table.definition.name.get());
  });
}

}  // namespace server::operations
