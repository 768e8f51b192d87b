#include "server/worlds/snapshot_json.h"

#include "server/worlds/snapshots.h"

#include <doctest/doctest.h>

TEST_CASE("a snapshot is read back as it was stored, but for its name") {
  const server::worlds::Snapshot snapshot{
      "s",
      {core::AccountId("000000000001"), core::Region("eu-west-1")},
      core::from_epoch_milliseconds(1234567),
      {{false, R"({"UUID":"a"})"},      {true, R"({"UUID":"b"})"}}
  };
  const auto text = server::worlds::snapshot_to_json(snapshot);
  const auto read = server::worlds::snapshot_from_json(text);
  CHECK(read.name.empty());
  CHECK(read.origin == snapshot.origin);
  CHECK(read.created_at == snapshot.created_at);
  REQUIRE(read.mappings.size() == 2);
  CHECK_FALSE(read.mappings[0].reads_queue);
  CHECK(read.mappings[0].text == R"({"UUID":"a"})");
  CHECK(read.mappings[1].reads_queue);
  CHECK(read.mappings[1].text == R"({"UUID":"b"})");
}
