#include "server/operations/tables/store_definition.h"

#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace store_definition_test {

using namespace tests;

TEST_CASE("a changed definition is the table's, and still is after a restart") {
  Engine engine;
  create_music(engine);
  storage::Table& table = *engine.catalog.find(engine.scope, "Music");
  core::TableDefinition changed = table.definition;
  changed.deletion_protection = true;
  server::operations::store_definition(engine.services, table, changed);
  CHECK(table.definition.deletion_protection);
  storage::Catalog restarted(engine.connection);
  CHECK(restarted.find(engine.scope, "Music")->definition.deletion_protection);
}

}  // namespace store_definition_test
