#pragma once

#include "core/api_error.h"
#include "core/scope_filter.h"
#include "lambda-host/alarm.h"
#include "server/worlds/restoration.h"
#include "server/worlds/snapshots.h"
#include "server/worlds/turns.h"
#include "storage/resource_table.h"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace server::worlds {

// What became of a restore.
struct Restored {
  bool was_reset = false;               // the scope, before all was there
  std::optional<core::ApiError> error;  // what was restored by then is gone again
  WorldCounts counts;
};

// The restores that are under way, a piece of one after a piece of the other, while others work. A
// restore that a kill cuts off is begun anew by the next start. Engine thread.
class Restorations {
 public:
  // The references must outlive it.
  Restorations(storage::sqlite::Connection& connection, const WorldParts& parts,
               Snapshots& snapshots, std::unique_ptr<lambda_host::Alarm> alarm);

  // Makes a snapshot anew in a scope, after a reset of that if `replace`. Calls `done` once, maybe
  // before it returns. Throws ApiError(resource_conflict) when the scope has anything otherwise, or
  // the snapshot isn't complete, and resource_not_found.
  using Done = std::function<void(const Restored&)>;
  void begin(std::string_view snapshot, const core::Scope& scope, bool replace, Done done);
  // At the start, before anything is served: what a kill cut off.
  void resume();
  bool any() const { return !running_.empty(); }
  // Why one of those failed. The next start tries again.
  const std::optional<std::string>& failure() const { return failure_; }

  // These scopes were reset: whatever was being restored in them, is no more.
  void scopes_were_reset(const core::ScopeFilter& scopes);

 private:
  struct Running {
    Running(storage::sqlite::Connection& connection, const WorldParts& parts, Snapshot snapshot,
            const core::Scope& to, Done told)
        : restoration(connection, parts, std::move(snapshot), to), done(std::move(told)) {}
    Restoration restoration;
    Done done;
  };
  using Position = std::list<Running>::iterator;

  bool is_empty(const core::Scope& scope) const;
  void resume(const storage::Resource& mark);
  void check_bucket_names(const Snapshot& snapshot, const core::Scope& to, bool replace) const;
  bool step();
  void finish(Position position, const Restored& outcome);
  void give_up(Position position, const core::ApiError& error);

  storage::sqlite::Connection& connection_;
  const WorldParts& parts_;
  Snapshots& snapshots_;
  storage::ResourceTable marks_;  // by target, one for each that isn't over: the snapshot's name
  std::optional<std::string> failure_;
  std::list<Running> running_;  // the next to be stepped is the first
  Turns turns_;
};

}  // namespace server::worlds
