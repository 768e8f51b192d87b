#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "server/worlds/reset.h"
#include "server/worlds/world_copy.h"
#include "storage/resource_table.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Snapshots of worlds: what a scope had at one moment, to be made anew in any.
//
// A snapshot is itself a world, in a scope that no request can name (core::snapshot_scope): its
// tables, functions and queues are stored as everybody's are, and copied by SQL from one scope to
// another. Only its mappings are mere text, since they must not run. Engine thread.
namespace server::worlds {

// A mapping as it is stored.
struct SavedMapping {
  bool reads_queue = false;
  std::string text;
};

struct Snapshot {
  std::string name;
  core::Scope origin;  // whose it was
  core::WallTime created_at;
  std::vector<SavedMapping> mappings;
};

class Snapshots {
 public:
  // The references must outlive it.
  Snapshots(storage::sqlite::Connection& connection, const WorldParts& parts);
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;

  // By name; valid until the next change.
  const std::map<std::string, Snapshot, std::less<>>& all() const { return snapshots_; }
  // Throws ApiError(resource_not_found) when there is none.
  const Snapshot& require(std::string_view name) const;
  // Whether all of its items are there.
  bool is_complete(const Snapshot& snapshot) const;
  WorldCounts counts(const Snapshot& snapshot) const;

  // Saves what the scope has at this moment, in the place of what the name stood for; answers how
  // many tables. Throws ApiError(validation) for a name that can't be one, and resource_conflict
  // when there are too many messages, or while tables of the scope are still being copied to.
  std::size_t save(const std::string& name, const core::Scope& scope);
  // Makes it anew in a scope, after a reset of that if `replace`. Throws
  // ApiError(resource_conflict) when the scope has anything otherwise, or the snapshot isn't
  // complete.
  WorldCounts restore(std::string_view name, const core::Scope& scope, bool replace);
  void erase(std::string_view name);

  // Both leave large tables to be copied bit by bit. Calls `done` once all of a scope are, maybe at
  // once; with false when it doesn't have so many tables by then, because it was reset.
  using Done = std::function<void(bool complete)>;
  void when_copied(const core::Scope& scope, std::size_t tables, Done done);
  // Some scope may have been reset.
  void look();

 private:
  struct Waiting {
    core::Scope scope;
    std::size_t tables;  // so many there must be in the end
    Done done;
  };

  void store(const Snapshot& snapshot);
  bool is_empty(const core::Scope& scope) const;
  std::vector<SavedMapping> mappings_of(const core::Scope& scope) const;
  std::size_t restore_mappings(const Snapshot& snapshot, const core::Scope& scope);
  bool restore_mapping(std::string text, const core::Scope& scope);
  bool is_being_copied(const core::Scope& scope) const;

  const WorldParts& parts_;
  storage::ResourceTable documents_;
  std::map<std::string, Snapshot, std::less<>> snapshots_;
  std::vector<Waiting> waiting_;
};

}  // namespace server::worlds
