#include "server/operations/items/key_range.h"

#include <doctest/doctest.h>

namespace server::operations::key_range_test {

TEST_CASE("segments cover every hash once") {
  const std::string hashes[] = {std::string(8, '\0'),   std::string(8, '\x55'),
                                std::string(8, '\x7f'), std::string(8, '\x80'),
                                std::string(8, '\xaa'), std::string(8, '\xff')};
  for (const std::uint64_t total : {1, 2, 3, 1000, 1'000'000}) {
    for (const std::string& hash : hashes) {
      CAPTURE(total);
      int found = 0;
      for (std::uint64_t segment = 0; segment < total; ++segment) {
        if (contains(segment_range(segment, total), hash + "key")) ++found;
      }
      CHECK(found == 1);
    }
  }
}

TEST_CASE("segments divide the hashes evenly") {
  CHECK(segment_range(1, 4096).first == std::string("\x00\x10\x00\x00\x00\x00\x00\x00", 8));
  CHECK(segment_range(4095, 4096).first == std::string("\xff\xf0\x00\x00\x00\x00\x00\x00", 8));
  CHECK(segment_range(1, 3).first == "\x55\x55\x55\x55\x55\x55\x55\x56");
}

TEST_CASE("the rest of a range leaves its key out") {
  const storage::KeyRange range{"b", "d"};
  const auto forward = range_after(range, "c", storage::Direction::forward);
  CHECK_FALSE(contains(forward, "c"));
  CHECK(contains(forward, "ca"));
  CHECK_FALSE(contains(forward, "d"));
  const auto backward = range_after(range, "c", storage::Direction::backward);
  CHECK(contains(backward, "bz"));
  CHECK_FALSE(contains(backward, "c"));
}

}  // namespace server::operations::key_range_test
