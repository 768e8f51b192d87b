#pragma once

#include "core/scope_filter.h"
#include "server/services.h"
#include "storage/table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace server::worlds {

// All tables with their streams, backups and whatever else is kept of them. Answers how many.
std::size_t remove_tables(Services& services, const core::ScopeFilter& scopes);

// The same, but that tables stay, with enabled streams in fresh shards: what is kept beside them
// goes with the first call, and the items of each with one of the second.
struct KeptTable {
  core::Scope scope;
  std::string name;
  std::string id;  // the definition's: one that was made anew since keeps its items
};
std::vector<KeptTable> begin_emptying(Services& services, const core::ScopeFilter& scopes);
void empty_table(Services& services, const KeptTable& table);

// One table with its stream, as if there had been none. One that somebody copies from stays.
void remove_table(Services& services, storage::Table& table);
// Tables, or what is left of some: streams that can still be read, and backups.
bool has_tables(Services& services, const core::Scope& scope);

}  // namespace server::worlds
