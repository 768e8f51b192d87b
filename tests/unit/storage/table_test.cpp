#include "storage/table.h"

#include <doctest/doctest.h>

namespace table_test {

TEST_CASE("a partition hash belongs to the last shard that begins at or below it") {
  const storage::OpenStream stream{
      core::StreamViewType::keys_only, {{0, 11}, {100, 12}, {200, 13}}
  };
  CHECK(stream.shard_of(0) == 11);
  CHECK(stream.shard_of(99) == 11);
  CHECK(stream.shard_of(100) == 12);
  CHECK(stream.shard_of(199) == 12);
  CHECK(stream.shard_of(200) == 13);
  CHECK(stream.shard_of(~std::uint64_t{0}) == 13);
}

}  // namespace table_test
