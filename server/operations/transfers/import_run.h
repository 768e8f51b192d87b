#pragma once

#include "server/object_access.h"
#include "server/operations/transfers/import.h"
#include "server/operations/transfers/import_error_log.h"
#include "server/operations/transfers/import_reader.h"
#include "server/services.h"
#include "storage/table.h"

#include <functional>
#include <memory>
#include <string>

namespace server::operations {

// Reads the objects of one import into its table, then fills the table's indexes. An object comes
// in pieces of a megabyte, which a worker unpacks and makes items of, some at a time; these are
// written on the engine thread, with why the others aren't. It keeps itself alive until it is done.
//
// After each object the import is stored with its counts: what a kill breaks off goes on with the
// object that wasn't done, whose items are written again.
class ImportRun : public std::enable_shared_from_this<ImportRun> {
 public:
  // Called after each object.
  using Store = std::function<void(const Import& so_far)>;
  // Called once, later. The import has its counts by then, or its failure.
  using Done = std::function<void(const Import& ended)>;

  ImportRun(ObjectAccess& objects, Services& services, storage::Table& table, Import asked,
            Store store, Done done)
      : objects_(objects),
        services_(services),
        table_(table),
        import_(std::move(asked)),
        log_(services.logs, import_),
        store_(std::move(store)),
        done_(std::move(done)) {}

  void begin() { step(&ImportRun::next_object); }
  // Nothing more of it is read, written or told.
  void abandon() { abandoned_ = true; }

 private:
  // What a worker read.
  struct Read {
    ImportedPiece piece;
    ImportReader::State state = ImportReader::State::more;
  };

  // Calls it; a disk that fails ends the import.
  void step(void (ImportRun::*next)());
  void next_object();
  void feed();
  void read_some();
  void take();
  void write(const ImportedPiece& piece);
  void write_item(const ImportedItem& item, storage::Statistics& statistics);
  void end_object();
  void fill_indexes();
  void end(TransferFailure failure);

  ObjectAccess& objects_;
  Services& services_;
  storage::Table& table_;
  Import import_;
  ImportErrorLog log_;
  Store store_;
  Done done_;
  FoundObject object_;
  std::size_t fed_bytes_ = 0;
  ImportCounts counts_;                   // of the import, with what is done of the object
  std::unique_ptr<ImportReader> reader_;  // a worker's, while one is at it
  Read taken_;
  bool abandoned_ = false;
};

}  // namespace server::operations
