#pragma once

#include "server/seed_journal.h"
#include "server/snapshot_files/exports.h"
#include "server/worlds/resets.h"
#include "server/worlds/restorations.h"
#include "server/worlds/snapshots.h"
#include "storage/files/data_directory.h"

namespace server {

// What is kept of worlds beside what is in them. The references must outlive it.
struct SavedWorlds {
  SavedWorlds(storage::sqlite::Connection& connection, const worlds::WorldParts& parts,
              const storage::files::DataDirectory& directory, const lambda_host::MakeAlarm& alarms)
      : seed_journal(connection, parts.services.writer),
        snapshots(connection, parts, alarms()),
        restorations(connection, parts, snapshots, alarms()),
        resets(parts, alarms()),
        files(connection, parts, snapshots, alarms(), directory.own().find_or_make("snapshots"),
              directory.own().find_or_make("buckets")) {}

  SeedJournal seed_journal;
  worlds::Snapshots snapshots;
  worlds::Restorations restorations;
  worlds::Resets resets;
  snapshot_files::Exports files;
};

}  // namespace server
