#include "server/worlds/saved_mappings.h"

#include "core/scope_filter.h"
#include "storage/schema.h"

#include <doctest/doctest.h>

namespace saved_mappings_test {

using server::worlds::SavedMapping;
using server::worlds::SavedMappings;

TEST_CASE("mappings of a snapshot are listed and erased by their ids, some at a time") {
  auto connection = storage::sqlite::Connection::in_memory();
  storage::migrate(connection);
  SavedMappings mappings(connection);
  const core::Scope place = core::snapshot_scope("one");
  const core::Scope other = core::snapshot_scope("other");
  for (const char* id : {"b", "c", "a"}) {
    mappings.store(place, {id, *id == 'b', R"({"UUID":")" + std::string(id) + "\"}"});
  }
  mappings.store(other, {"d", false, "{}"});
  const auto ids = [&](const core::Scope& of, std::string_view after, std::size_t most) {
    std::string text;
    for (const SavedMapping& each : mappings.list(of, after, most)) text += each.id;
    return text;
  };
  CHECK(ids(place, "", 9) == "abc");
  CHECK(ids(place, "", 2) == "ab");
  CHECK(ids(place, "a", 2) == "bc");
  CHECK(ids(place, "c", 2).empty());
  const SavedMapping of_queue = mappings.list(place, "a", 1).at(0);
  CHECK(of_queue.reads_queue);
  CHECK(of_queue.text == R"({"UUID":"b"})");
  CHECK_FALSE(mappings.list(place, "", 1).at(0).reads_queue);
  CHECK(mappings.erase(place, 2) == 2);
  CHECK(ids(place, "", 9) == "c");
  CHECK(mappings.erase(place, 2) == 1);
  CHECK(mappings.erase(place, 2) == 0);
  CHECK(ids(other, "", 9) == "d");
}

}  // namespace saved_mappings_test
