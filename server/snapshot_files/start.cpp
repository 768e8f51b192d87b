#include "server/snapshot_files/start.h"

#include "core/api_error.h"
#include "core/scope_filter.h"
#include "core/uuid.h"
#include "server/seeds/file_text.h"
#include "server/snapshot_files/envelope.h"
#include "server/snapshot_files/packed_code.h"
#include "server/snapshot_files/packed_objects.h"
#include "storage/resource_table.h"
#include "storage/schema.h"
#include "storage/sqlite/error.h"
#include "storage/sqlite/replace_content.h"
#include "storage/sqlite/transaction.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>
#include <vector>

namespace server::snapshot_files {
namespace {

using storage::sqlite::Connection;

constexpr std::size_t kNameDigits = 16;
constexpr const char* kApplied = "snapshot-file";  // documents by the files' hashes
constexpr std::string_view kDamaged = "is damaged: it isn't the database of a snapshot";

std::int64_t whole(Connection& connection, const std::string& sql) {
  auto statement = connection.prepare(sql);
  auto run = statement.run();
  return run.next() ? run.whole(0) : 0;
}

bool was_applied(Connection& connection, const std::string& sha256) {
  auto statement = connection.prepare("SELECT 1 FROM resource WHERE kind = ? AND name = ?");
  auto run = statement.run();
  return run.bind_text(1, kApplied).bind_text(2, sha256).next();
}

// But for the numbers that are given next.
bool is_empty(Connection& connection) {
  std::vector<std::string> tables;
  {
    auto list = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'sequence'");
    for (auto run = list.run(); run.next();) tables.emplace_back(run.text(0));
  }
  for (const std::string& table : tables) {
    if (whole(connection, "SELECT EXISTS (SELECT 1 FROM " + table + ")") != 0) return false;
  }
  return true;
}

// The name of the one snapshot that the database has.
std::string check_content(Connection& database) {
  auto check = database.prepare("PRAGMA quick_check(1)");
  {
    auto run = check.run();
    if (!run.next() || run.text(0) != "ok") throw BadFile(std::string(kDamaged));
  }
  if (whole(database, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')") > 0 ||
      whole(database, "SELECT count(*) FROM resource WHERE kind = 'snapshot'") != 1) {
    throw BadFile(std::string(kDamaged));
  }
  auto select = database.prepare("SELECT name FROM resource WHERE kind = 'snapshot'");
  auto run = select.run();
  run.next();
  return std::string(run.text(0));
}

// It may have nothing of another scope: that would be somebody's.
void check_scopes(Connection& database, const std::string& name) {
  const core::Scope place = core::snapshot_scope(name);
  for (const char* table : {"resource", "table_definition", "queue", "log_group"}) {
    auto others = database.prepare(
        fmt::format("SELECT count(*) FROM {} WHERE account <> ? OR region <> ?", table));
    auto run = others.run();
    run.bind_text(1, place.account.get()).bind_text(2, place.region.get());
    if (!run.next() || run.whole(0) != 0) throw BadFile(std::string(kDamaged));
  }
}

void mark(Connection& database, const std::string& name, const core::Scope& scope,
          const std::string& sha256) {
  storage::sqlite::Transaction transaction(database);
  storage::ResourceTable(database, "restore").store({scope, name, "{}"});
  storage::ResourceTable(database, kApplied).store({{}, sha256, "{}"});
  transaction.commit();
}

void take_over(const Opened& opened, const core::Scope& scope,
               const storage::files::DataDirectory& directory,
               const storage::files::OwnedDirectory& own, Connection& connection) {
  own.directory().write_file("snapshot.db", opened.database);
  Connection database =
      Connection::open((own.path() / "snapshot.db").string(), storage::sqlite::Durability::normal);
  const std::string name = check_content(database);
  check_scopes(database, name);
  storage::migrate(database);
  unpack(database, directory.functions());
  unpack_objects(database, directory.own().find_or_make("buckets"));
  mark(database, name, scope, opened.sha256);
  database.execute("VACUUM");
  database.execute("PRAGMA journal_mode = DELETE");
  storage::sqlite::replace_content(connection, database);
}

void take_over(const Opened& opened, const core::Scope& scope,
               const storage::files::DataDirectory& directory, Connection& connection) {
  const auto own = directory.own().find_or_make("snapshots");
  const std::string id = core::random_hex(kNameDigits);
  const struct Discard {
    const storage::files::OwnedDirectory& from;
    const std::string& name;
    ~Discard() { from.discard(name); }
  } discard{own, id};
  try {
    take_over(opened, scope, directory, own.find_or_make(id), connection);
  } catch (const storage::sqlite::Error& error) {
    throw BadFile(fmt::format("{} ({})", kDamaged, error.what()));
  } catch (const core::ApiError& error) {
    throw BadFile(fmt::format("has code that can't be unpacked: {}", error.message()));
  } catch (const BadFile&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw BadFile(fmt::format("is of no use: {}", error.what()));
  }
}

}  // namespace

void start_with(const std::string& file, const core::Scope& scope,
                const storage::files::DataDirectory& directory, Connection& connection) {
  try {
    const Opened opened = snapshot_files::opened(seeds::file_text(file, kMaxBytes));
    if (was_applied(connection, opened.sha256)) return;
    if (!is_empty(connection)) {
      throw BadFile(
          "can't be applied: the data directory has something else already. Start with an empty "
          "one.");
    }
    take_over(opened, scope, directory, connection);
  } catch (const BadFile& error) {
    throw std::runtime_error(fmt::format("{} {}", file, error.what()));
  }
}

}  // namespace server::snapshot_files
