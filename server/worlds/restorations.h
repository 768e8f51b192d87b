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
#include <vector>

namespace server::worlds {

// What became of a restore.
struct Restored {
  bool was_reset = false;               // the scope, before all was there
  std::optional<core::ApiError> error;  // what was restored by then is gone again, and nothing else
  WorldCounts counts;
};

// The restores that are under way, a piece of one after a piece of the other, while others work. A
// restore that a kill cuts off is begun anew by the next start. Engine thread.
class Restorations {
 public:
  // The references must outlive it.
  Restorations(storage::sqlite::Connection& connection, const WorldParts& parts,
               Snapshots& snapshots, std::unique_ptr<lambda_host::Alarm> alarm);

  // Whether a snapshot can be made anew in a scope, which is reset before if `replace`. Throws
  // ApiError(resource_conflict) when the scope has anything otherwise, when a bucket's name is
  // taken or when the snapshot isn't complete, and resource_not_found.
  void check(std::string_view snapshot, const core::Scope& scope, bool replace) const;
  // Makes it anew there: check it, and reset the scope, before. Calls `done` once, maybe before it
  // returns.
  using Done = std::function<void(const Restored&)>;
  void begin(std::string_view snapshot, const core::Scope& scope, Done done);
  // At the start, before anything is served: what a kill cut off.
  void resume();
  bool any() const { return !running_.empty(); }
  // Why one of those failed. The next start tries again.
  const std::optional<std::string>& failure() const { return failure_; }

  // These scopes are to be reset: whatever is being restored in them, is no more.
  void end(const core::ScopeFilter& scopes);

 private:
  struct Running {
    Running(storage::sqlite::Connection& connection, const WorldParts& parts, Snapshots& snapshots,
            Snapshot snapshot, const core::Scope& to, Done told)
        : restoration(connection, parts, snapshots, std::move(snapshot), to),
          done(std::move(told)) {}
    Restoration restoration;
    std::optional<core::ApiError> failure = {};  // what was made is being taken away
    Done done;
  };
  using Position = std::list<Running>::iterator;

  bool is_under_way(const core::Scope& scope) const;
  void resume(const storage::Resource& mark);
  void check_bucket_names(const Snapshot& snapshot, const core::Scope& to, bool replace) const;
  bool step();
  void finish(Position position, const Restored& outcome);
  bool step(Running& running);
  void erase_marks();

  storage::sqlite::Connection& connection_;
  const WorldParts& parts_;
  Snapshots& snapshots_;
  storage::ResourceTable marks_;  // by target, one for each that isn't over: the snapshot's name
  std::vector<storage::Resource> obsolete_marks_;  // that a full disk kept from being erased, maybe
  std::optional<std::string> failure_;
  std::list<Running> running_;  // the next to be stepped is the first
  Turns turns_;
};

}  // namespace server::worlds
