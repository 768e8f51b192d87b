#include "storage/sqlite/blob_reader.h"

#include "storage/sqlite/error.h"

#include <doctest/doctest.h>

#include <string>

namespace blob_reader_test {

TEST_CASE("parts of blobs are read, of one row after the other") {
  auto connection = storage::sqlite::Connection::in_memory();
  connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
  const std::string longer = std::string(20'000, 'a') + "middle" + std::string(20'000, 'b') + "end";
  const std::string shorter = "short";
  auto insert = connection.prepare("INSERT INTO t VALUES (?, ?)");
  insert.run().bind(1, 1).bind_blob(2, longer).execute();
  insert.run().bind(1, 2).bind_blob(2, shorter).execute();
  storage::sqlite::BlobReader blobs(connection, "t", "bytes");
  CHECK(blobs.read(1, 20'000, 6) == "middle");
  CHECK(blobs.read(1, 0, 3) == "aaa");
  CHECK(blobs.read(2, 0, 100) == "short");
  CHECK(blobs.read(2, 4, 100) == "t");
  CHECK(blobs.read(2, 5, 1).empty());
  CHECK(blobs.read(2, 9, 1).empty());
  CHECK(blobs.read(1, 40'006, 100) == "end");
  CHECK_THROWS_AS(blobs.read(3, 0, 1), storage::sqlite::Error);
}

}  // namespace blob_reader_test
