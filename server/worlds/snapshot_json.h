#pragma once

#include "core/json/writer.h"
#include "server/worlds/saved_mappings.h"
#include "server/worlds/snapshot.h"

#include <string>
#include <vector>

namespace server::worlds {

// As it is stored, without its name and place.
std::string snapshot_to_json(const Snapshot& snapshot);

// What was stored. Earlier versions counted nothing, and had the mappings in it.
struct StoredSnapshot {
  Snapshot snapshot;
  bool is_counted = true;
  std::vector<SavedMapping> mappings;
};
StoredSnapshot snapshot_from_json(const std::string& json);

// Members of an object, as answers have them, too.
void write_counts(core::json::Writer& writer, const WorldCounts& counts);

}  // namespace server::worlds
