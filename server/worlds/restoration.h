#pragma once

#include "core/names.h"
#include "server/worlds/reset.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/world_copy.h"
#include "storage/sqlite/connection.h"

#include <deque>
#include <functional>

namespace server::worlds {

// One snapshot that is made anew in a scope, which has nothing, piece by piece. The snapshot must
// stay until then. Engine thread.
class Restoration {
 public:
  // The references must outlive it.
  Restoration(storage::sqlite::Connection& connection, const WorldParts& parts, Snapshot snapshot,
              const core::Scope& to);
  Restoration(const Restoration&) = delete;
  Restoration& operator=(const Restoration&) = delete;

  const Snapshot& snapshot() const { return snapshot_; }
  const core::Scope& target() const { return to_; }
  // Of what will have been restored.
  const WorldCounts& counts() const { return counts_; }

  // Does a piece, in transactions of its own; false when it was the last one. Throws ApiError when
  // somebody made meanwhile what the snapshot has, and sqlite::Error.
  bool step();

 private:
  std::string rewrite(std::string text) const;
  void plan_tables(storage::sqlite::Connection& connection);
  void plan_others();
  void plan_buckets();
  void plan_logs(storage::sqlite::Connection& connection);
  void restore(const SavedMapping& saved);
  void restore_of_stream(std::string text);

  const WorldParts& parts_;
  Snapshot snapshot_;
  core::Scope to_;
  WorldCounts counts_;
  std::deque<std::function<bool()>> steps_;  // each is called until it answers false
};

}  // namespace server::worlds
