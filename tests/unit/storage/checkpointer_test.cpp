#include "storage/checkpointer.h"

#include "storage/sqlite/transaction.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

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
  constexpr int kCommits = 5'000;
  const TemporaryDirectory directory;
  const std::string file = (directory.path / "test.db").string();
  auto connection = storage::sqlite::Connection::open(file, storage::sqlite::Durability::normal);
  connection.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT)");
  storage::Checkpointer checkpointer(file, kPages);
  checkpointer.attach(connection);
  auto insert = connection.prepare("INSERT INTO t (y) VALUES (hex(randomblob(500)))");
  for (int i = 0; i < kCommits; ++i) {
    storage::sqlite::Transaction transaction(connection);
    insert.run().execute();
    transaction.commit();
  }
  auto count = connection.prepare("SELECT count(*) FROM t");
  auto run = count.run();
  REQUIRE(run.next());
  CHECK(run.whole(0) == kCommits);
  // Without checkpoints it would have two pages a commit.
  CHECK(std::filesystem::file_size(file + "-wal") < std::uintmax_t{kCommits} * 4096);
}
