#include "storage/checkpointer.h"

#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

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

}  // namespace checkpointer_test
