#pragma once

#include "storage/files/owned_directory.h"
#include "storage/sqlite/connection.h"

// The bytes of objects, within a database that has their rows: a table `object_bytes`. `buckets` is
// the directory of all buckets (storage/files/bucket_files.h).
namespace server::snapshot_files {

// Makes the table. On a worker thread. Throws std::exception.
void pack_objects(const storage::files::OwnedDirectory& buckets, storage::sqlite::Connection& into);

// Writes all of them as files, and drops the table. Throws BadFile, and std::runtime_error when the
// disk fails; what was written by then is nobody's.
void unpack_objects(storage::sqlite::Connection& from,
                    const storage::files::OwnedDirectory& buckets);

}  // namespace server::snapshot_files
