#include "core/sequence_number.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

namespace sequence_number_test {

using core::parse_sequence_number;
using core::sequence_number_text;
using core::SequenceNumber;

namespace {

constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();
const std::string kLongest(40, '9');

}  // namespace

TEST_CASE("a sequence number's text has 21 digits and comes back") {
  struct Case {
    std::uint64_t counter;
    std::string text;
  };
  const Case cases[] = {
      {0,          "100000000000000000000"},
      {1,          "100000000000000000001"},
      {1234567890, "100000000001234567890"},
      {kLast,      "118446744073709551615"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(sequence_number_text(SequenceNumber(c.counter)) == c.text);
    CHECK(parse_sequence_number(c.text) == SequenceNumber(c.counter));
  }
}

TEST_CASE("numbers that are never given out become the nearest one") {
  struct Case {
    std::string text;
    std::uint64_t counter;
  };
  const Case cases[] = {
      {"000000000000000000000",           0    },
      {"000000000000000000009",           0    },
      {"099999999999999999999",           0    },
      {"0000000000100000000000000000007", 7    },
      {"118446744073709551616",           kLast},
      {"200000000000000000000",           kLast},
      {"1000000000000000000000",          kLast},
      {kLongest,                          kLast},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_sequence_number(c.text) == SequenceNumber(c.counter));
  }
}

TEST_CASE("what isn't 21 to 40 decimal digits is no sequence number") {
  const std::string texts[] = {
      "",
      "1",
      "99999999999999999999",
      kLongest + "9",
      "10000000000000000000x",
      "-10000000000000000000",
      " 100000000000000000000",
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(parse_sequence_number(text));
  }
}

}  // namespace sequence_number_test
