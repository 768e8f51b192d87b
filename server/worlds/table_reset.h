#pragma once

#include "core/scope_filter.h"
#include "server/services.h"
#include "storage/table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace server::worlds {

// What is being copied, exported, imported or changed of tables of these scopes isn't any more.
// Tables whose items are still coming go, and nothing is left of tokens.
void end_work_on_tables(Services& services, const core::ScopeFilter& scopes);
// Some of the tables of a scope, and how many things that was to remove: more where streams have
// many shards.
struct RemovedTables {
  std::size_t tables = 0;
  std::size_t things = 0;
};
// Backups, tables with their enabled streams, and streams of these scopes, until so many things are
// removed. They answer how many: fewer when no more are left. Work on them must have ended, which
// may have been begun since the last call.
std::size_t remove_backups(Services& services, const core::ScopeFilter& scopes, std::size_t most);
RemovedTables remove_tables(Services& services, const core::ScopeFilter& scopes, std::size_t most);
std::size_t remove_streams(Services& services, const core::ScopeFilter& scopes, std::size_t most,
                           bool also_enabled);

// Tables that stay lose their items one by one, and their enabled streams go on in fresh shards.
struct KeptTable {
  core::Scope scope;
  std::string name;
  std::string id;  // the definition's: one that was made anew since keeps its items
};
std::vector<KeptTable> kept_tables(Services& services, const core::ScopeFilter& scopes);
void empty_table(Services& services, const KeptTable& table);

// One table with its stream, as if there had been none. One that somebody copies from stays.
void remove_table(Services& services, storage::Table& table);
// Tables, or what is left of some: streams that can still be read, and backups.
bool has_tables(Services& services, const core::Scope& scope);

}  // namespace server::worlds
