#include "core/uuid.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace uuid_test {

using core::random_hex;
using core::random_uuid;

namespace {

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

TEST_CASE("a random UUID is of version 4 and never the same") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = random_uuid();
    CAPTURE(uuid);
    REQUIRE(uuid.size() == 36);
    for (std::size_t at = 0; at < uuid.size(); ++at) {
      const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
      REQUIRE((dash ? uuid[at] == '-' : is_hex_digit(uuid[at])));
    }
    REQUIRE(uuid[14] == '4');
    REQUIRE(std::string("89ab").find(uuid[19]) != std::string::npos);
    REQUIRE(seen.insert(uuid).second);
  }
}

TEST_CASE("a UUID is told by its form") {
  CHECK(core::is_uuid(random_uuid()));
  CHECK(core::is_uuid("00000000-9999-aaaa-ffff-000000000000"));
  for (const char* other :
       {"", "0f8fad5b", "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950e0", "0F8FAD5B-d9cb-469f-a165-70867728950e",
        "0f8fad5b0d9cb-469f-a165-70867728950e", "0f8fad5g-d9cb-469f-a165-70867728950e",
        "-f8fad5b-d9cb-469f-a165-70867728950e"}) {
    CAPTURE(other);
    CHECK_FALSE(core::is_uuid(other));
  }
}

TEST_CASE("random hex has as many digits as asked for") {
  for (const std::size_t digits : {0U, 1U, 16U, 17U, 32U, 100U}) {
    const std::string text = random_hex(digits);
    CHECK(text.size() == digits);
    CHECK(std::all_of(text.begin(), text.end(), is_hex_digit));
  }
  CHECK(random_hex(32) != random_hex(32));
}

}  // namespace uuid_test
