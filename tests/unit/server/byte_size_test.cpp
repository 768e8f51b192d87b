#include "server/byte_size.h"

#include <doctest/doctest.h>

namespace byte_size_test {

using server::parse_byte_size;

TEST_CASE("a size is a number with a unit, or with the one that was meant") {
  struct Case {
    const char* text;
    std::uint64_t bytes;
  };
  const Case cases[] = {
      {"0",          0                            },
      {"7",          7                            },
      {"7KB",        7 << 10                      },
      {"7mb",        7 << 20                      },
      {"7Gb",        std::uint64_t{7} << 30       },
      {"7tB",        std::uint64_t{7} << 40       },
      {"16777215TB", std::uint64_t{16777215} << 40},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_byte_size(c.text, 1) == c.bytes);
  }
  CHECK(parse_byte_size("3", 1 << 20) == 3 << 20);
  CHECK(parse_byte_size("3KB", 1 << 20) == 3 << 10);
}

TEST_CASE("what is no size, or too large for 64 bits, is none") {
  for (const char* text : {"", "MB", "-1", "+1", "1.5GB", "1 GB", "1GBs", "1B", "0x1", "16777216TB",
                           "18446744073709551616"}) {
    CAPTURE(text);
    CHECK(parse_byte_size(text, 1) == std::nullopt);
  }
}

}  // namespace byte_size_test
