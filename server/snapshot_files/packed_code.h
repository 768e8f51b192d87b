#pragma once

#include "lambda-host/functions/code_directory.h"
#include "storage/files/owned_directory.h"
#include "storage/sqlite/connection.h"

#include <memory>
#include <vector>

// The code of functions and layers, within a database: a row of the table `code` for each upload.
// It has two zips: of the upload, and of the function's /opt if it has one.
namespace server::snapshot_files {

using CodePtr = std::shared_ptr<const lambda_host::CodeDirectory>;

// Makes the table. On a worker thread. Throws std::exception.
void pack(const std::vector<CodePtr>& codes, storage::sqlite::Connection& into);

// Lays all of it out below `root`, as CodeDirectory has it, and drops the table. Throws BadFile,
// and what unpack_zip throws; what was laid out by then belongs to nobody.
void unpack(storage::sqlite::Connection& from, const storage::files::OwnedDirectory& root);

}  // namespace server::snapshot_files
