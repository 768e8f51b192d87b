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
  snapshot.ports = {8000, 65535};
  snapshot.counts = {1, 2, 3, 4, 5, 6, 7, 8};
  const auto text = server::worlds::snapshot_to_json(snapshot);
  const auto stored = server::worlds::snapshot_from_json(text);
  const server::worlds::Snapshot& read = stored.snapshot;
  CHECK(read.name.empty());
  CHECK(read.origin == snapshot.origin);
  CHECK(read.created_at == snapshot.created_at);
  CHECK(read.complete);
  CHECK(read.ports == snapshot.ports);
  CHECK(stored.is_counted);
  CHECK(read.counts.tables == 1);
  CHECK(read.counts.items == 2);
  CHECK(read.counts.functions == 3);
  CHECK(read.counts.mappings == 4);
  CHECK(read.counts.queues == 5);
  CHECK(read.counts.topics == 6);
  CHECK(read.counts.buckets == 7);
  CHECK(read.counts.log_groups == 8);
  CHECK(stored.mappings.empty());
}

TEST_CASE("earlier versions stored neither ports nor counts, but mappings") {
  const auto stored = server::worlds::snapshot_from_json(
      R"({"account":"1","region":"r","created_at":1,"mappings":[)"
      R"({"reads_queue":false,"mapping":{"UUID":"a"}},{"reads_queue":true,"mapping":{"UUID":"b"}}]})");
  CHECK(stored.snapshot.ports.empty());
  CHECK_FALSE(stored.is_counted);
  REQUIRE(stored.mappings.size() == 2);
  CHECK(stored.mappings[0].id == "a");
  CHECK_FALSE(stored.mappings[0].reads_queue);
  CHECK(stored.mappings[0].text == R"({"UUID":"a"})");
  CHECK(stored.mappings[1].id == "b");
  CHECK(stored.mappings[1].reads_queue);
}

TEST_CASE("whether a snapshot is complete is stored, and earlier versions stored no others") {
  server::worlds::Snapshot snapshot;
  snapshot.complete = false;
  CHECK_FALSE(server::worlds::snapshot_from_json(snapshot_to_json(snapshot)).snapshot.complete);
  CHECK(server::worlds::snapshot_from_json(
            R"({"account":"1","region":"r","created_at":1,"mappings":[]})")
            .snapshot.complete);
}

}  // namespace snapshot_json_test
