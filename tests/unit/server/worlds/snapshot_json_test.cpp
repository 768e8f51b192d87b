#include "server/worlds/snapshot_json.h"

#include "core/scope_filter.h"
#include "server/worlds/snapshot.h"

#include <doctest/doctest.h>

namespace snapshot_json_test {

TEST_CASE("a snapshot is read back as it was stored, but for its name and place") {
  server::worlds::Snapshot snapshot;
  snapshot.name = "s";
  snapshot.place = core::snapshot_scope("s");
  snapshot.origin = {core::AccountId("000000000001"), core::Region("eu-west-1")};
  snapshot.created_at = core::from_epoch_milliseconds(1234567);
  snapshot.mappings = {
      {false, R"({"UUID":"a"})"},
      {true,  R"({"UUID":"b"})"}
  };
  snapshot.ports = {8000, 65535};
  const auto text = server::worlds::snapshot_to_json(snapshot);
  const auto read = server::worlds::snapshot_from_json(text);
  CHECK(read.name.empty());
  CHECK(read.origin == snapshot.origin);
  CHECK(read.created_at == snapshot.created_at);
  CHECK(read.complete);
  CHECK(read.ports == snapshot.ports);
  REQUIRE(read.mappings.size() == 2);
  CHECK_FALSE(read.mappings[0].reads_queue);
  CHECK(read.mappings[0].text == R"({"UUID":"a"})");
  CHECK(read.mappings[1].reads_queue);
  CHECK(read.mappings[1].text == R"({"UUID":"b"})");
}

TEST_CASE("earlier versions stored no ports") {
  CHECK(server::worlds::snapshot_from_json(
            R"({"account":"1","region":"r","created_at":1,"mappings":[]})")
            .ports.empty());
}

TEST_CASE("whether a snapshot is complete is stored, and earlier versions stored no others") {
  server::worlds::Snapshot snapshot;
  snapshot.complete = false;
  CHECK_FALSE(server::worlds::snapshot_from_json(snapshot_to_json(snapshot)).complete);
  CHECK(server::worlds::snapshot_from_json(
            R"({"account":"1","region":"r","created_at":1,"mappings":[]})")
            .complete);
}

}  // namespace snapshot_json_test
