#include "server/operations/backups/restoring.h"

#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace restoring_test {

using namespace tests;

TEST_CASE("a table that is still being copied after a restart is created until it is whole") {
  Engine engine;
  create_music(engine);
  for (const char* id : {"a", "b", "c"}) {
    engine.answer("PutItem",
                  R"({"TableName":"Music","Item":{"id":{"S":")" + std::string(id) + R"("}}})");
  }
  storage::Table& music = *engine.catalog.find(engine.scope, "Music");
  const storage::Backup& backup =
      engine.copies.back_up(music, engine.backups.draft(music, engine.clock.now()));
  core::TableDefinition target = music.definition;
  target.name = core::TableName("Copy");
  target.restored_from = core::RestoreOrigin{backup.arn, kMusicArn, engine.clock.now()};
  engine.copies.restore(backup, target, {.items = 1});
  server::operations::resume_restoring(engine.services);
  const auto shown = [&] { return engine.answer("DescribeTable", R"({"TableName":"Copy"})"); };
  CHECK(shown().find(R"("TableStatus":"CREATING")") != std::string::npos);
  CHECK(shown().find("RestoreSummary") != std::string::npos);
  // However the clock is moved.
  engine.services.table_transitions.date_back(engine.clock.now());
  engine.clock.advance(std::chrono::hours(1));
  CHECK(engine.error("GetItem", R"({"TableName":"Copy","Key":{"id":{"S":"a"}}})") ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(engine.error("DeleteTable", kMusic) == "");
  while (engine.copies.step()) {
  }
  CHECK(shown().find(R"("TableStatus":"ACTIVE")") != std::string::npos);
  CHECK(shown().find("RestoreSummary") == std::string::npos);
}

TEST_CASE("a table can't go while it is being copied") {
  Engine engine;
  create_music(engine);
  storage::Table& music = *engine.catalog.find(engine.scope, "Music");
  const auto moment = engine.copies.pin(music);
  CHECK(engine.error("DeleteTable", kMusic) ==
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is "
        "being updated: Music");
  engine.copies.unpin(music, moment);
  CHECK(engine.error("DeleteTable", kMusic) == "");
}

}  // namespace restoring_test
