#include "storage/checkpointer.h"

#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <limits>

namespace checkpointer_test {

namespace {

struct TemporaryDirectory {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("checkpointer-test-" + std::to_string(::getpid()));
  TemporaryDirectory() { std::filesystem::create_directories(path); }
  ~TemporaryDirectory() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("commits go on while checkpoints run, and the log doesn't grow without end") {
  constexpr int kPages = 20;
  constexpr int kMaxCommits = 20'000;  // however slow the checkpointer's thread is
  constexpr int kCommitsAlike = 500;
  const TemporaryDirectory directory;
  const std::string file = (directory.path / "test.db").string();
  auto connection = storage::sqlite::Connection::open(file, storage::sqlite::Durability::normal);
  connection.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT)");
  storage::Checkpointer checkpointer(file, kPages);
  checkpointer.attach(connection);
  auto insert = connection.prepare("INSERT INTO t (y) VALUES (hex(randomblob(500)))");
  // Each commit adds two pages to the log, until it begins anew: then its file stays as it is.
  std::uintmax_t size = 0;
  int commits = 0;
  for (int alike = 0; alike < kCommitsAlike && commits < kMaxCommits; ++alike, ++commits) {
    storage::sqlite::Transaction transaction(connection);
    insert.run().execute();
    transaction.commit();
    const auto now = std::filesystem::file_size(file + "-wal");
    if (now > size) alike = 0;
    size = now;
  }
  CHECK(commits < kMaxCommits);
  auto count = connection.prepare("SELECT count(*) FROM t");
  auto run = count.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == commits);
}

TEST_CASE("a log that is long for the disk is moved early, and gives its room back") {
  const TemporaryDirectory directory;
  const std::string file = (directory.path / "test.db").string();
  auto connection = storage::sqlite::Connection::open(file, storage::sqlite::Durability::normal);
  connection.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT)");
  constexpr std::uint64_t kFree = std::uint64_t{8} << 20;
  const auto log = [&] { return std::filesystem::file_size(file + "-wal"); };
  const auto write = [&] { connection.execute("REPLACE INTO t VALUES (1, randomblob(50000))"); };
  SUBCASE("while it grows") {
    storage::Checkpointer checkpointer(file, storage::Checkpointer::kDefaultPages,
                                       [](const std::string&) { return kFree; });
    checkpointer.attach(connection);
    bool shrank = false;
    for (int commits = 0; commits < 10'000 && !shrank; ++commits) {
      const auto before = log();
      write();
      shrank = log() < before;
    }
    CHECK(shrank);
  }
  SUBCASE("before anything else is written") {
    while (log() <= kFree / 2) write();
    const auto full = log();
    const auto with_free = [&](std::uint64_t bytes) {
      storage::make_room(connection, file, [=](const std::string&) { return bytes; });
    };
    with_free(2 * full);
    CHECK(log() == full);
    with_free(2 * full - 2);
    CHECK(log() == 0);
  }
}

TEST_CASE("a short log is let be, however little room there is") {
  const TemporaryDirectory directory;
  const std::string file = (directory.path / "test.db").string();
  auto connection = storage::sqlite::Connection::open(file, storage::sqlite::Durability::normal);
  connection.execute("CREATE TABLE t (x)");
  storage::make_room(connection, file, [](const std::string&) { return 0; });
  CHECK(std::filesystem::file_size(file + "-wal") > 0);
}

TEST_CASE("what is free is told of the file system, and without one nothing is short") {
  CHECK(storage::free_bytes_at("/") < std::numeric_limits<std::uint64_t>::max());
  CHECK(storage::free_bytes_at("/nowhere/at/all") == std::numeric_limits<std::uint64_t>::max());
}

}  // namespace checkpointer_test
