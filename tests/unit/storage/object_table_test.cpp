#include "storage/object_table.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

namespace object_table_test {

using storage::ObjectTable;
using storage::StoredObject;

namespace {

struct Fixture {
  Fixture() : connection(storage::sqlite::Connection::in_memory()) {
    storage::migrate(connection);
    table.emplace(connection);
  }
  void store(std::string_view bucket, std::string_view key, std::int64_t size = 1) {
    table->store(bucket, key, {"f", size, "e", core::from_epoch_milliseconds(5), "{}"});
  }
  std::string keys(std::string_view bucket, std::string_view from, std::size_t most) {
    std::string all;
    for (const auto& object : table->list(bucket, from, most)) all += object.key + " ";
    return all;
  }

  storage::sqlite::Connection connection;
  std::optional<ObjectTable> table;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an object is stored, replaced and erased") {
  CHECK_FALSE(table->find("b", "k"));
  store("b", "k", 1);
  table->store("b", "k", {"g", 2, "f", core::from_epoch_milliseconds(7), "{\"a\":1}"});
  const auto found = table->find("b", "k");
  REQUIRE(found);
  CHECK(found->file == "g");
  CHECK(found->size_bytes == 2);
  CHECK(found->etag == "f");
  CHECK(found->modified_at == core::from_epoch_milliseconds(7));
  CHECK(found->document == "{\"a\":1}");
  CHECK_FALSE(table->find("c", "k"));
  CHECK(table->has_any("b"));
  table->erase("b", "k");
  CHECK_FALSE(table->find("b", "k"));
  CHECK_FALSE(table->has_any("b"));
}

TEST_CASE_FIXTURE(Fixture, "objects are listed in the order of their keys' bytes") {
  for (const char* key : {"b", "a/2", "a/1", "Z", "\xC3\xBC"}) store("b", key);
  store("a", "x");
  store("c", "x");
  CHECK(keys("b", "", 9) == "Z a/1 a/2 b \xC3\xBC ");
  CHECK(keys("b", "a/2", 9) == "a/2 b \xC3\xBC ");
  CHECK(keys("b", "a/", 2) == "a/1 a/2 ");
  CHECK(keys("none", "", 9) == "");
}

TEST_CASE_FIXTURE(Fixture, "spare files are noted until they are gone") {
  table->add_spare({"1", "b", "k"});
  table->add_spare({"2", "b", "l"});
  table->erase_spare("1");
  const auto spares = table->load_spares();
  REQUIRE(spares.size() == 1);
  CHECK(spares[0].id == "2");
  CHECK(spares[0].bucket == "b");
  CHECK(spares[0].key == "l");
}

}  // namespace object_table_test
