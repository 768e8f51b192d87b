#include "lambda-host/mappings/address_range.h"

#include <doctest/doctest.h>

namespace address_range_test {

using lambda_host::AddressRange;

TEST_CASE("an address is in a range when the bits that count are the same") {
  const struct {
    const char* range;
    const char* address;
    bool contained;
  } cases[] = {
      {"10.0.0.0/8",    "10.255.1.2",    true },
      {"10.0.0.0/8",    "11.0.0.0",      false},
      {"10.1.2.0/23",   "10.1.3.255",    true },
      {"10.1.2.0/23",   "10.1.4.0",      false},
      {"10.1.2.3/32",   "10.1.2.3",      true },
      {"10.1.2.3/32",   "10.1.2.2",      false},
      {"10.1.2.3/8",    "10.9.9.9",      true },
      {"0.0.0.0/0",     "1.2.3.4",       true },
      {"0.0.0.0/0",     "::1",           false},
      {"2001:db8::/32", "2001:db8:1::1", true },
      {"2001:db8::/32", "2001:db9::1",   false},
      {"::1/128",       "::1",           true },
      {"::1/128",       "::2",           false},
      {"10.0.0.0/8",    "no address",    false},
      {"10.0.0.0/8",    "",              false},
      {"10.0.0.0/8",    "10.0.0",        false},
  };
  for (const auto& each : cases) {
    CAPTURE(each.range);
    CAPTURE(each.address);
    const auto range = AddressRange::parse(each.range);
    REQUIRE(range);
    CHECK(range->contains(each.address) == each.contained);
    CHECK(range->text() == each.range);
  }
}

TEST_CASE("what isn't a range in CIDR notation is none") {
  for (const char* text : {"", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "/8",
                           "10.0.0/8", "10.0.0.0/8x", "::/129", "x/8", "10.0.0.0/8/8"}) {
    CAPTURE(text);
    CHECK_FALSE(AddressRange::parse(text));
  }
}

}  // namespace address_range_test
