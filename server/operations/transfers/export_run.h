#pragma once

#include "server/object_access.h"
#include "server/operations/transfers/export.h"
#include "server/operations/transfers/export_files.h"
#include "server/services.h"
#include "storage/table.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace server::operations {

// Writes the files of one export: reads a piece of the table's past on the engine thread, makes
// lines and packed files of it on a worker, puts these, and reads on. One piece at a time, so it
// holds one file and the lines of the next. It keeps itself alive until it is done.
class ExportRun : public std::enable_shared_from_this<ExportRun> {
 public:
  // Called once, later. The export has its counts by then, or its failure.
  using Done = std::function<void(const Export& ended)>;

  // The table's history must reach back to the export's moments until it is done.
  ExportRun(ObjectAccess& objects, const Services& services, storage::Table& table, Export asked,
            Done done)
      : objects_(objects),
        services_(services),
        table_(table),
        export_(std::move(asked)),
        schema_(table.definition.key),
        files_(export_),
        done_(std::move(done)) {}

  void begin();
  // Nothing more of it is read, put or told.
  void abandon() { abandoned_ = true; }

 private:
  struct Piece;

  void read_piece();
  void read_into(Piece& piece);
  void make_files(const Piece& piece);
  void put_files(std::vector<PackedFile> files);
  void put_manifests();
  void put(const std::string& key, std::string content, std::function<void()> then);
  void end(TransferFailure failure);

  ObjectAccess& objects_;
  const Services& services_;
  storage::Table& table_;
  Export export_;
  core::KeySchema schema_;
  ExportFiles files_;  // a worker's, while one is at it
  Done done_;
  std::string next_key_;
  bool all_read_ = false;
  bool abandoned_ = false;
  std::vector<DataFile> written_;
};

}  // namespace server::operations
