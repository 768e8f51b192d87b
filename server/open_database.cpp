#include "server/open_database.h"

#include "server/snapshot_files/start.h"
#include "storage/checkpointer.h"
#include "storage/schema.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

namespace server {
namespace {

storage::sqlite::Connection open_as_it_is(const Options& options,
                                          const storage::files::DataDirectory& directory) {
  using storage::sqlite::Durability;
  if (options.in_memory) return storage::sqlite::Connection::in_memory();
  try {
    auto connection = storage::sqlite::Connection::open(
        directory.database(), options.full_durability ? Durability::full : Durability::normal);
    storage::make_room(connection, directory.database());
    return connection;
  } catch (const storage::sqlite::Error& error) {
    if (!error.is_busy()) throw;
    throw std::runtime_error(
        fmt::format("the data directory {} is in use by another process", options.data_dir));
  }
}

}  // namespace

storage::sqlite::Connection open_database(const Options& options,
                                          const storage::files::DataDirectory& directory) {
  storage::sqlite::Connection connection = open_as_it_is(options, directory);
  storage::migrate(connection);
  if (!options.snapshot.empty()) {
    snapshot_files::start_with(options.snapshot, options.scope, directory, connection);
  }
  return connection;
}

std::string advice(const storage::sqlite::Error& error, const Options& options) {
  const std::string file =
      (std::filesystem::path(options.data_dir) / storage::files::kDatabaseName).string();
  if (!error.is_damaged()) return fmt::format("can't use the database {}: {}", file, error.what());
  return fmt::format(
      "the database {} is damaged ({}): put a copy of it back, or move it and its -wal and -shm "
      "files away to start with an empty one",
      file, error.what());
}

}  // namespace server
