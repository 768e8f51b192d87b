#pragma once

#include "lambda-host/alarm.h"
#include "server/snapshot_files/packed_code.h"
#include "server/worlds/snapshots.h"
#include "server/worlds/turns.h"
#include "storage/files/owned_directory.h"
#include "storage/sqlite/connection.h"

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace server::snapshot_files {

// Makes the files of snapshots: their sizes are added up and their rows are copied piece by piece,
// the rest is done by a worker.
// Engine thread.
class Exports {
 public:
  // `directory` is where the databases are made: what a kill left there goes. The references must
  // outlive it.
  Exports(storage::sqlite::Connection& connection, const worlds::WorldParts& parts,
          worlds::Snapshots& snapshots, std::unique_ptr<lambda_host::Alarm> alarm,
          storage::files::OwnedDirectory directory, storage::files::OwnedDirectory buckets);
  ~Exports();
  Exports(const Exports&) = delete;
  Exports& operator=(const Exports&) = delete;

  // Calls `done` once: the file's bytes, or why there are none: the snapshot is too large, or has a
  // function whose code isn't ours; or it couldn't be made, which alone is logged. Throws
  // ApiError(resource_not_found), and resource_conflict for a snapshot that isn't complete.
  struct File {
    std::string bytes;
    std::string failure;
  };
  using Done = std::function<void(File)>;
  void begin(std::string_view name, Done done);

 private:
  struct Export;

  void plan_survey(Export& exported);
  void survey_codes(Export& exported);
  bool step();
  bool step(Export& exported);
  void seal(const std::shared_ptr<Export>& exported);
  void fail(Export& exported, std::string error);
  void finish(Export& exported);

  storage::sqlite::Connection& connection_;
  const worlds::WorldParts& parts_;
  worlds::Snapshots& snapshots_;
  storage::files::OwnedDirectory directory_;
  storage::files::OwnedDirectory buckets_;
  std::list<std::shared_ptr<Export>> running_;  // the next to be stepped is the first
  worlds::Turns turns_;
};

}  // namespace server::snapshot_files
