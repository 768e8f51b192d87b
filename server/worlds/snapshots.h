#pragma once

#include "core/names.h"
#include "lambda-host/alarm.h"
#include "server/worlds/reset.h"
#include "server/worlds/saved_mappings.h"
#include "server/worlds/saving.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/snapshot_json.h"
#include "server/worlds/steps.h"
#include "server/worlds/turns.h"
#include "storage/resource_table.h"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Snapshots of worlds: what a scope had at one moment, to be made anew in any.
//
// A snapshot is itself a world, in a scope that no request can name, its place: its tables,
// functions and queues are stored as everybody's are, and copied by SQL from one scope to another.
// Only its mappings are mere text (SavedMappings). A name has places in turn, so that what
// it stands for stays until the next one is complete, and is removed bit by bit. What isn't
// complete when the program ends is no snapshot. Engine thread.
namespace server::worlds {

class Snapshots {
 public:
  // Removes what is left of those that were being saved or removed. The references must outlive it.
  Snapshots(storage::sqlite::Connection& connection, const WorldParts& parts,
            std::unique_ptr<lambda_host::Alarm> alarm);
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;

  // By name, with those that are being saved for the first time; valid until the next change.
  const std::map<std::string, Snapshot, std::less<>>& all() const { return snapshots_; }
  // Throws ApiError(resource_not_found) when there is none.
  const Snapshot& require(std::string_view name) const;
  // Of it, in the order of their ids, those behind `after`: a page.
  std::vector<SavedMapping> mappings(const Snapshot& snapshot, std::string_view after) {
    return mappings_.list(snapshot.place, after, kPage);
  }

  // Saves what the scope has at this moment (a large one: see Saving), in the place of what the
  // name stood for, which is good until then. Calls `done` once all is copied, maybe before it
  // returns; or when a reset came before, or it can't be stored, which is logged. Throws
  // ApiError(validation) for a name that can't be one, and resource_conflict while tables of the
  // scope are still being copied to, and when the snapshot is being saved or read. `host` is what
  // the client calls the server, as in a request's Host: "localhost:8000".
  using Saved = std::function<void(Saving::Outcome)>;
  void save(const std::string& name, const core::Scope& scope, const Included& included,
            std::string_view host, Saved done);
  // Throws ApiError(resource_conflict) while it is being saved or read.
  void erase(std::string_view name);

  // From hold to release, what is saved in that place stays as it is, also when its name has come
  // to stand for another one.
  void hold(const core::Scope& place) { held_.insert(place); }
  void release(const core::Scope& place);

  // These scopes are about to be reset: what isn't wholly noted of them by now is no snapshot.
  void cut_off(const core::ScopeFilter& scopes);
  // Some scope was reset.
  void look();

 private:
  struct Running {
    Running(storage::sqlite::Connection& connection, const WorldParts& parts,
            SavedMappings& mappings, const Snapshot& snapshot, const Included& included, Saved told)
        : saving(connection, parts, mappings, snapshot, included), done(std::move(told)) {}
    Saving saving;
    Saved done;
  };

  void load();
  void bring_up_to_date(StoredSnapshot& stored);
  void store(const Snapshot& snapshot);
  void begin(const Snapshot& snapshot, const Included& included, Saved done);
  // Where there is room for another one of that name.
  core::Scope free_place(const std::string& name) const;
  bool is_left_over(const core::Scope& place) const;
  void leave(Snapshot snapshot);
  bool has_leftover();
  bool clear_leftovers();
  bool clear_mappings(const core::Scope& place);
  void finish(Snapshot snapshot);
  Saving::Outcome settle(const Snapshot& snapshot, Saving::Outcome outcome);
  void give_up(const Snapshot& snapshot);
  void check_changeable(std::string_view name) const;
  std::vector<std::uint16_t> ports_of(std::string_view host) const;
  bool copy_some();
  void copy_items();

  storage::sqlite::Connection& connection_;
  const WorldParts& parts_;
  storage::ResourceTable documents_;
  SavedMappings mappings_;
  std::map<std::string, Snapshot, std::less<>> snapshots_;
  std::list<Running> saving_;
  std::vector<Snapshot> leftovers_;  // of those that are gone, stored as not complete
  std::optional<Reset> clearing_;    // of the last of them
  std::multiset<core::Scope> held_;
  Turns turns_;
};

}  // namespace server::worlds
