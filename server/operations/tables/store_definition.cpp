#include "server/operations/tables/store_definition.h"

#include "storage/catalog.h"
#include "storage/writer.h"

namespace server::operations {

void store_definition(Services& services, storage::Table& table, core::TableDefinition changed) {
  services.writer.transact([&] { services.catalog.store_definition(table, changed); });
  table.definition = std::move(changed);
}

}  // namespace server::operations
