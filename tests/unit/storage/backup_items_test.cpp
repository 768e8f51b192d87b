#include "storage/backup_items.h"

#include "tests/unit/storage/writer_fixture.h"

#include <doctest/doctest.h>

namespace backup_items_test {

TEST_CASE("a backup's items are read in key order, a piece at a time") {
  auto connection = tests::new_database();
  storage::BackupItems::create(connection, 7);
  storage::BackupItems items(connection, 7);
  for (const char* key : {"b", "a", "c"}) items.insert(key, std::string("item ") + key);
  std::string read;
  const auto take = [&](auto key, auto item) { read.append(key).append("=").append(item) += ' '; };
  CHECK(items.read({}, {.items = 2}, take) == "c");
  CHECK(read == "a=item a b=item b ");
  CHECK(!items.read("c", {.items = 1}, take));
  CHECK(read == "a=item a b=item b c=item c ");
  CHECK(items.read({}, {.bytes = 6}, take) == "b");
}

}  // namespace backup_items_test
