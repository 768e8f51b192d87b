#pragma once

#include "core/names.h"
#include "server/worlds/reset.h"
#include "server/worlds/rewriting.h"
#include "server/worlds/saved_mappings.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/steps.h"
#include "server/worlds/things.h"
#include "server/worlds/world_copy.h"
#include "storage/sqlite/connection.h"

#include <string>
#include <vector>

namespace server::worlds {

class Snapshots;

// One snapshot that is made anew in a scope, which has nothing, piece by piece. The snapshot must
// stay until then. What others make in the scope meanwhile is theirs. Engine thread.
class Restoration {
 public:
  // Plans as much of it as a turn may. The references must outlive it.
  Restoration(storage::sqlite::Connection& connection, const WorldParts& parts,
              Snapshots& snapshots, Snapshot snapshot, const core::Scope& to);
  Restoration(const Restoration&) = delete;
  Restoration& operator=(const Restoration&) = delete;

  const Snapshot& snapshot() const { return snapshot_; }
  const core::Scope& target() const { return to_; }
  // Of what will have been restored.
  const WorldCounts& counts() const { return counts_; }

  // Does a piece, in transactions of its own; false when it was the last one. Throws
  // ApiError(resource_conflict) when somebody made meanwhile what the snapshot has, and
  // sqlite::Error.
  bool step();
  // From now on, steps take away what was made, and nothing else.
  void undo();

 private:
  // It is its own from here on. Throws ApiError when it is there already.
  void claim(Thing thing);
  void learn_names();
  void plan_tables(storage::sqlite::Connection& connection);
  void plan_buckets();
  void plan_logs(storage::sqlite::Connection& connection);
  void plan_queues();
  void plan_settings();
  void plan_mappings();
  void restore(const SavedMapping& saved);
  void restore_of_stream(std::string text);

  const WorldParts& parts_;
  Snapshots& snapshots_;
  Snapshot snapshot_;
  core::Scope to_;
  WorldCounts counts_;
  Rewriting rewriting_;
  SettingsCopies settings_;
  std::vector<Thing> made_;  // in this order
  Steps plans_;              // which add steps
  Steps steps_;
};

}  // namespace server::worlds
